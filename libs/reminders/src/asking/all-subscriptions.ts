import { sql, type Kysely } from 'kysely';
import { REASONS } from '../domain/reasons.js';
import type { ReminderOptions } from '../options.js';
import { aboutInWords } from '../subscriptions/about-in-words.js';
import { hasEndedKey } from '../subscriptions/maker-keys.js';
import { selectSubscriptions, type Subscription } from '../subscriptions/subscription-rows.js';

/** A subscription as whoever runs the service sees it: without the address, which is its owner's alone. */
export interface SubscriptionInBrief extends Pick<
  Subscription,
  'id' | 'channel' | 'status' | 'disabledReason' | 'madeByKey' | 'createdAt'
> {
  /** What it is about, in words. */
  about: string;
}

/** Every subscription, in the order of their making; what reads nothing any more as its key ended is disabled. */
export async function allSubscriptions(
  db: Kysely<unknown>,
  options: Pick<ReminderOptions, 'readAccess'>,
): Promise<SubscriptionInBrief[]> {
  const all = await selectSubscriptions(db, sql`true`);
  const { rows } = await sql<{ id: string }>`
    select id from subscriptions where ${hasEndedKey(options, 'subscriptions')}`.execute(db);
  const closed = new Set(rows.map(({ id }) => id));
  return all.map((subscription) => {
    const { id, channel, madeByKey, createdAt } = subscription;
    const { status, disabledReason } = closed.has(id)
      ? { status: 'disabled' as const, disabledReason: REASONS['key-ended'] }
      : subscription;
    return { id, channel, status, disabledReason, madeByKey, createdAt, about: aboutInWords(subscription) };
  });
}
