import { createHash, randomBytes } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import type { Database } from '#libs/database';
import type { Scope } from './scope.js';

/** 256 bits, so that a plain hash suffices to keep them. */
const KEY_BYTES = 32;

/** A key that is valid: what its holder may do, and the name under which it was made. */
export interface KeyHolder {
  id: string;
  name: string;
  scopes: Scope[];
}

/** A valid key with what its check found. */
export interface CheckedKey {
  holder: KeyHolder;
  /** No use of the key is on record for today (UTC). */
  isFirstToday: boolean;
}

/** Why a key exists: made by a person, for the first administrator, or as ADMIN_KEY. */
export type KeyOrigin = 'created' | 'first-start' | 'settings';

/** A condition on `api_keys`: the key is neither revoked nor expired. Expiry follows the real clock, not that of the log. */
export const IS_VALID = sql`revoked_at is null and (expires_at is null or expires_at > clock_timestamp())`;

/** A condition on `api_keys`: no use of the key is on record for today (UTC). */
export const IS_FIRST_TODAY = sql`last_used_on is distinct from (clock_timestamp() at time zone 'utc')::date`;

/** The holder of a key; null where it was never made, has expired, or was revoked. */
export async function checkKey(db: Database, text: string): Promise<KeyHolder | null> {
  return (await checkKeys(db, [text])).get(text)?.holder ?? null;
}

/** The holders of some keys; those that are not valid are left out. */
export async function checkKeys(db: Database, texts: readonly string[]): Promise<Map<string, CheckedKey>> {
  const byHash = new Map(texts.map((text) => [hashOf(text).toString('hex'), text]));
  const { rows } = await db.pool.query<KeyHolder & { hash: string; first: boolean }>({
    name: 'check-keys',
    text: `select encode(hash, 'hex') as hash, id::text, name, scopes,
                  last_used_on is distinct from (clock_timestamp() at time zone 'utc')::date as first
             from api_keys
            where hash = any($1::bytea[]) and revoked_at is null and (expires_at is null or expires_at > clock_timestamp())`,
    values: [[...byHash.keys()].map((hash) => Buffer.from(hash, 'hex'))],
  });
  return new Map(
    rows.map(({ hash, first, ...holder }) => [byHash.get(hash)!, { holder, isFirstToday: first }] as const),
  );
}

/** Writes that keys were used today (UTC). */
export async function noteUses(db: Database, ids: readonly string[]): Promise<void> {
  await db.pool.query(
    `update api_keys set last_used_on = (clock_timestamp() at time zone 'utc')::date
      where id = any($1::bigint[]) and last_used_on is distinct from (clock_timestamp() at time zone 'utc')::date`,
    [ids],
  );
}

/** What a new key is made of. */
export interface KeyContent {
  name: string;
  scopes: readonly Scope[];
  origin: KeyOrigin;
  /** As it was requested; null where the key does not expire. */
  lifetime: string | null;
  expiresAt: Date | null;
}

/** Writes a new key. Its text is returned this once; only its hash is kept. */
export async function insertKey(executor: Kysely<unknown>, content: KeyContent): Promise<{ id: string; key: string }> {
  const key = `dl_${randomBytes(KEY_BYTES).toString('base64url')}`;
  const { name, scopes, origin, lifetime, expiresAt } = content;
  const { rows } = await sql<{ id: string }>`
    insert into api_keys (name, hash, scopes, origin, lifetime, expires_at)
    values (${name}, ${hashOf(key)}, ${scopes}, ${origin}, ${lifetime}, ${expiresAt})
    returning id::text`.execute(executor);
  return { id: rows[0]!.id, key };
}

/** What is kept of a key. */
export function hashOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
