import { sql } from 'kysely';
import type { Database } from '#libs/database';
import { sealConfirmationAnew, sealKeysAnew, type StoredConfirmation, type StoredKeys } from './seal-anew.js';
import type { SecretBox } from './secret-box.js';

/** How many rows one turn encrypts. */
const BATCH = 1_000;

/** Encrypts what was stored before there was a SECRETS_KEY, some rows at each turn. */
export async function sealRows(db: Database, box: SecretBox): Promise<void> {
  if (!box.isSealing) return;
  const { rows } = await sql<StoredKeys>`
    select subscription_id as id, token_key, secrets from subscription_addresses
     where octet_length(token_key) = 32 or secrets[1] like 'whsec%' limit ${BATCH}`.execute(db.kysely);
  for (const row of rows) await sealKeysAnew(db, box, row);
  const confirmations = await sql<StoredConfirmation>`
    select id, token_key from mailbox_confirmations where octet_length(token_key) = 32 limit ${BATCH}`.execute(
    db.kysely,
  );
  for (const row of confirmations.rows) await sealConfirmationAnew(db, box, row);
}
