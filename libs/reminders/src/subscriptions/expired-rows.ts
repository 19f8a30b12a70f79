import { sql, type Kysely, type RawBuilder } from 'kysely';
import { isDatabaseAway, isolate, isWaitingAfterFault, noteFaults, throwWhereAllFailed } from '#libs/database';
import { IS_COVERED_BY_CONFIRMATION } from './covered-addresses.js';
import { IS_OVER } from './requests-kept.js';

/** How long a calendar is kept that nobody fetches. */
const UNREAD_CALENDAR_DAYS = 90;

/** Rows that are kept for a time only: a table, its id, and when one of them is over. What is over is deleted or emptied. */
interface Expiry {
  from: RawBuilder<unknown>;
  id: RawBuilder<unknown>;
  isOver: RawBuilder<boolean>;
  remove: (these: RawBuilder<boolean>) => RawBuilder<unknown>;
}

/**
 * Removes what is kept for a time only: requests that nobody confirmed, the confirmation mails about them, calendars that
 * nobody fetches, secrets that were replaced, answers by `Idempotency-Key`, counters of limits. None of it is an event. What
 * cannot be removed is noted about its id, and stops nothing else.
 *
 * @param now by the clock of the domain; what counts in real time says so in the schema
 * @throws AggregateError where a kind of rows could not be removed at all
 */
export async function removeExpired(db: Kysely<unknown>, now: Date): Promise<void> {
  const failed: unknown[] = [];
  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      failed.push(error);
    }
  };
  for (const expiry of expiries(now)) await attempt(() => removeOver(db, expiry));
  await attempt(() => sql`delete from subscription_requests where ${IS_OVER}`.execute(db));
  await attempt(() =>
    sql`delete from rate_limits where expire < extract(epoch from clock_timestamp()) * 1000`.execute(db),
  );
  await attempt(() => forgetFaultsOfErased(db));
  if (failed.length > 0) throw new AggregateError(failed);
}

function expiries(now: Date): Expiry[] {
  const subscriptions = sql`subscriptions`;
  const confirmations = sql`mailbox_confirmations confirmation`;
  const addresses = sql`subscription_addresses`;
  return [
    {
      from: subscriptions,
      id: sql`subscriptions.id`,
      isOver: sql<boolean>`status = 'pending'
        and id in (select subscription_id from subscription_addresses where confirm_until < ${now})`,
      remove: (these) => sql`delete from ${subscriptions} where ${these}`,
    },
    {
      from: confirmations,
      id: sql`confirmation.id`,
      // The last attempt of a mail may have been long after it was planned, and no other goes out within a day of it.
      isOver: sql<boolean>`valid_until < ${now} and made_at < ${now}::timestamptz - interval '24 hours'`,
      remove: (these) => sql`delete from ${confirmations} where ${these}`,
    },
    {
      from: confirmations,
      id: sql`confirmation.id`,
      isOver: sql<boolean>`address is not null
        and not exists (select from subscription_addresses place where ${IS_COVERED_BY_CONFIRMATION})`,
      remove: (these) => sql`update ${confirmations} set address = null, token_key = null where ${these}`,
    },
    {
      from: subscriptions,
      id: sql`subscriptions.id`,
      isOver: sql<boolean>`channel = 'calendar'
        and last_read_at < clock_timestamp() - ${UNREAD_CALENDAR_DAYS}::int * interval '1 day'`,
      remove: (these) => sql`delete from ${subscriptions} where ${these}`,
    },
    {
      from: addresses,
      id: sql`subscription_id`,
      isOver: sql<boolean>`secret_before_until < clock_timestamp()`,
      remove: (these) => sql`update ${addresses} set secrets = secrets[1:1], secret_before_until = null where ${these}`,
    },
  ];
}

/** All at once; where that fails, those that can be. */
async function removeOver(db: Kysely<unknown>, { from, id, isOver, remove }: Expiry): Promise<void> {
  const isDue = sql<boolean>`${isOver} and not ${isWaitingAfterFault('erasure', id)}`;
  try {
    await remove(isDue).execute(db);
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    const { rows } = await sql<{ id: string }>`select ${id} as id from ${from} where ${isDue}`.execute(db);
    const ids = rows.map((row) => row.id);
    const failed = await isolate(ids, async (some) => {
      await remove(sql<boolean>`${isOver} and ${id} = any(${[...some]}::text[])`).execute(db);
    });
    throwWhereAllFailed(ids, failed);
    await noteFaults(
      db,
      'erasure',
      failed.map((one) => ({ about: one.item, error: one.error })),
    );
  }
}

/** What is no longer there, or was settled in another way, fails no more. */
async function forgetFaultsOfErased(db: Kysely<unknown>): Promise<void> {
  await sql`
    delete from faults
     where step in ('collection', 'erasure', 'sealing', 'mailboxes', 'ended-keys', 'log') and about <> ''
       and not exists (select from subscriptions where id = about)
       and not exists (select from mailbox_confirmations where id = about)
       and not exists (select from subscription_events where subscription_id = about)`.execute(db);
  await sql`
    delete from faults
     where step in ('delivery', 'queueing') and about <> ''
       and not exists (select from deliveries where id = about and status in ('waiting', 'failed'))`.execute(db);
}

/** Keeps a calendar from expiring, at most one write a day. */
export async function noteRead(db: Kysely<unknown>, subscription: string): Promise<void> {
  await sql`
    update subscriptions set last_read_at = clock_timestamp()
     where id = ${subscription} and last_read_at < clock_timestamp() - interval '1 day'`.execute(db);
}
