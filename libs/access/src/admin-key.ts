import { sql, type Kysely } from 'kysely';
import type { Database } from '#libs/database';
import { DomainError } from '#libs/kernel';
import { hashOf, insertKey, IS_VALID } from './keys.js';

const LOCK = 'dateline:admin-key';

/**
 * Makes sure that there is a valid key with the scope `admin`: ADMIN_KEY where it is set, in place of an earlier
 * ADMIN_KEY; otherwise one is made where there is none yet. Several processes may call it at once.
 *
 * @returns the key that was made just now, to be shown once; undefined where there is nothing to show.
 * @throws DomainError `KEY_ENDED` where ADMIN_KEY is a key that a person revoked
 */
export function ensureAdminKey(db: Database, adminKey?: string): Promise<string | undefined> {
  return db.kysely.transaction().execute(async (tx) => {
    await lockAdminKeys(tx);
    if (adminKey !== undefined) {
      await adopt(tx, adminKey);
      return undefined;
    }
    if ((await validAdmins(tx)).length > 0) return undefined;
    const content = { name: 'administrator', scopes: ['admin'], origin: 'first-start' } as const;
    return (await insertKey(tx, { ...content, lifetime: null, expiresAt: null })).key;
  });
}

/** Keeps other processes from changing which keys with the scope `admin` are valid, until the transaction ends. */
export async function lockAdminKeys(tx: Kysely<unknown>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${LOCK}, 0))`.execute(tx);
}

/** The ids of the valid keys with the scope `admin`. */
export async function validAdmins(tx: Kysely<unknown>): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id::text from api_keys where 'admin' = any(scopes) and ${IS_VALID}`.execute(tx);
  return rows.map(({ id }) => id);
}

/** A key that the settings replaced is taken up again where they name it again; one that a person revoked is not. */
async function adopt(tx: Kysely<unknown>, adminKey: string): Promise<void> {
  await sql`
    update api_keys set revoked_at = clock_timestamp(), revoked_by = 'settings'
     where origin = 'settings' and hash <> ${hashOf(adminKey)} and revoked_at is null`.execute(tx);
  const { rows } = await sql`
    insert into api_keys (name, hash, scopes, origin) values ('ADMIN_KEY', ${hashOf(adminKey)}, ${['admin']}, 'settings')
    on conflict on constraint api_keys_hash_key
      do update set revoked_at = null, revoked_by = null, expires_at = null, scopes = excluded.scopes
      where api_keys.revoked_by is null or api_keys.revoked_by = 'settings'
    returning id`.execute(tx);
  if (rows.length === 0)
    throw new DomainError('KEY_ENDED', 'conflict', 'ADMIN_KEY is a key that was revoked; choose another one.');
}
