import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { JsonObject } from '#libs/kernel';
import type { Fault, Outcome } from '../channels/channel.js';
import type { MessageContent } from '../domain/content.js';
import type { Schedule } from '../domain/subscription.js';
import type { SecretBox } from '../subscriptions/secret-box.js';
import type { Subscription, SubscriptionRow } from '../subscriptions/subscription-rows.js';
import { assertUsable, usableSecret } from './usable-row.js';
import { isSendable } from './sendable.js';

/** How long an attempt keeps its message to itself without a sign of life, in real time. */
export const LEASE_MS = 15_000;

/** What a message tells: one planned row. */
export interface PlannedItem {
  kind: 'reminder' | 'milestone-moved' | 'milestone-cancelled' | 'development';
  about: string;
  edtf: string;
  leadTime: string;
  cause: bigint;
  dueAt: Date;
  detail: JsonObject | null;
}

/** A message that this attempt has to itself. */
export interface ClaimedDelivery {
  id: string;
  kind: string;
  /** The number of this attempt, from 1. */
  attempt: number;
  dueAt: Date;
  /** What an earlier attempt said. */
  content: MessageContent | null;
  /** Of the subscription, what sending needs. */
  subscription: Pick<Subscription, 'id' | 'channel' | 'failingSince' | 'disabledReason'> &
    Pick<Schedule, 'digest' | 'timeZone'>;
  address: string | null;
  secrets: string[];
  /** Signs its links; null while it is pending. */
  tokenKey: Buffer | null;
  /** Of a confirmation mail: what its link is made of. */
  confirmation: { id: string; tokenKey: Buffer; validUntil: Date } | null;
  items: PlannedItem[];
}

/** A message of an attempt whose row, or whose subscription, holds what cannot be used. */
export interface UnreadableDelivery {
  id: string;
  kind: string;
  /** The number of this attempt, from 1. */
  attempt: number;
  subscription: { id: string };
  /** Why it cannot be read. */
  error: unknown;
}

interface ClaimRow extends Pick<
  SubscriptionRow,
  'channel' | 'digest' | 'time_zone' | 'failing_since' | 'disabled_reason'
> {
  subscription_id: string;
  id: string;
  kind: string;
  attempts: number;
  due_at: Date;
  content: MessageContent | null;
  address: string | null;
  secrets: string[];
  token_key: Buffer | null;
  confirmation_id: string | null;
  confirmation_key: Buffer | null;
  valid_until: Date | null;
  items: (Omit<PlannedItem, 'cause' | 'dueAt'> & { cause: string; dueAt: string })[];
}

/**
 * Takes messages for one attempt each. What somebody else has, what went out already, and what belongs to a subscription
 * that hears nothing now is left out. The disk is not waited for: a claim that a crash of the server loses lets the message
 * be sent again under its id, which would be so with it too. A row that cannot be read stops no other.
 *
 * @param isClosed a condition on the subscription `s`: nothing of what is on record is sent to it
 */
export async function claimDeliveries(
  db: Kysely<unknown>,
  box: SecretBox,
  ids: readonly string[],
  isClosed: RawBuilder<boolean>,
): Promise<{ claimed: ClaimedDelivery[]; unreadable: UnreadableDelivery[] }> {
  const { rows } = await sql<ClaimRow>`
    with claimed as (
    update deliveries delivery
       set attempts = attempts + 1, leased_until = clock_timestamp() + ${LEASE_MS}::int * interval '1 millisecond'
      from subscriptions s join subscription_addresses place on place.subscription_id = s.id
     where delivery.id = any(${[...ids]}::text[]) and delivery.subscription_id = s.id and delivery.status = 'waiting'
       and (delivery.leased_until is null or delivery.leased_until < clock_timestamp())
       and (select set_config('synchronous_commit', 'off', true)) = 'off'
       and ${isSendable(isClosed)}
    returning delivery.id, delivery.kind, delivery.attempts, delivery.due_at, delivery.content, delivery.subscription_id,
      s.channel, s.digest, s.time_zone, s.failing_since, s.disabled_reason, place.address,
      case when place.secret_before_until < clock_timestamp() then place.secrets[1:1] else place.secrets end as secrets,
      place.token_key)
    select claimed.*, confirmation.id as confirmation_id, confirmation.token_key as confirmation_key,
      confirmation.valid_until, (
      select coalesce(json_agg(json_build_object('kind', kind, 'about', about, 'edtf', edtf, 'leadTime', lead_time,
               'cause', cause::text, 'dueAt', due_at, 'detail', detail) order by due_at, about, lead_time), '[]')
        from planned_reminders where delivery_id = claimed.id) as items
      from claimed left join mailbox_confirmations confirmation
        on confirmation.message = claimed.id and claimed.kind = 'confirmation'`.execute(db);
  const claimed: ClaimedDelivery[] = [];
  const unreadable: UnreadableDelivery[] = [];
  for (const row of rows) {
    try {
      claimed.push(claimedOf(row, box));
    } catch (error) {
      const { id, kind, attempts: attempt } = row;
      unreadable.push({ id, kind, attempt, subscription: { id: row.subscription_id }, error });
    }
  }
  return { claimed, unreadable };
}

/** @throws Error where what the row holds cannot be used */
function claimedOf(row: ClaimRow, box: SecretBox): ClaimedDelivery {
  assertUsable(row);
  return {
    id: row.id,
    kind: row.kind,
    attempt: row.attempts,
    dueAt: row.due_at,
    content: row.content,
    subscription: {
      id: row.subscription_id,
      channel: row.channel,
      digest: row.digest,
      timeZone: row.time_zone,
      failingSince: row.failing_since,
      disabledReason: row.disabled_reason,
    },
    address: row.address,
    secrets: row.secrets.map((secret) => usableSecret(box.openText(secret, row.subscription_id))),
    tokenKey: row.token_key && box.open(row.token_key, row.subscription_id),
    confirmation:
      row.confirmation_id === null || row.confirmation_key === null || row.valid_until === null
        ? null
        : {
            id: row.confirmation_id,
            tokenKey: box.open(row.confirmation_key, row.confirmation_id),
            validUntil: row.valid_until,
          },
    items: row.items.map((item) => ({ ...item, cause: BigInt(item.cause), dueAt: new Date(item.dueAt) })),
  };
}

/** Gives a sign of life for messages with which attempts are under way. */
export async function keepLeases(db: Kysely<unknown>, ids: readonly string[]): Promise<void> {
  await sql`
    update deliveries set leased_until = clock_timestamp() + ${LEASE_MS}::int * interval '1 millisecond'
     where id = any(${[...ids]}::text[]) and status = 'waiting' and (select set_config('synchronous_commit', 'off', true)) = 'off'`.execute(
    db,
  );
}

/** How an attempt ended, and what follows from it. */
export interface AttemptResult {
  id: string;
  /** `again`: it is tried once more at `nextAt`; `interrupted`: the process had to leave, and another goes on at once. */
  status: 'sent' | 'failed' | 'skipped' | 'again' | 'interrupted';
  reason: string | null;
  /** Whose trouble it was that it failed. */
  fault: Fault | null;
  nextAt: Date | null;
  content: MessageContent | null;
  /** It did not reach the mail server. */
  unreached?: boolean;
  /** It failed for a fault of this service, which is kept beside. */
  isOurs?: true;
}

/**
 * Puts results on record; a message that was settled meanwhile stays as it is. A confirmation mail is dated by its last
 * attempt, which may have arrived although it failed: the day until the next one counts from it.
 */
export async function recordResults(db: Kysely<unknown>, results: readonly AttemptResult[], now: Date): Promise<void> {
  // What a receiver said may hold what Postgres refuses.
  const storable = results.map((result) => ({ ...result, reason: result.reason && storableText(result.reason) }));
  await sql`
    with result as (
      select * from jsonb_to_recordset(${JSON.stringify(storable)}::jsonb)
        as result (id text, status text, reason text, fault text, unreached boolean, "nextAt" timestamptz, content jsonb)),
    confirmation as (
      update mailbox_confirmations set made_at = ${now}
        from result where message = result.id and result.status <> 'skipped')
    update deliveries delivery
       set status = case when result.status in ('again', 'interrupted') then 'waiting' else result.status end,
           sent_at = case when result.status = 'sent' then ${now}::timestamptz end, reason = result.reason,
           fault = case when result.status = 'interrupted' then delivery.fault else result.fault end,
           unreached = coalesce(result.unreached, false), next_at = coalesce(result."nextAt", delivery.next_at), content = coalesce(result.content, delivery.content),
           leased_until = null, queued_at = null
      from result
     where delivery.id = result.id and delivery.id = any(${results.map(({ id }) => id)}::text[])
       and delivery.status = 'waiting'`.execute(db);
}

/** Counts an attempt at a message that could not even be claimed; undefined where it does not wait any more. */
export async function countAttempt(db: Kysely<unknown>, id: string): Promise<UnreadableDelivery | undefined> {
  const { rows } = await sql<{ kind: string; attempts: number; subscription_id: string }>`
    update deliveries set attempts = attempts + 1 where id = ${id} and status = 'waiting'
    returning kind, attempts, subscription_id`.execute(db);
  const [row] = rows;
  return row && { id, kind: row.kind, attempt: row.attempts, subscription: { id: row.subscription_id }, error: null };
}

function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '');
}

/** What an outcome of a channel means for the message. */
export function resultOf(id: string, outcome: Outcome, content: MessageContent, retryAt: Date | null): AttemptResult {
  if (outcome.result === 'sent')
    return { id, status: 'sent', reason: outcome.detail ?? null, fault: null, nextAt: null, content: null };
  const again = outcome.result === 'failed' && !outcome.permanent && retryAt !== null;
  const status = again ? 'again' : 'failed';
  const fault = outcome.result === 'gone' ? 'recipient' : outcome.fault;
  const unreached = again && outcome.unreached === true;
  return { id, status, reason: outcome.reason, fault, unreached, nextAt: again ? retryAt : null, content };
}
