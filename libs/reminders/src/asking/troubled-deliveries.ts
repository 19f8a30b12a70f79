import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import type { Database } from '#libs/database';
import { parseDayOrInstant } from '#libs/kernel';
import { cutPage, pageParameters, parameterError, readCursor, type PageLinks } from '#libs/timeline';
import { FAULTS, type Fault } from '../channels/channel.js';
import { LATE_MS } from './delivery-figures.js';

/** How a message is in trouble: given up; tried in vain and tried again; more than a minute past its next attempt. */
export const TROUBLES = ['failed', 'retrying', 'late'] as const;

/** Which messages are listed. */
export const troubledParameters = z.object({
  status: z
    .enum(TROUBLES)
    .optional()
    .meta({
      description:
        '`failed`: given up; `retrying`: tried in vain and tried again; `late`: a minute past its next attempt.',
      examples: ['failed'],
    }),
  fault: z
    .enum(FAULTS)
    .optional()
    .meta({ description: 'Only what failed for this fault.', examples: ['operator'] }),
  since: z
    .string()
    .max(40)
    .optional()
    .meta({
      description: 'Only what was to be tried at or after this day (UTC) or instant.',
      examples: ['2026-07-01'],
    }),
  ...pageParameters,
});

/** A message that is late or could not be sent: it names no address and holds no token. */
export interface TroubledDelivery {
  id: string;
  subscription: string;
  channel: string;
  kind: string;
  status: (typeof TROUBLES)[number];
  /** RFC 3339, by the clock of the service. */
  dueAt: string;
  /** When it is tried next; null where it was given up. */
  next: string | null;
  attempts: number;
  /** What the last attempt said, without addresses. */
  reason: string | null;
  fault: Fault | null;
}

/** A page of them, the latest attempt first. */
export interface TroubledDeliveries {
  items: TroubledDelivery[];
  page: PageLinks;
}

interface Row extends Omit<TroubledDelivery, 'dueAt' | 'next'> {
  due_at: Date;
  next_at: Date;
  /** Microseconds since 1970, for the cursor. */
  place: string;
}

/**
 * What failed or is late over all subscriptions.
 *
 * @param filters the parameters as they were given, to which a cursor belongs (`filtersOf`)
 * @param now by the clock of the service
 * @throws DomainError `PARAMETER_INVALID`
 */
export async function troubledDeliveries(
  db: Database,
  { status, fault, since, limit, cursor: sent }: z.output<typeof troubledParameters>,
  filters: string,
  now: Date,
): Promise<TroubledDeliveries> {
  const cursor = readCursor(sent, filters, ['position', 'text']);
  const backwards = cursor?.direction === 'prev';
  const conditions: RawBuilder<unknown>[] = [sql`trouble is not null`];
  if (status !== undefined) conditions.push(sql`trouble = ${status}`);
  if (fault !== undefined) conditions.push(sql`fault = ${fault}`);
  if (since !== undefined) conditions.push(sql`next_at >= ${sinceOf(since)}`);
  if (cursor !== null) {
    const at = sql`(timestamptz 'epoch' + ${String(cursor.key[0])}::bigint * interval '1 microsecond', ${String(cursor.key[1])}::text)`;
    conditions.push(backwards ? sql`(next_at, id) > ${at}` : sql`(next_at, id) < ${at}`);
  }
  const order = backwards ? sql`next_at, id` : sql`next_at desc, id desc`;
  const lateAt = new Date(now.getTime() - LATE_MS);
  const columns = sql`id, subscription_id, kind, fault, reason, attempts, due_at, next_at`;
  const { rows } = await sql<Row>`
    with waiting as (
      select ${columns}, leased_until from deliveries where status = 'waiting' and queued_at is null
      union all
      select ${columns}, leased_until from deliveries where status = 'waiting' and queued_at is not null),
    troubled as (
      select ${columns}, case when next_at <= ${lateAt} and (leased_until is null or leased_until < clock_timestamp()) then 'late'
                              when attempts > 0 then 'retrying' end as trouble from waiting
      union all
      select ${columns}, 'failed' from deliveries where status = 'failed')
    select found.id, found.subscription_id as subscription, s.channel, found.kind, found.trouble as status, found.due_at,
           found.next_at, found.attempts, found.reason, found.fault,
           (extract(epoch from found.next_at) * 1000000)::bigint::text as place
      from (select * from troubled where ${sql.join(conditions, sql` and `)} order by ${order} limit ${limit + 1}) found
      join subscriptions s on s.id = found.subscription_id order by ${order}`.execute(db.kysely);
  const { rows: kept, page } = cutPage(rows, limit, cursor, filters, ({ place, id }) => [place, id]);
  return { items: kept.map(itemOf), page };
}

function itemOf({ due_at, next_at, place: _place, reason, ...row }: Row): TroubledDelivery {
  return {
    ...row,
    dueAt: due_at.toISOString(),
    next: row.status === 'failed' ? null : next_at.toISOString(),
    reason: reason === null ? null : withoutAddresses(reason),
  };
}

/** @throws DomainError `PARAMETER_INVALID` */
function sinceOf(text: string): Date {
  const instant = parseDayOrInstant(text, 'beginning');
  if (instant === null) throw parameterError('since', 'must be a day or an instant');
  return instant;
}

/** Servers repeat in their answers whom a message is for, and receivers may repeat what was sent to them. */
export function withoutAddresses(reason: string): string {
  return reason
    .replaceAll(/\b[a-z][a-z\d+.-]*:\/\/[^\s"'<>]+/gi, '(address)')
    .replaceAll(/[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g, '(address)')
    .replaceAll(/\b(token|secret|whsec_)\S*/gi, '(secret)');
}
