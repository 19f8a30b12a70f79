import { setTimeout as sleep } from 'node:timers/promises';
import { isolate } from '#libs/database';

/** The least time from one run to the next where calls come in numbers. */
const PACE_MS = 12;

/**
 * Lets calls that come while one is under way, or soon after, wait and go together in the next: many small statements
 * become few large ones, and a call that is alone is not held up. Where they fail together, they go in halves, so that only
 * those fail that fail by themselves; `run` must have left nothing behind then.
 */
export function gathered<In, Out>(run: (items: In[]) => Promise<Out[]>, most: number): (item: In) => Promise<Out> {
  let waiting: { item: In; resolve: (out: Out) => void; reject: (error: unknown) => void }[] = [];
  let flight: Promise<void> | undefined;

  const fly = async (): Promise<void> => {
    while (waiting.length > 0) {
      const began = performance.now();
      const batch = waiting.slice(0, most);
      waiting = waiting.slice(most);
      try {
        const failed = await isolate(batch, async (some) => {
          const results = await run(some.map(({ item }) => item));
          some.forEach(({ resolve }, index) => resolve(results[index]!));
        });
        for (const { item, error } of failed) item.reject(error);
      } catch (error) {
        // What was resolved stays so.
        for (const { reject } of batch) reject(error);
      }
      const leftMs = began + PACE_MS - performance.now();
      if (leftMs > 0 && batch.length > 1 && waiting.length < most) await sleep(leftMs);
    }
    flight = undefined;
  };

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      flight ??= Promise.resolve().then(fly);
    });
}
