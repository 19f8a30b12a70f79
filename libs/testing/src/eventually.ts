import { setTimeout as wait } from 'node:timers/promises';

/** Repeats an expectation until it holds; after a minute its last failure stands. For what other processes do. */
export async function eventually(expectation: () => void | Promise<void>, patienceMs = 60_000): Promise<void> {
  const end = Date.now() + patienceMs;
  for (;;) {
    try {
      await expectation();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await wait(20);
    }
  }
}
