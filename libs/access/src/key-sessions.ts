import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Database } from '#libs/database';
import type { KeyHolder } from './keys.js';

/** How long a browser may show what a key opened, in seconds. */
export const SESSION_SECONDS = 900;

/**
 * A token that stands for a key during `SESSION_SECONDS`, so that a browser does not have to keep the key itself. It is
 * signed with the hash of the key, so that every process takes it and that it ends with the key.
 */
export async function openSession(db: Database, { id }: Pick<KeyHolder, 'id'>): Promise<string | null> {
  const key = await keyById(db, id);
  if (key === null) return null;
  const claim = `${id}.${nowInSeconds() + SESSION_SECONDS}`;
  return `${claim}.${macOf(claim, key.hash).toString('base64url')}`;
}

/** Who holds the key that a token stands for; null where it is no such token, has ended, or the key was revoked. */
export async function sessionHolder(db: Database, token: string): Promise<KeyHolder | null> {
  const [, claim = '', id = '', ends = '', mac = ''] = /^((\d{1,18})\.(\d{1,12}))\.([\w-]{43})$/.exec(token) ?? [];
  if (claim === '' || Number(ends) <= nowInSeconds()) return null;
  const key = await keyById(db, id);
  if (key === null || !timingSafeEqual(macOf(claim, key.hash), Buffer.from(mac, 'base64url'))) return null;
  const { hash: _hash, ...holder } = key;
  return holder;
}

async function keyById(db: Database, id: string): Promise<(KeyHolder & { hash: Buffer }) | null> {
  const { rows } = await db.pool.query<KeyHolder & { hash: Buffer }>(
    'select id::text, name, scopes, hash from api_keys where id = $1::bigint and revoked_at is null',
    [id],
  );
  return rows[0] ?? null;
}

function macOf(claim: string, keyHash: Buffer): Buffer {
  return createHmac('sha256', keyHash).update(`session:${claim}`).digest();
}

/** By the real clock, as browsers count (contract section 1). */
function nowInSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
