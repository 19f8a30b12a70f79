import { sql } from 'kysely';
import type { Database } from '#libs/database';
import type { SecretBox } from './secret-box.js';

/** What signs the links of a subscription, and the webhooks of one, as stored. */
export interface StoredKeys {
  id: string;
  token_key: Buffer | null;
  secrets: string[];
}

/** What signs the link of a confirmation mail, as stored. */
export interface StoredConfirmation {
  id: string;
  token_key: Buffer;
}

/** Encrypts the keys of a subscription as the box does now, unless they changed meanwhile. @throws WrongKey as `open` */
export async function sealKeysAnew(
  db: Database,
  box: SecretBox,
  { id, token_key: key, secrets }: StoredKeys,
): Promise<void> {
  const newKey = key && box.seal(box.open(key, id), id);
  const newSecrets = secrets.map((secret) => box.sealText(box.openText(secret, id), id));
  await sql`
    update subscription_addresses set token_key = ${newKey}, secrets = ${newSecrets}::text[]
     where subscription_id = ${id} and token_key is not distinct from ${key} and secrets = ${secrets}::text[]`.execute(
    db.kysely,
  );
}

/** The same for the key of a confirmation mail. */
export async function sealConfirmationAnew(
  db: Database,
  box: SecretBox,
  { id, token_key: key }: StoredConfirmation,
): Promise<void> {
  const newKey = box.seal(box.open(key, id), id);
  await sql`update mailbox_confirmations set token_key = ${newKey} where id = ${id} and token_key = ${key}`.execute(
    db.kysely,
  );
}
