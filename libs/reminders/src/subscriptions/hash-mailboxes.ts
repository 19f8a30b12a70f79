import { sql } from 'kysely';
import { isWaitingAfterFault, type Database } from '#libs/database';
import type { Mailboxes } from './mailboxes.js';
import { oneByOne } from './one-by-one.js';

/** How many rows one turn takes. */
const BATCH = 1_000;

/**
 * Gives subscriptions by e-mail of an earlier release the hash of their mailbox, some rows at each turn, so that a refusal
 * of the mailbox ends them as well. Such a release may still run beside this one. A row that fails stops no other.
 */
export async function hashMailboxes(db: Database, mailboxes: Mailboxes): Promise<void> {
  const { rows } = await sql<{ id: string; address: string }>`
    select place.subscription_id as id, place.address
      from subscription_addresses place join subscriptions s on s.id = place.subscription_id
     where s.channel = 'email' and place.mailbox is null and place.address is not null
       and not ${isWaitingAfterFault('mailboxes', sql`place.subscription_id`)} limit ${BATCH}`.execute(db.kysely);
  await oneByOne(db.kysely, 'mailboxes', rows, async ({ id, address }) => {
    await sql`
      update subscription_addresses set mailbox = ${(await mailboxes.of(address)).hash}
       where subscription_id = ${id} and address = ${address}`.execute(db.kysely);
  });
}
