import { randomBytes } from 'node:crypto';
import { openClock, openDatabase } from '#libs/database';
import { EventStore, recorderOfRun } from '#libs/event-store';
import type { JsonObject } from '#libs/kernel';
import { ImportRecords, ImportRecordsHandler, type ImportLine } from '#libs/timeline';
import { facts, type FactsOptions } from './facts.js';

/** Content of events for the log, each of about the size of a fact, made ready before the clock runs. */
export function contents(count: number, seed = 1): JsonObject[] {
  const made: JsonObject[] = [];
  for (const record of facts(count * 2, { subjects: 1, seed })) {
    if (record['record'] === 'fact') made.push(record);
    if (made.length === count) break;
  }
  return made;
}

/** Starts so many loops, of which each takes the next number until all are taken, and answers the seconds they took. */
export async function inParallel(
  loops: number,
  count: number,
  work: (n: number, loop: number) => Promise<void>,
): Promise<number> {
  let next = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: loops }, async (_, loop) => {
      while (next < count) await work(next++, loop);
    }),
  );
  return (performance.now() - start) / 1_000;
}

/** 32 bytes, as a hash has them. */
export function anyHash(): Buffer {
  return randomBytes(32);
}

/** Records facts in a database as an import does, and answers how many events its log has then. */
export async function recordFacts(url: string, count: number, options?: FactsOptions): Promise<number> {
  const db = openDatabase(url, { applicationName: 'dateline-bench' });
  try {
    const importing = new ImportRecordsHandler(new EventStore(db), await openClock(db));
    const report = await importing.execute(
      new ImportRecords(importLines(facts(count, options)), recorderOfRun('operator')),
    );
    if (report.refused > 0) throw new Error(`${report.refused} facts were refused: ${report.problems[0]?.detail}`);
    await db.pool.query('vacuum analyze events');
    return Number(report.position);
  } finally {
    await db.close();
  }
}

function* importLines(records: Iterable<JsonObject>): Iterable<ImportLine> {
  let line = 0;
  for (const input of records) yield { line: ++line, input, columnOf: () => 1 };
}
