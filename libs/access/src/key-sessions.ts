import { createHmac, timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import type { Database } from '#libs/database';
import { IS_FIRST_TODAY, IS_VALID, type CheckedKey, type KeyHolder } from './keys.js';

/** How long a browser may use what a key opened, in seconds: the page of the queues, or all that reading needs. */
export const SESSION_SECONDS = { queues: 900, reading: 43_200 } as const;

/** What a session opens. */
export type SessionKind = keyof typeof SESSION_SECONDS;

/**
 * A token that stands for a key during its `SESSION_SECONDS`, so that a browser does not have to keep the key itself. It
 * ends with the key, and a token of one kind is none of the other.
 *
 * @param secret signs it, and is not in the database: a copy of the database opens nothing
 */
export function openSession({ id }: Pick<KeyHolder, 'id'>, kind: SessionKind, secret: Buffer): string {
  const claim = `${id}.${nowInSeconds() + SESSION_SECONDS[kind]}`;
  return `${claim}.${macOf(claim, kind, secret).toString('base64url')}`;
}

/** The key that a token stands for; null where it is no such token, has ended, or its key has. */
export async function sessionKey(
  db: Database,
  token: string,
  kind: SessionKind,
  secret: Buffer,
): Promise<CheckedKey | null> {
  const [, claim = '', id = '', ends = '', mac = ''] = /^((\d{1,18})\.(\d{1,12}))\.([\w-]{43})$/.exec(token) ?? [];
  if (claim === '' || Number(ends) <= nowInSeconds()) return null;
  if (!timingSafeEqual(macOf(claim, kind, secret), Buffer.from(mac, 'base64url'))) return null;
  const { rows } = await sql<KeyHolder & { first: boolean }>`
    select id::text, name, scopes, ${IS_FIRST_TODAY} as first
      from api_keys where id = ${id}::bigint and ${IS_VALID}`.execute(db.kysely);
  const [row] = rows;
  if (row === undefined) return null;
  const { first, ...holder } = row;
  return { holder, isFirstToday: first };
}

function macOf(claim: string, kind: SessionKind, secret: Buffer): Buffer {
  return createHmac('sha256', secret).update(`session:${kind}:${claim}`).digest();
}

/** By the real clock, as browsers count (contract section 1). */
function nowInSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
