import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#libs/database';
import { SecretBox, WrongKey } from './secret-box.js';

/** How many rows are read at once. */
const BATCH = 1_000;

/** What signs the links and webhooks of a row, as stored. */
interface Stored {
  id: string;
  token_key: Buffer | null;
  secrets: string[];
}

/**
 * Finds the rows that neither SECRETS_KEY nor SECRETS_KEY_BEFORE of this process opens. All rows are read once after a
 * start; afterwards only those that were not opened, until they are erased or stored anew.
 */
@Injectable()
export class UnreadableKeys {
  #found: readonly string[] = [];
  #after: string | null = '';
  #reading: Promise<readonly string[]> | undefined;

  constructor(
    private readonly db: Database,
    private readonly box: SecretBox,
  ) {}

  /** The ids of those that were found so far; each call reads some more of the rows. @throws what the database says */
  found(): Promise<readonly string[]> {
    this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  async #read(): Promise<readonly string[]> {
    const [again, after] = [this.#found, this.#after];
    if (!this.box.isSealing || (after === null && again.length === 0)) return [];
    const { rows } = await sql<Stored>`
      select id, token_key, secrets from (
        select subscription_id as id, token_key, secrets from subscription_addresses
        union all select id, token_key, '{}'::text[] from mailbox_confirmations) place
       where id = any(${again}::text[]) or (${after}::text is not null and id > ${after}::text)
       order by id limit ${BATCH + again.length}`.execute(this.db.kysely);
    this.#after = rows.findLast(({ id }) => after !== null && id > after)?.id ?? null;
    this.#found = rows.filter((row) => !this.#opens(row)).map(({ id }) => id);
    return this.#found;
  }

  #opens({ id, token_key: key, secrets }: Stored): boolean {
    try {
      if (key !== null) this.box.open(key, id);
      for (const secret of secrets) this.box.openText(secret, id);
      return true;
    } catch (error) {
      if (error instanceof WrongKey) return false;
      throw error;
    }
  }
}
