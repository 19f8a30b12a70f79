import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sql, type Kysely } from 'kysely';
import { Database } from '#libs/database';
import { canonicalMailbox } from './canonical-mailbox.js';

/** Why nothing is sent to a mailbox any more: its owner said so, or its server said that it does not exist. */
export type SuppressionReason = 'refused' | 'bounced';

/** A mailbox, and the spelling of it that was typed. */
export interface Mailbox {
  address: string;
  /** The keyed hash of the canonical form. */
  hash: Buffer;
  /** Whether the address is tagged: its holder is known to own this spelling only. */
  isTagged: boolean;
  /** Stands on the list of those that want no mail: the hash of a tagged spelling itself, else that of the mailbox. */
  ownHash: Buffer;
}

/** Mailboxes as keyed hashes: which of them want no mail, without a list that names anybody. */
@Injectable()
export class Mailboxes {
  #key: Promise<Buffer> | undefined;

  constructor(private readonly db: Database) {}

  /** The mailbox of an address. */
  async of(address: string): Promise<Mailbox> {
    const { mailbox, isTagged } = canonicalMailbox(address);
    const hash = await this.keyedHash(mailbox);
    return { address, hash, isTagged, ownHash: isTagged ? await this.keyedHash(address.toLowerCase()) : hash };
  }

  /** The keyed hash (HMAC-SHA256) of a text. */
  async keyedHash(text: string): Promise<Buffer> {
    this.#key ??= this.#readKey().catch((error: unknown) => {
      this.#key = undefined;
      throw error;
    });
    return createHmac('sha256', await this.#key)
      .update(text)
      .digest();
  }

  /** Whether no confirmation may be sent to a mailbox. */
  async isSuppressed(db: Kysely<unknown>, { hash, ownHash }: Mailbox): Promise<boolean> {
    const { rows } = await sql`
      select from suppressed_mailboxes where mailbox = any(${[hash, ownHash]}::bytea[])`.execute(db);
    return rows.length > 0;
  }

  /** Puts a mailbox, or the one tagged spelling of it, on the list, where it stays. */
  async suppress(db: Kysely<unknown>, { ownHash }: Mailbox, reason: SuppressionReason): Promise<void> {
    await sql`
      insert into suppressed_mailboxes (mailbox, reason) values (${ownHash}, ${reason}) on conflict do nothing`.execute(
      db,
    );
  }

  /**
   * Puts a mailbox on the list of which its server says that it does not exist. A tagged spelling proves nothing: anybody
   * can type one, and a server that knows no tags refuses it.
   */
  async suppressBounced(address: string): Promise<void> {
    if (address.toLowerCase() !== canonicalMailbox(address).mailbox) return;
    await this.suppress(this.db.kysely, await this.of(address), 'bounced');
  }

  async #readKey(): Promise<Buffer> {
    const { rows } = await sql<{ key: Buffer }>`select key from mailbox_keys`.execute(this.db.kysely);
    return rows[0]!.key;
  }
}
