import { sql, type Kysely } from 'kysely';
import { DomainError, parseDayOrInstant } from '#libs/kernel';

/** An ISO 8601 duration with whole numbers; Postgres, which adds it to the instant, knows the calendar. */
const DURATION = /^P(?=\d|T\d)(\d{1,4}Y)?(\d{1,4}M)?(\d{1,4}W)?(\d{1,5}D)?(T(?=\d)(\d{1,6}H)?(\d{1,6}M)?(\d{1,7}S)?)?$/;
/** A later end is as good as none, and none should be said so. */
const LONGEST = 'P10Y';
/** The longest time for which a rotated key stays valid beside its successor. */
const LONGEST_GRACE = 'P30D';

/**
 * When a key expires, by the real clock.
 *
 * @param expires a duration from now on (P90D), a day whose end it is (UTC), or an instant (RFC 3339)
 * @throws DomainError `KEY_INVALID` where it cannot be read, is over, or lies more than 10 years ahead
 */
export async function expiryOf(executor: Kysely<unknown>, expires: string): Promise<Date> {
  const start = DURATION.test(expires) ? null : instantOf(expires);
  const at = start === null ? sql`clock_timestamp() + ${expires}::interval` : sql`${start}::timestamptz`;
  const { rows } = await sql<{ at: Date; fits: boolean }>`
    select at, at > clock_timestamp() and at <= clock_timestamp() + ${LONGEST}::interval as fits from (select ${at} as at) a`.execute(
    executor,
  );
  const [{ at: expiry, fits }] = rows as [{ at: Date; fits: boolean }];
  if (!fits) throw invalid('expires', 'The expiry must lie in the future, at most 10 years ahead.');
  return expiry;
}

/**
 * The end of the time in which a rotated key stays valid; null where that is now.
 *
 * @param grace an ISO 8601 duration, at most 30 days
 * @throws DomainError `KEY_INVALID`
 */
export async function endOfGrace(executor: Kysely<unknown>, grace: string): Promise<Date | null> {
  if (!DURATION.test(grace)) throw invalid('grace', 'The grace must be a duration such as PT1H or P7D.');
  const { rows } = await sql<{ at: Date; fits: boolean; now: boolean }>`
    select clock_timestamp() + ${grace}::interval as at, ${grace}::interval <= ${LONGEST_GRACE}::interval as fits,
           ${grace}::interval = 'PT0S'::interval as now`.execute(executor);
  const [{ at, fits, now }] = rows as [{ at: Date; fits: boolean; now: boolean }];
  if (!fits) throw invalid('grace', 'The grace must be at most 30 days.');
  return now ? null : at;
}

function instantOf(text: string): Date {
  const instant = parseDayOrInstant(text, 'end');
  if (instant === null)
    throw invalid('expires', 'The expiry must be a duration such as P90D, a day, or an RFC 3339 instant.');
  return instant;
}

function invalid(field: string, detail: string): DomainError {
  return new DomainError('KEY_INVALID', 'invalid', detail, [{ pointer: `/${field}`, detail }]);
}
