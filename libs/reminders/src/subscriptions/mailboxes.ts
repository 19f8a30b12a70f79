import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sql, type Kysely } from 'kysely';
import { Database } from '#libs/database';
import { canonicalMailbox } from './canonical-mailbox.js';

/** Why nothing is sent to a mailbox any more: its owner said so, or its server said that it does not exist. */
export type SuppressionReason = 'refused' | 'bounced';

/** Mailboxes as keyed hashes: which of them want no mail, without a list that names anybody. */
@Injectable()
export class Mailboxes {
  #key: Promise<Buffer> | undefined;

  constructor(private readonly db: Database) {}

  /** The keyed hash (HMAC-SHA256) of the canonical mailbox of an address. */
  async hashOf(address: string): Promise<Buffer> {
    this.#key ??= this.#readKey().catch((error: unknown) => {
      this.#key = undefined;
      throw error;
    });
    return createHmac('sha256', await this.#key)
      .update(canonicalMailbox(address).mailbox)
      .digest();
  }

  /** Whether no confirmation may be sent to a mailbox. */
  async isSuppressed(db: Kysely<unknown>, mailbox: Buffer): Promise<boolean> {
    const { rows } = await sql`select from suppressed_mailboxes where mailbox = ${mailbox}`.execute(db);
    return rows.length > 0;
  }

  /** Puts a mailbox on the list, where it stays. */
  async suppress(db: Kysely<unknown>, mailbox: Buffer, reason: SuppressionReason): Promise<void> {
    await sql`
      insert into suppressed_mailboxes (mailbox, reason) values (${mailbox}, ${reason}) on conflict do nothing`.execute(
      db,
    );
  }

  /**
   * Puts a mailbox on the list of which its server says that it does not exist. A tagged spelling proves nothing: anybody
   * can type one, and a server that knows no tags refuses it.
   */
  async suppressBounced(address: string): Promise<void> {
    if (address.toLowerCase() !== canonicalMailbox(address).mailbox) return;
    await this.suppress(this.db.kysely, await this.hashOf(address), 'bounced');
  }

  async #readKey(): Promise<Buffer> {
    const { rows } = await sql<{ key: Buffer }>`select key from mailbox_keys`.execute(this.db.kysely);
    return rows[0]!.key;
  }
}
