import { createHash } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { DomainError } from '#libs/kernel';
import type { SubscriptionStatus } from './subscription-rows.js';

/** A request that may come twice: its `Idempotency-Key`, and what it asked for as canonical JSON. */
export interface IdempotentRequest {
  key: string;
  body: string;
}

/** A condition on `subscription_requests`: its 24 hours are over, so that its key may come with a new request. */
export const IS_OVER = sql`subscription_requests.made_at <= clock_timestamp() - interval '24 hours'`;

/** What a request was answered, without anything secret. */
export interface AnsweredRequest {
  id: string;
  status: SubscriptionStatus;
}

/**
 * What the same request of the same caller was answered.
 *
 * @throws DomainError `IDEMPOTENCY_KEY_REUSED` where it asked for something else
 */
export async function findRequest(
  db: Kysely<unknown>,
  caller: string,
  request: IdempotentRequest,
): Promise<AnsweredRequest | undefined> {
  const { rows } = await sql<AnsweredRequest & { same: boolean }>`
    select subscription_id as id, status, fingerprint = ${sha256(request.body)} as same from subscription_requests
     where key = ${keyOf(caller, request)} and not (${IS_OVER})`.execute(db);
  const [found] = rows;
  if (found === undefined) return undefined;
  if (!found.same)
    throw new DomainError(
      'IDEMPOTENCY_KEY_REUSED',
      'refused',
      'This Idempotency-Key came with another body before; choose a new key for a new request.',
    );
  return { id: found.id, status: found.status };
}

/** Keeps what a request is answered, in place of one whose 24 hours are over. @throws DomainError `REQUEST_UNDER_WAY` where another with this key came first */
export async function keepRequest(
  tx: Kysely<unknown>,
  caller: string,
  request: IdempotentRequest,
  { id, status }: AnsweredRequest,
): Promise<void> {
  const { numAffectedRows } = await sql`
    insert into subscription_requests (key, fingerprint, subscription_id, status)
    values (${keyOf(caller, request)}, ${sha256(request.body)}, ${id}, ${status})
    on conflict (key) do update
       set fingerprint = excluded.fingerprint, subscription_id = excluded.subscription_id, status = excluded.status,
           made_at = excluded.made_at
     where ${IS_OVER}`.execute(tx);
  if (numAffectedRows === 0n)
    throw new DomainError(
      'REQUEST_UNDER_WAY',
      'conflict',
      'A request with this Idempotency-Key is under way; send it again.',
    );
}

/** The caller is part of the key, so that a guessed key of somebody else stands for nothing. */
function keyOf(caller: string, { key }: IdempotentRequest): Buffer {
  return sha256(JSON.stringify([caller, key]));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
