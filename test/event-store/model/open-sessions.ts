import { setTimeout as wait } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import type { Database } from '#libs/database';

const PATIENCE_MS = 30_000;

/** Asks again and again until the answer is yes. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`It did not become so within 30 s: ${what}.`);
    await wait(2);
  }
}

/** The connections that a pool takes for open, which it may do for a moment after their sessions have ended. */
export class OpenSessions {
  readonly #clients = new Set<PoolClient>();

  constructor(readonly db: Database) {
    db.pool.on('connect', (client) => this.#clients.add(client));
    db.pool.on('remove', (client) => this.#clients.delete(client));
  }

  /** Until the pool knows that these sessions (process ids of Postgres) have ended. */
  async untilNoticed(ended: readonly number[]): Promise<void> {
    await until(`the connections of ${ended.join()} are closed`, () =>
      [...this.#clients].every((client) => !ended.includes((client as unknown as { processID: number }).processID)),
    );
  }
}
