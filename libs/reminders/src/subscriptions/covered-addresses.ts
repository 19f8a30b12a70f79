import { sql, type RawBuilder } from 'kysely';
import type { Mailbox } from './mailboxes.js';

/**
 * The condition on a row `place` of `subscription_addresses` that the holder of an address may decide on it: the plain
 * spelling owns all of its mailbox, a tagged one only itself, since a server that knows no tags may have given it to
 * somebody else.
 */
export function isCoveredBy({ hash, address, isTagged }: Mailbox): RawBuilder<boolean> {
  return sql`(place.mailbox = ${hash} and (${!isTagged}::boolean or lower(place.address) = lower(${address}::text)))`;
}

/** The same for a row `confirmation` of `mailbox_confirmations`. */
export const IS_COVERED_BY_CONFIRMATION = sql<boolean>`
  (place.mailbox = confirmation.mailbox
    and (not confirmation.tagged or lower(place.address) = lower(confirmation.address)))`;
