import { sql, type Kysely, type Transaction } from 'kysely';
import type { Database } from '#libs/database';
import { DomainError, isVisible } from '#libs/kernel';
import { actorOf, keyIdOf } from './actor.js';
import { lockAdminKeys, validAdmins } from './admin-key.js';
import { insertKey, type KeyHolder, type KeyOrigin } from './keys.js';
import { endOfGrace, expiryOf } from './lifetime.js';
import { SCOPES, type Scope } from './scope.js';

/** A key as it is listed; instants are RFC 3339, UTC. */
export interface ListedKey extends KeyHolder {
  /** Whether it may be used now. */
  state: 'valid' | 'expired' | 'revoked';
  origin: KeyOrigin;
  createdAt: string;
  expiresAt: string | null;
  /** The day of the last use (UTC), written once a day. */
  lastUsedOn: string | null;
  revokedAt: string | null;
}

/** A key as it is made. The text is returned this once; only its hash is kept. */
export interface NewKey extends ListedKey {
  key: string;
}

/** What is requested of a new key. */
export interface KeyRequest {
  name: string;
  scopes: readonly string[];
  /** A duration (P90D), a day whose end it is (UTC), or an RFC 3339 instant; without it the key does not expire. */
  expires?: string | null;
}

interface KeyRow extends KeyHolder {
  origin: KeyOrigin;
  created_at: Date;
  expires_at: Date | null;
  last_used_on: string | null;
  revoked_at: Date | null;
  is_expired: boolean;
  lifetime: string | null;
  /** The id of the key that replaced it in a rotation with a grace. */
  successor: string | null;
}

const COLUMNS = sql`id::text, name, scopes, origin, created_at, expires_at, last_used_on::text, revoked_at, lifetime,
  successor::text,
  coalesce(expires_at <= clock_timestamp(), false) as is_expired`;

/** Controls, line ends, and format characters, which can turn the words around the name. */
const UNSHOWN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/**
 * Makes a key for a program or a person.
 *
 * @throws DomainError `KEY_INVALID` where the name is not 1 to 100 visible characters, a scope is unknown, or the expiry
 * cannot be used.
 */
export async function createKey(db: Database, { name: given, scopes, expires = null }: KeyRequest): Promise<NewKey> {
  const name = given.trim();
  if (!isVisible(name) || name.length > 100 || UNSHOWN.test(name) || !name.isWellFormed())
    throw invalid(
      '/name',
      'The name of a key has 1 to 100 characters that are shown, and no control or format character.',
    );
  const known = SCOPES.filter((scope) => scopes.includes(scope));
  if (known.length === 0 || scopes.some((scope) => !(SCOPES as readonly string[]).includes(scope)))
    throw invalid('/scopes', `The scopes of a key are among ${SCOPES.join(', ')}; name one.`);
  return db.kysely.transaction().execute((tx) => make(tx, { name, scopes: known, expires }));
}

/** Every key that was ever made, in the order of making. */
export async function listKeys(db: Database): Promise<ListedKey[]> {
  const { rows } = await sql<KeyRow>`select ${COLUMNS} from api_keys order by api_keys.id`.execute(db.kysely);
  return rows.map(listed);
}

/** The names of the keys of actors, by the actor; fixed actors have none. */
export async function namesOfActors(db: Database, actors: readonly string[]): Promise<Map<string, string>> {
  const ids = [...new Set(actors.flatMap((actor) => keyIdOf(actor) ?? []))];
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; name: string }>`
    select id::text, name from api_keys where id = any(${ids}::bigint[])`.execute(db.kysely);
  return new Map(rows.map(({ id, name }) => [actorOf({ id }), name]));
}

/**
 * Revokes a key: it is refused from the next request on. Again does nothing.
 *
 * @param actor who revokes it
 * @throws DomainError `KEY_ID_UNKNOWN`, or `KEY_LAST_ADMIN` where nobody could administer afterwards
 */
export function revokeKey(db: Database, id: string, actor: string): Promise<ListedKey> {
  return db.kysely.transaction().execute(async (tx) => {
    await lockAdminKeys(tx);
    await locked(tx, id);
    const admins = await validAdmins(tx);
    if (admins.length === 1 && admins[0] === id)
      throw new DomainError(
        'KEY_LAST_ADMIN',
        'conflict',
        'This is the last valid key with the scope admin; make another one first, or rotate it.',
      );
    await revoke(tx, id, actor);
    return listed(await locked(tx, id));
  });
}

/**
 * Makes a new key with the name, the scopes and the expiry rule of another one, and ends the other one after a grace. What
 * the other one made belongs to the new one from then on; without a grace the other one is revoked, which ends that too.
 * A key in its grace is not rotated again, so that each key has at most one valid successor.
 *
 * @param grace an ISO 8601 duration, at most 30 days; PT0S revokes the other one at once
 * @throws DomainError `KEY_ID_UNKNOWN`, `KEY_ENDED`, `KEY_ROTATED`, `KEY_FROM_SETTINGS`, `KEY_INVALID`
 */
export function rotateKey(db: Database, id: string, actor: string, grace = 'PT0S'): Promise<NewKey> {
  return db.kysely.transaction().execute(async (tx) => {
    await lockAdminKeys(tx);
    const old = await locked(tx, id);
    if (old.revoked_at !== null || old.is_expired)
      throw new DomainError('KEY_ENDED', 'conflict', 'The key has expired or was revoked; make a new one instead.');
    if (old.origin === 'settings')
      throw new DomainError('KEY_FROM_SETTINGS', 'conflict', 'This is ADMIN_KEY; change the setting to rotate it.');
    const next = old.successor === null ? null : await locked(tx, old.successor);
    if (next !== null && next.revoked_at === null && !next.is_expired)
      throw new DomainError(
        'KEY_ROTATED',
        'conflict',
        `The key ${next.id} replaces this one already; rotate that one, or revoke this one to end its grace.`,
      );
    const end = await endOfGrace(tx, grace);
    const made = await make(tx, { name: old.name, scopes: old.scopes, expires: old.lifetime });
    if (end === null) await revoke(tx, id, actor);
    else
      await sql`
        update api_keys set expires_at = least(expires_at, ${end}), successor = ${made.id}::bigint
         where id = ${id}::bigint`.execute(tx);
    return made;
  });
}

async function make(
  tx: Transaction<unknown>,
  { name, scopes, expires }: { name: string; scopes: readonly Scope[]; expires: string | null },
): Promise<NewKey> {
  const expiresAt = expires === null ? null : await expiryOf(tx, expires);
  const { id, key } = await insertKey(tx, { name, scopes, origin: 'created', lifetime: expires, expiresAt });
  return { ...listed(await locked(tx, id)), key };
}

/** The row of a key, locked for this transaction. An id that is no number names nothing. */
async function locked(tx: Kysely<unknown>, id: string): Promise<KeyRow> {
  const { rows } = /^\d{1,18}$/.test(id)
    ? await sql<KeyRow>`select ${COLUMNS} from api_keys where id = ${id}::bigint for update`.execute(tx)
    : { rows: [] };
  const [row] = rows;
  if (row === undefined) throw new DomainError('KEY_ID_UNKNOWN', 'not-found', 'There is no key with this id.');
  return row;
}

/** Also a key that the settings replaced, which they could take up again. */
async function revoke(tx: Kysely<unknown>, id: string, actor: string): Promise<void> {
  await sql`
    update api_keys set revoked_at = coalesce(revoked_at, clock_timestamp()), revoked_by = ${actor}
     where id = ${id}::bigint and (revoked_at is null or revoked_by = 'settings')`.execute(tx);
}

function listed(row: KeyRow): ListedKey {
  const { id, name, scopes, origin, created_at, expires_at, last_used_on, revoked_at, is_expired } = row;
  return {
    id,
    name,
    scopes,
    state: revoked_at !== null ? 'revoked' : is_expired ? 'expired' : 'valid',
    origin,
    createdAt: created_at.toISOString(),
    expiresAt: expires_at?.toISOString() ?? null,
    lastUsedOn: last_used_on,
    revokedAt: revoked_at?.toISOString() ?? null,
  };
}

function invalid(pointer: string, detail: string): DomainError {
  return new DomainError('KEY_INVALID', 'invalid', detail, [{ pointer, detail }]);
}
