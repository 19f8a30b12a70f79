import { createHash } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { DomainError } from '#libs/kernel';

/** A request that may come twice: its `Idempotency-Key`, and what it asked for as canonical JSON. */
export interface IdempotentRequest {
  key: string;
  body: string;
}

/** The subscription that the same request made. @throws DomainError `IDEMPOTENCY_KEY_REUSED` where it asked for another */
export async function findRequest(db: Kysely<unknown>, request: IdempotentRequest): Promise<string | undefined> {
  const { rows } = await sql<{ subscription_id: string; same: boolean }>`
    select subscription_id, fingerprint = ${sha256(request.body)} as same from subscription_requests
     where key = ${sha256(request.key)} and made_at > clock_timestamp() - interval '24 hours'`.execute(db);
  const [found] = rows;
  if (found && !found.same)
    throw new DomainError(
      'IDEMPOTENCY_KEY_REUSED',
      'refused',
      'This Idempotency-Key came with another body before; choose a new key for a new request.',
    );
  return found?.subscription_id;
}

/** Remembers which subscription a request made. @throws DomainError `REQUEST_UNDER_WAY` where another with this key came first */
export async function keepRequest(
  tx: Kysely<unknown>,
  request: IdempotentRequest,
  subscription: string,
): Promise<void> {
  const { numAffectedRows } = await sql`
    insert into subscription_requests (key, fingerprint, subscription_id)
    values (${sha256(request.key)}, ${sha256(request.body)}, ${subscription}) on conflict do nothing`.execute(tx);
  if (numAffectedRows === 0n)
    throw new DomainError(
      'REQUEST_UNDER_WAY',
      'conflict',
      'A request with this Idempotency-Key is under way; send it again.',
    );
}

/** Removes what has been kept long enough. */
export async function removeExpired(db: Kysely<unknown>): Promise<void> {
  await sql`delete from subscription_requests where made_at < clock_timestamp() - interval '24 hours'`.execute(db);
  await sql`delete from rate_limits where expire < extract(epoch from clock_timestamp()) * 1000`.execute(db);
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
