import { sql, type RawBuilder } from 'kysely';
import { allows, lastSuccessorOf, isOpenKey, type KeyHolder } from '#libs/access';
import type { Database } from '#libs/database';
import { DomainError } from '#libs/kernel';
import type { ReminderOptions } from '../options.js';
import type { Subscription } from './subscription-rows.js';

/** By whose right a subscription is made or goes on: the holder of a key, or the operator at the command line. */
export type Authority = KeyHolder | 'operator';

/**
 * A condition on a row of `subscriptions`: reading needs a key, and the key that made the subscription has ended. What was
 * made without a key has none that could end.
 *
 * @param table the name under which the statement knows the table
 */
export function hasEndedKey({ readAccess }: Pick<ReminderOptions, 'readAccess'>, table: string): RawBuilder<boolean> {
  const key = sql.ref(`${table}.made_by_key`);
  return readAccess === 'key' ? sql<boolean>`(${key} is not null and not ${isOpenKey(key)})` : sql<boolean>`false`;
}

/** How many subscriptions, active or not yet confirmed, end with a key where reading needs one. */
export async function countSubscriptionsOfKey(db: Database, id: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from subscriptions
     where status <> 'disabled' and ${lastSuccessorOf(sql.ref('subscriptions.made_by_key'))}::text = ${id}`.execute(
    db.kysely,
  );
  return rows[0]!.count;
}

/** The key that a subscription is bound to by an authority; undefined where the authority does not suffice for its channel. */
export function keyOfAuthority(
  authority: Authority | undefined,
  channel: Subscription['channel'],
): string | null | undefined {
  if (authority === undefined) return undefined;
  if (authority === 'operator') return null;
  return allows(authority.scopes, channel === 'webhook' ? 'write' : 'read') ? authority.id : undefined;
}

/** That a subscription reads nothing any more, for its owner. */
export function makerKeyEnded(): DomainError {
  return new DomainError(
    'MAKER_KEY_ENDED',
    'denied',
    'The key with which this subscription was made has expired or was revoked; switch it on again with a valid key.',
  );
}
