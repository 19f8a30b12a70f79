import { createHmac, timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import type { Database } from '#libs/database';
import { IS_VALID, type KeyHolder } from './keys.js';

/** How long a browser may show what a key opened, in seconds. */
export const SESSION_SECONDS = 900;

/**
 * A token that stands for a key during `SESSION_SECONDS`, so that a browser does not have to keep the key itself. It ends
 * with the key.
 *
 * @param secret signs it, and is not in the database: a copy of the database opens nothing
 */
export function openSession({ id }: Pick<KeyHolder, 'id'>, secret: Buffer): string {
  const claim = `${id}.${nowInSeconds() + SESSION_SECONDS}`;
  return `${claim}.${macOf(claim, secret).toString('base64url')}`;
}

/** Who holds the key that a token stands for; null where it is no such token, has ended, or its key has. */
export async function sessionHolder(db: Database, token: string, secret: Buffer): Promise<KeyHolder | null> {
  const [, claim = '', id = '', ends = '', mac = ''] = /^((\d{1,18})\.(\d{1,12}))\.([\w-]{43})$/.exec(token) ?? [];
  if (claim === '' || Number(ends) <= nowInSeconds()) return null;
  if (!timingSafeEqual(macOf(claim, secret), Buffer.from(mac, 'base64url'))) return null;
  const { rows } = await sql<KeyHolder>`
    select id::text, name, scopes from api_keys where id = ${id}::bigint and ${IS_VALID}`.execute(db.kysely);
  return rows[0] ?? null;
}

function macOf(claim: string, secret: Buffer): Buffer {
  return createHmac('sha256', secret).update(`session:${claim}`).digest();
}

/** By the real clock, as browsers count (contract section 1). */
function nowInSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
