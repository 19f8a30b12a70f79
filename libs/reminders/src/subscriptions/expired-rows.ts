import { sql, type Kysely } from 'kysely';
import { IS_COVERED_BY_CONFIRMATION } from './covered-addresses.js';
import { IS_OVER } from './requests-kept.js';

/** How long a calendar is kept that nobody fetches. */
const UNREAD_CALENDAR_DAYS = 90;

/**
 * Removes what is kept for a time only: requests that nobody confirmed, the confirmation mails about them, calendars that
 * nobody fetches, secrets that were replaced, answers by `Idempotency-Key`, counters of limits. None of it is an event.
 *
 * @param now by the clock of the domain; what counts in real time says so in the schema
 */
export async function removeExpired(db: Kysely<unknown>, now: Date): Promise<void> {
  await sql`
    delete from subscriptions
     where status = 'pending' and id in (select subscription_id from subscription_addresses where confirm_until < ${now})`.execute(
    db,
  );
  // The last attempt of a mail may have been long after it was planned, and no other goes out within a day of it.
  await sql`
    delete from mailbox_confirmations
     where valid_until < ${now} and made_at < ${now}::timestamptz - interval '24 hours'`.execute(db);
  await sql`
    update mailbox_confirmations confirmation set address = null, token_key = null
     where address is not null
       and not exists (select from subscription_addresses place where ${IS_COVERED_BY_CONFIRMATION})`.execute(db);
  await sql`
    delete from subscriptions
     where channel = 'calendar'
       and last_read_at < clock_timestamp() - ${UNREAD_CALENDAR_DAYS}::int * interval '1 day'`.execute(db);
  await sql`
    update subscription_addresses set secrets = secrets[1:1], secret_before_until = null
     where secret_before_until < clock_timestamp()`.execute(db);
  await sql`delete from subscription_requests where ${IS_OVER}`.execute(db);
  await sql`delete from rate_limits where expire < extract(epoch from clock_timestamp()) * 1000`.execute(db);
}

/** Keeps a calendar from expiring, at most one write a day. */
export async function noteRead(db: Kysely<unknown>, subscription: string): Promise<void> {
  await sql`
    update subscriptions set last_read_at = clock_timestamp()
     where id = ${subscription} and last_read_at < clock_timestamp() - interval '1 day'`.execute(db);
}
