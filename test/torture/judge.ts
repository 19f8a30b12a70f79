import { sql } from 'kysely';
import { openDatabase, type Database } from '#libs/database';
import { EventStore } from '#libs/event-store';
import { VIEWS } from '#libs/milestones';
import { Checkpoints, ProjectionRunner } from '#libs/projections';
import { createTestDatabase, type TestServer } from '#libs/testing';
import { FLAGGED } from '#libs/timeline';
import type { Ledger } from './ledger.js';

const silent = { log: () => {}, error: () => {} };

/** What stands in the log, held against what its writers were told. */
export interface Verdict {
  /** Sentences, each of which says what a promise says cannot be. */
  findings: string[];
  events: number;
  /** How many events of which no writer ever heard are in the log (each once). */
  unheard: number;
  rows: number;
}

/**
 * Compares, when nobody writes any more: every acknowledged event is in the log once and where it was said to be, no
 * other event is there than what was sent, the chain of hashes is whole, and every view equals one that is filled from
 * zero, in a fresh database and beside itself.
 */
export async function judge(url: string, server: TestServer, ledger: Ledger): Promise<Verdict> {
  const db = openDatabase(url, { max: 4, applicationName: 'torture-judge' });
  const fresh = await createTestDatabase({ server });
  try {
    const store = new EventStore(db);
    const findings = [...ledger.wrong];
    const { events, unheard } = await compareLog(store, ledger, findings);
    const verified = await store.verify();
    if (!verified.ok) findings.push(`The chain of hashes is broken: ${verified.sentence}`);
    const restored = new EventStore(fresh.db);
    await new EventStore(fresh.owner).restore(store.readFeed({ asRecorded: true }));
    await new ProjectionRunner(fresh.db, restored, VIEWS, { logger: silent }).catchUp();
    const rows = await compareViews(db, fresh.db, findings);
    for (const { name } of VIEWS) {
      const runner = new ProjectionRunner(db, store, VIEWS, { logger: silent });
      const { outcome, report } = await runner.rebuild(name, { checkOnly: true });
      if (outcome !== 'same') findings.push(`A rebuild of ${name} finds its rows ${outcome}: ${report}`);
    }
    return { findings, events, unheard, rows };
  } finally {
    await fresh.drop();
    await db.close();
  }
}

async function compareLog(
  store: EventStore,
  ledger: Ledger,
  findings: string[],
): Promise<{ events: number; unheard: number }> {
  const places = new Map<string, string>();
  let events = 0;
  let unheard = 0;
  for await (const { position, id, type } of store.readFeed()) {
    events++;
    if (position !== BigInt(events)) findings.push(`At place ${events} of the log is position ${position}.`);
    if (places.has(id)) findings.push(`${id} is in the log twice, at ${places.get(id)} and ${position}.`);
    places.set(id, String(position));
    // What the service itself adds when a milestone comes near: nobody sends it.
    if (type === FLAGGED) continue;
    const sent = ledger.sent.get(id);
    if (sent === undefined) findings.push(`${id} is in the log at ${position}, and nobody sent it.`);
    else if (!sent.acknowledged) unheard++;
  }
  for (const { eventId, position, acknowledged } of ledger.sent.values()) {
    if (!acknowledged) continue;
    const place = places.get(eventId);
    if (place === undefined) findings.push(`${eventId} was acknowledged and is not in the log.`);
    else if (position !== null && place !== position) {
      findings.push(`${eventId} was acknowledged at ${position} and is at ${place}.`);
    }
  }
  return { events, unheard };
}

async function compareViews(db: Database, fresh: Database, findings: string[]): Promise<number> {
  const head = (await new EventStore(db).head()).position;
  const standing = new Map((await new Checkpoints(db).status()).map((each) => [each.name, each]));
  let rows = 0;
  for (const { name, tables } of VIEWS) {
    const { position, error } = standing.get(name)!;
    if (position !== head) findings.push(`The view ${name} stands at ${position} of ${head}: ${error?.message ?? ''}`);
    for (const table of tables) {
      const [here, there] = [await rowsOf(db, table), await rowsOf(fresh, table)];
      rows += there.length;
      const [missing, extra] = [without(there, here), without(here, there)];
      if (missing.length + extra.length === 0) continue;
      const example = `missing ${missing[0] ?? 'none'}; too many ${extra[0] ?? 'none'}`;
      findings.push(`${table} has ${missing.length + extra.length} rows that differ from a rebuild: ${example}`);
    }
  }
  return rows;
}

async function rowsOf(db: Database, table: string): Promise<string[]> {
  const { rows } = await sql<{ row: string }>`select t::text as row from ${sql.table(table)} t order by 1`.execute(
    db.kysely,
  );
  return rows.map(({ row }) => row);
}

/** Those of the one list that the other has not, each as often as it is too many. */
function without(rows: string[], others: string[]): string[] {
  const counts = new Map<string, number>();
  for (const row of others) counts.set(row, (counts.get(row) ?? 0) + 1);
  return rows.filter((row) => {
    const count = counts.get(row) ?? 0;
    counts.set(row, count - 1);
    return count < 1;
  });
}
