import { sql } from 'kysely';
import type { Database } from '#libs/database';
import type { SecretBox } from './secret-box.js';

/** How many rows one turn encrypts. */
const BATCH = 1_000;

/** Encrypts what was stored before there was a SECRETS_KEY, some rows at each turn. */
export async function sealRows(db: Database, box: SecretBox): Promise<void> {
  if (!box.isSealing) return;
  const { rows } = await sql<{ id: string; token_key: Buffer | null; secrets: string[] }>`
    select subscription_id as id, token_key, secrets from subscription_addresses
     where octet_length(token_key) = 32 or secrets[1] like 'whsec%' limit ${BATCH}`.execute(db.kysely);
  for (const { id, token_key: key, secrets } of rows)
    await sql`
      update subscription_addresses
         set token_key = ${key && box.seal(box.open(key, id), id)},
             secrets = ${secrets.map((secret) => box.sealText(box.openText(secret, id), id))}::text[]
       where subscription_id = ${id} and token_key is not distinct from ${key} and secrets = ${secrets}::text[]`.execute(
      db.kysely,
    );
  const confirmations = await sql<{ id: string; token_key: Buffer }>`
    select id, token_key from mailbox_confirmations where octet_length(token_key) = 32 limit ${BATCH}`.execute(
    db.kysely,
  );
  for (const { id, token_key: key } of confirmations.rows)
    await sql`
      update mailbox_confirmations set token_key = ${box.seal(key, id)}
       where id = ${id} and token_key = ${key}`.execute(db.kysely);
}
