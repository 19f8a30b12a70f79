import { sql, type Kysely } from 'kysely';
import type { Database } from '#libs/database';
import { DomainError } from '#libs/kernel';
import { Audit } from './audit.js';
import { hashOf, insertKey, IS_VALID } from './keys.js';

const LOCK = 'dateline:admin-key';
/** The actor of a change that a start makes by its settings. */
const BY_SETTINGS = 'settings';

/**
 * Makes sure that there is a valid key with the scope `admin`: ADMIN_KEY where it is set, in place of an earlier
 * ADMIN_KEY; otherwise one is made where there is none yet. Several processes may call it at once.
 *
 * @returns the key that was made just now, to be shown once; undefined where there is nothing to show.
 * @throws DomainError `KEY_ENDED` where ADMIN_KEY is a key that a person revoked
 */
export function ensureAdminKey(db: Database, adminKey?: string): Promise<string | undefined> {
  const audit = new Audit(db);
  return db.kysely.transaction().execute(async (tx) => {
    await lockAdminKeys(tx);
    const note = (action: 'key-create' | 'key-revoke', target: string): Promise<void> =>
      audit.note({ actor: BY_SETTINGS, action, target, outcome: 'done' }, tx);
    if (adminKey !== undefined) {
      await adopt(tx, adminKey, note);
      return undefined;
    }
    if ((await validAdmins(tx)).length > 0) return undefined;
    const content = { name: 'administrator', scopes: ['admin'], origin: 'first-start' } as const;
    const made = await insertKey(tx, { ...content, lifetime: null, expiresAt: null });
    await note('key-create', made.id);
    return made.key;
  });
}

/** Keeps other processes from changing which keys with the scope `admin` are valid, until the transaction ends. */
export async function lockAdminKeys(tx: Kysely<unknown>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${LOCK}, 0))`.execute(tx);
}

/** The ids of the valid keys with the scope `admin`, in the order of making. */
export async function validAdmins(tx: Kysely<unknown>): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id::text from api_keys where 'admin' = any(scopes) and ${IS_VALID} order by api_keys.id`.execute(tx);
  return rows.map(({ id }) => id);
}

/** The ids of the valid keys that ADMIN_KEY set. */
export async function validKeysOfSettings(tx: Kysely<unknown>): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id::text from api_keys where origin = 'settings' and ${IS_VALID} order by api_keys.id`.execute(tx);
  return rows.map(({ id }) => id);
}

/** A key that the settings replaced is taken up again where they name it again; one that a person revoked is not. */
async function adopt(
  tx: Kysely<unknown>,
  adminKey: string,
  note: (action: 'key-create' | 'key-revoke', target: string) => Promise<void>,
): Promise<void> {
  const hash = hashOf(adminKey);
  const replaced = await sql<{ id: string }>`
    update api_keys set revoked_at = clock_timestamp(), revoked_by = ${BY_SETTINGS}
     where origin = 'settings' and hash <> ${hash} and revoked_at is null returning id::text`.execute(tx);
  for (const { id } of replaced.rows) await note('key-revoke', id);
  const known = await sql<{ isValid: boolean }>`
    select ${IS_VALID} as "isValid" from api_keys where hash = ${hash}`.execute(tx);
  const { rows } = await sql<{ id: string }>`
    insert into api_keys (name, hash, scopes, origin) values ('ADMIN_KEY', ${hash}, ${['admin']}, 'settings')
    on conflict on constraint api_keys_hash_key
      do update set revoked_at = null, revoked_by = null, expires_at = null, scopes = excluded.scopes
      where api_keys.revoked_by is null or api_keys.revoked_by = ${BY_SETTINGS}
    returning id::text`.execute(tx);
  const [adopted] = rows;
  if (adopted === undefined)
    throw new DomainError('KEY_ENDED', 'conflict', 'ADMIN_KEY is a key that was revoked; choose another one.');
  if (known.rows[0]?.isValid !== true) await note('key-create', adopted.id);
}
