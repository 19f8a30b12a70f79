import { sql, type RawBuilder } from 'kysely';

/**
 * A condition on a row `delivery` of `deliveries` and its row `s` of `subscriptions`: the subscription is in the state in
 * which such a message is sent.
 *
 * @param isClosed a condition on `s`: nothing of what is on record is sent to it
 */
export function isSendable(isClosed: RawBuilder<boolean>): RawBuilder<boolean> {
  return sql<boolean>`(
    s.status = case delivery.kind when 'confirmation' then 'pending' when 'disabled' then 'disabled'
                 when 'links' then s.status else 'active' end
    and (delivery.kind in ('disabled', 'links') or not ${isClosed}))`;
}

/** A condition on `deliveries`: it failed and would be tried again by itself, perhaps hours later, and nobody is at it. */
export const IS_RETRIED = sql<boolean>`(
  status = 'waiting' and attempts > 0 and (leased_until is null or leased_until < clock_timestamp()))`;

/** What makes a message go out again at once, under the same id: what is set in its row. */
export function sentAgain(now: Date): RawBuilder<unknown> {
  return sql`status = 'waiting', attempts = 0, queued_at = null, leased_until = null, reason = null, fault = null, next_at = ${now}`;
}
