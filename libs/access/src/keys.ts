import { createHash, randomBytes } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import type { Database } from '#libs/database';
import { DomainError } from '#libs/kernel';
import { SCOPES, type Scope } from './scope.js';

const KEY_BYTES = 32;
const LOCK = 'dateline:admin-key';

/** A key that is valid: what its holder may do, and the name under which it was made. */
export interface KeyHolder {
  id: string;
  name: string;
  scopes: Scope[];
}

/** A key as it is made. The text is told this once; only its hash is kept. */
export interface NewKey extends KeyHolder {
  key: string;
}

/**
 * Makes a key for a program or a person.
 *
 * @throws DomainError `KEY_INVALID` where the name is empty or longer than 100 characters, or a scope is unknown.
 */
export async function createKey(db: Database, options: { name: string; scopes: readonly string[] }): Promise<NewKey> {
  const name = options.name.trim();
  if (name.length === 0 || name.length > 100 || name.includes('\u0000') || !name.isWellFormed())
    throw new DomainError('KEY_INVALID', 'invalid', 'The name of a key has 1 to 100 characters.');
  const scopes = SCOPES.filter((scope) => options.scopes.includes(scope));
  if (scopes.length === 0 || options.scopes.some((scope) => !(SCOPES as readonly string[]).includes(scope)))
    throw new DomainError('KEY_INVALID', 'invalid', `The scopes of a key are among ${SCOPES.join(', ')}; name one.`);
  return make(db.kysely, name, scopes, 'created');
}

/** Who holds a key, or null where nobody does: it was never made, or it was revoked. */
export async function checkKey(db: Database, text: string): Promise<KeyHolder | null> {
  return (await checkKeys(db, [text])).get(text) ?? null;
}

/** Who holds each of some keys; those that nobody holds are left out. */
export async function checkKeys(db: Database, texts: readonly string[]): Promise<Map<string, KeyHolder>> {
  const byHash = new Map(texts.map((text) => [hashOf(text).toString('hex'), text]));
  const { rows } = await db.pool.query<KeyHolder & { hash: string }>({
    name: 'check-keys',
    text: `select encode(hash, 'hex') as hash, id::text, name, scopes from api_keys
            where hash = any($1::bytea[]) and revoked_at is null`,
    values: [[...byHash.keys()].map((hash) => Buffer.from(hash, 'hex'))],
  });
  return new Map(rows.map(({ hash, ...holder }) => [byHash.get(hash)!, holder]));
}

/**
 * Sees to it that there is a key with the scope `admin`: ADMIN_KEY where it is set, in place of an earlier ADMIN_KEY;
 * otherwise one is made where there is none yet. Several processes may call it at once.
 *
 * @returns the key that was made just now, to be shown once; undefined where there is nothing to show.
 */
export function ensureAdminKey(db: Database, adminKey?: string): Promise<string | undefined> {
  return db.kysely.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${LOCK}, 0))`.execute(tx);
    if (adminKey !== undefined) {
      await adopt(tx, adminKey);
      return undefined;
    }
    const { rows } = await sql`
      select from api_keys where 'admin' = any(scopes) and revoked_at is null limit 1`.execute(tx);
    if (rows.length > 0) return undefined;
    return (await make(tx, 'administrator', ['admin'], 'first-start')).key;
  });
}

async function adopt(tx: Kysely<unknown>, adminKey: string): Promise<void> {
  await sql`
    update api_keys set revoked_at = clock_timestamp()
     where origin = 'settings' and hash <> ${hashOf(adminKey)} and revoked_at is null`.execute(tx);
  await sql`
    insert into api_keys (name, hash, scopes, origin) values ('ADMIN_KEY', ${hashOf(adminKey)}, ${['admin']}, 'settings')
    on conflict on constraint api_keys_hash_key
      do update set revoked_at = null, scopes = excluded.scopes`.execute(tx);
}

async function make(executor: Kysely<unknown>, name: string, scopes: Scope[], origin: string): Promise<NewKey> {
  const key = `dl_${randomBytes(KEY_BYTES).toString('base64url')}`;
  const { rows } = await sql<{ id: string }>`
    insert into api_keys (name, hash, scopes, origin) values (${name}, ${hashOf(key)}, ${scopes}, ${origin})
    returning id::text`.execute(executor);
  return { id: rows[0]!.id, name, scopes, key };
}

function hashOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
