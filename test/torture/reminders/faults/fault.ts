import { setTimeout as wait } from 'node:timers/promises';

/** Something that is wrong for a while. */
export interface TortureFault {
  kind: string;
  /** What exactly, for people. */
  what: string;
  lastsMs: number;
  /** It makes all fall due at once that is to fall due while the torture lasts, so that it comes in its last third. */
  isHasty?: true;
  begin(): Promise<void>;
  end(): Promise<void>;
}

/** How long a fault waits for the database to do or undo it: longer than the longest outage. */
const PATIENCE_MS = 400_000;
const AGAIN_MS = 200;

/** Asks until it is answered, also where the database is away, or read-only, for another fault. @throws what it says in the end */
export async function persistently<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (performance.now() > end) throw error;
      await wait(AGAIN_MS);
    }
  }
}
