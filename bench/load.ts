import { randomBytes } from 'node:crypto';
import type { JsonObject } from '#libs/kernel';
import { facts } from './facts.js';

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
