import { sql, type Kysely } from 'kysely';
import { aboutInWords } from '../subscriptions/about-in-words.js';
import { selectSubscriptions, type Subscription } from '../subscriptions/subscription-rows.js';

/** A subscription as whoever runs the service sees it: without the address, which is its owner's alone. */
export interface SubscriptionInBrief extends Pick<
  Subscription,
  'id' | 'channel' | 'status' | 'disabledReason' | 'madeByKey' | 'createdAt'
> {
  /** What it is about, in words. */
  about: string;
}

/** Every subscription, in the order of their making. */
export async function allSubscriptions(db: Kysely<unknown>): Promise<SubscriptionInBrief[]> {
  const all = await selectSubscriptions(db, sql`true`);
  return all.map((subscription) => {
    const { id, channel, status, disabledReason, madeByKey, createdAt } = subscription;
    return { id, channel, status, disabledReason, madeByKey, createdAt, about: aboutInWords(subscription) };
  });
}
