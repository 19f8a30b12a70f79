import type { Database } from '#libs/database';
import type { StoredEvent } from '#libs/event-store';
import { advance, ApplyFailure, inBatch } from './batch.js';
import type { Lease } from './lease.js';
import type { SetAside } from './quarantine.js';

/**
 * Takes events into the rows that readers see, tells others what changed, and moves the checkpoint behind the last one, in
 * one transaction.
 *
 * @throws ApplyFailure with what the view threw; LeaseLost where another process has the view. Nothing was kept then.
 */
export async function applyLive(
  db: Database,
  lease: Lease,
  from: bigint,
  events: StoredEvent[],
  aside: SetAside,
): Promise<bigint> {
  const wanted = withoutSetAside(events, aside);
  const to = events.at(-1)!.position;
  await inBatch(db, lease, null, async (tx) => {
    if (wanted.length > 0) {
      try {
        const changes = await lease.view.apply(tx, wanted);
        await lease.view.publish?.(tx, changes, wanted);
      } catch (error) {
        throw new ApplyFailure(lease.view, wanted, error);
      }
    }
    await advance(tx, lease, from, to);
  });
  return to;
}

/** The events of streams that are not set aside, or lie before the event for which their stream was. */
export function withoutSetAside(events: StoredEvent[], aside: SetAside): StoredEvent[] {
  if (aside.size === 0) return events;
  return events.filter(({ stream, position }) => position < (aside.get(stream) ?? position + 1n));
}
