import { Injectable, Logger } from '@nestjs/common';
import { sql, type RawBuilder } from 'kysely';
import { Database } from '#libs/database';
import { messageOf } from '#libs/kernel';
import { sealConfirmationAnew, sealKeysAnew, type StoredConfirmation, type StoredKeys } from './seal-anew.js';
import { oneByOne } from './one-by-one.js';
import { SecretBox, WrongKey } from './secret-box.js';

/** How many rows of each table one turn encrypts. */
const BATCH = 200;

/** How far the way through a table is, in the order of its ids. */
interface Progress {
  after: string;
  /** Rows up to there that failed, and are tried again at each turn. */
  failed: readonly string[];
}

/** What can be encrypted of a row: a request that awaits its confirmation has no key yet, and may have secrets. */
const HAS_KEYS = sql<boolean>`(token_key is not null or secrets <> '{}')`;
/** The key of a confirmation mail is erased once no subscription of the mailbox is left. */
const HAS_KEY = sql<boolean>`token_key is not null`;
/** Stored before there was a SECRETS_KEY. */
const HAS_PLAIN_KEYS = sql<boolean>`(octet_length(token_key) = 32 or secrets[1] like 'whsec%')`;
const HAS_PLAIN_KEY = sql<boolean>`octet_length(token_key) = 32`;

/**
 * Encrypts with SECRETS_KEY what was stored before there was one, and what SECRETS_KEY_BEFORE encrypted: the latter once
 * through all rows after each start with both, some rows at each turn; it says at the end that the key before may go. Once
 * nothing is left it reads nothing until the process starts anew.
 */
@Injectable()
export class Resealing {
  readonly #logger = new Logger('subscriptions');
  readonly #subscriptions: Progress = { after: '', failed: [] };
  readonly #confirmations: Progress = { after: '', failed: [] };
  /** Rows in clear that failed; they are left out until no other is left. */
  #failedInClear: readonly string[] = [];
  /** Faults that were logged; one that stays is logged once. */
  readonly #told = new Set<string>();
  #unreadable = 0;
  /** Nothing is left in clear, and this process stores nothing in clear: no later turn looks. */
  #isNoneInClear = false;
  #isDone: boolean;

  constructor(
    private readonly db: Database,
    private readonly box: SecretBox,
  ) {
    this.#isDone = !box.hasKeyBefore;
  }

  /**
   * Does some rows, if any are left. A row that neither key opens stays as it is, and is counted. Another fault is logged
   * and tried again at a later turn. Both are kept as faults of the row, which stops no other.
   */
  async turn(): Promise<void> {
    if (!this.box.isSealing) return;
    if (!this.#isNoneInClear) await this.#sealWhatIsInClear();
    if (!this.#isDone) await this.#sealAnew();
  }

  async #sealWhatIsInClear(): Promise<void> {
    const before = this.#failedInClear;
    const rest = sql`and not id = any(${before}::text[])`;
    const addresses = await this.#addresses(sql`where ${HAS_PLAIN_KEYS} ${rest}`, BATCH);
    const mails = await this.#mails(sql`where ${HAS_PLAIN_KEY} ${rest}`, BATCH);
    const failed = [...(await this.#sealKeys(addresses)), ...(await this.#sealMails(mails))];
    for (const { id, error } of failed) this.#tellOf(id, error);
    const isOver = addresses.length + mails.length === 0;
    this.#isNoneInClear = isOver && before.length === 0;
    this.#failedInClear = isOver ? [] : [...before, ...failed.map(({ id }) => id)];
  }

  async #sealAnew(): Promise<void> {
    const addresses = await this.#addresses(...nextOf(this.#subscriptions, HAS_KEYS));
    this.#advance(this.#subscriptions, addresses, await this.#sealKeys(addresses));
    const mails = await this.#mails(...nextOf(this.#confirmations, HAS_KEY));
    this.#advance(this.#confirmations, mails, await this.#sealMails(mails));
    if (addresses.length + mails.length > 0) return;
    this.#isDone = true;
    if (this.#unreadable === 0)
      this.#logger.log('Everything is encrypted with SECRETS_KEY; SECRETS_KEY_BEFORE is not needed any more.');
    else this.#logger.error(`Neither SECRETS_KEY nor SECRETS_KEY_BEFORE opens ${this.#unreadable} rows.`);
  }

  async #addresses(where: RawBuilder<unknown>, limit: number): Promise<StoredKeys[]> {
    const { rows } = await sql<StoredKeys>`
      select id, token_key, secrets from (
        select subscription_id as id, token_key, secrets from subscription_addresses) place
        ${where} order by id limit ${limit}`.execute(this.db.kysely);
    return rows;
  }

  async #mails(where: RawBuilder<unknown>, limit: number): Promise<StoredConfirmation[]> {
    const { rows } = await sql<StoredConfirmation>`
      select id, token_key from mailbox_confirmations ${where} order by id limit ${limit}`.execute(this.db.kysely);
    return rows;
  }

  #sealKeys(rows: readonly StoredKeys[]): Promise<FailedRow[]> {
    return this.#failedOf(rows, (row) => sealKeysAnew(this.db, this.box, row));
  }

  #sealMails(rows: readonly StoredConfirmation[]): Promise<FailedRow[]> {
    return this.#failedOf(rows, (row) => sealConfirmationAnew(this.db, this.box, row));
  }

  async #failedOf<Row extends { id: string }>(
    rows: readonly Row[],
    seal: (row: Row) => Promise<void>,
  ): Promise<FailedRow[]> {
    const failed = await oneByOne(this.db.kysely, 'sealing', rows, seal);
    return failed.map(({ about, error }) => ({ id: about, error }));
  }

  /** Notes what was done; what neither key opens is not tried again. */
  #advance(progress: Progress, rows: readonly { id: string }[], failed: readonly FailedRow[]): void {
    const before = new Set(progress.failed);
    progress.after = rows.findLast(({ id }) => !before.has(id))?.id ?? progress.after;
    const again = failed.filter(({ error }) => !(error instanceof WrongKey));
    this.#unreadable += failed.length - again.length;
    for (const { id, error } of again) this.#tellOf(id, error);
    progress.failed = again.map(({ id }) => id);
  }

  #tellOf(id: string, error: unknown): void {
    const line = `The keys of ${id} were not encrypted with SECRETS_KEY, which is tried again: ${messageOf(error)}`;
    if (this.#told.has(line)) return;
    this.#told.add(line);
    this.#logger.error(line);
  }
}

/** A row that was not encrypted, and why. */
interface FailedRow {
  id: string;
  error: unknown;
}

function nextOf(
  { after, failed }: Progress,
  hasSome: RawBuilder<boolean>,
): [where: RawBuilder<unknown>, limit: number] {
  return [sql`where (id > ${after} or id = any(${failed}::text[])) and ${hasSome}`, BATCH + failed.length];
}
