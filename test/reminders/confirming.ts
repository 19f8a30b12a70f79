import type { Pool } from 'pg';
import { SECRETS_KEY } from '../api/secrets-key.js';
import type { TestApi } from '../api/test-api.js';
import { SecretBox } from '../../libs/reminders/src/subscriptions/secret-box.js';
import { confirmationUrl, tokenFor } from '../../libs/reminders/src/subscriptions/tokens.js';

/** The newest confirmation mail to an address, as the reader of the mailbox has it. */
export interface ConfirmationMail {
  id: string;
  token: string;
  /** What its token is made with. */
  key: Buffer;
  /** The path of its link. */
  path: string;
}

const box = new SecretBox({ publicUrl: '', allowPrivate: false, readAccess: 'public', secretsKey: SECRETS_KEY });

/** What the newest confirmation mail to an address carries, before it went out too. */
export async function confirmationMail(pool: Pool, address: string): Promise<ConfirmationMail> {
  const { rows } = await pool.query<{ id: string; token_key: Buffer }>(
    'select id, token_key from mailbox_confirmations where address = $1 order by made_at desc limit 1',
    [address],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`No confirmation mail goes to ${address}.`);
  const key = box.open(row.token_key, row.id);
  const { pathname, search } = new URL(confirmationUrl('http://x', row.id, key));
  return { id: row.id, token: tokenFor(key, row.id, 'confirm'), key, path: `${pathname}${search}` };
}

/** Signs a mailbox up over HTTP and confirms it by its mail: the subscription with its links. */
export async function confirmedByMail(
  api: Pick<TestApi, 'database' | 'post' | 'request'>,
  form: { channel: { type: string; address: string } },
  { key = null }: { key?: string | null } = {},
  // oxlint-disable-next-line typescript/no-explicit-any
): Promise<any> {
  const made = await api.post('/v1/subscriptions', form, { key });
  const { id } = made.body as { id: string };
  const mail = await confirmationMail(api.database.db.pool, form.channel.address);
  const confirmed = await api.request(
    'POST',
    `/v1/confirmations/${mail.id}/requests/${id}/confirm?token=${mail.token}`,
  );
  if (confirmed.status !== 200) throw new Error(`The confirmation was answered ${confirmed.status}.`);
  return confirmed.body;
}

/** The token of a link. */
export function tokenOf(link: string): string {
  return new URL(link).searchParams.get('token') ?? '';
}
