import { Injectable, Logger } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#libs/database';
import { sealConfirmationAnew, sealKeysAnew, type StoredConfirmation, type StoredKeys } from './seal-anew.js';
import { SecretBox, WrongKey } from './secret-box.js';

/** How many rows of each table one turn encrypts. */
const BATCH = 200;

/**
 * Encrypts with SECRETS_KEY what SECRETS_KEY_BEFORE encrypted: once through all rows after each start with both, some rows
 * at each turn, and says at the end that the key before may go.
 */
@Injectable()
export class Resealing {
  readonly #logger = new Logger('subscriptions');
  #afterSubscription = '';
  #afterConfirmation = '';
  #unreadable = 0;
  #isDone: boolean;

  constructor(
    private readonly db: Database,
    private readonly box: SecretBox,
  ) {
    this.#isDone = !box.hasKeyBefore;
  }

  /** Does some rows, if any are left. A row that neither key opens stays as it is, and is counted. */
  async turn(): Promise<void> {
    if (this.#isDone) return;
    const found = (await this.#subscriptions()) + (await this.#confirmations());
    if (found > 0) return;
    this.#isDone = true;
    if (this.#unreadable === 0)
      this.#logger.log('Everything is encrypted with SECRETS_KEY; SECRETS_KEY_BEFORE is not needed any more.');
    else this.#logger.error(`Neither SECRETS_KEY nor SECRETS_KEY_BEFORE opens ${this.#unreadable} rows.`);
  }

  async #subscriptions(): Promise<number> {
    const { rows } = await sql<StoredKeys>`
      select subscription_id as id, token_key, secrets from subscription_addresses
       where subscription_id > ${this.#afterSubscription} order by subscription_id limit ${BATCH}`.execute(
      this.db.kysely,
    );
    for (const row of rows) await this.#unlessUnreadable(() => sealKeysAnew(this.db, this.box, row));
    this.#afterSubscription = rows.at(-1)?.id ?? this.#afterSubscription;
    return rows.length;
  }

  async #confirmations(): Promise<number> {
    const { rows } = await sql<StoredConfirmation>`
      select id, token_key from mailbox_confirmations where id > ${this.#afterConfirmation} order by id
       limit ${BATCH}`.execute(this.db.kysely);
    for (const row of rows) await this.#unlessUnreadable(() => sealConfirmationAnew(this.db, this.box, row));
    this.#afterConfirmation = rows.at(-1)?.id ?? this.#afterConfirmation;
    return rows.length;
  }

  async #unlessUnreadable(reseal: () => Promise<void>): Promise<void> {
    try {
      await reseal();
    } catch (error) {
      if (!(error instanceof WrongKey)) throw error;
      this.#unreadable++;
    }
  }
}
