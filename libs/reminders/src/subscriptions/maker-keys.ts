import { sql, type RawBuilder } from 'kysely';
import { allows, isOpenKey, type KeyHolder } from '#libs/access';
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
