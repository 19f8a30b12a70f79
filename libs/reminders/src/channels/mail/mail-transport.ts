import { randomUUID } from 'node:crypto';
import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { callbackify } from 'node:util';
import { createTransport, type SentMessageInfo, type Transporter } from 'nodemailer';
import type MailMessage from 'nodemailer/lib/mailer/mail-message.js';

/**
 * How long names, connection, greeting and STARTTLS may take together: what RFC 5321 (4.5.3.2.1) has for the greeting alone.
 * All commands, and the end of a message, have limits of their own (`MailSender`).
 */
const SET_UP_MS = 5 * 60_000;
/** How long nothing may go through a connection: longer than the longest wait for an answer. */
const SILENCE_MS = 11 * 60_000;
/** How many connections there are at most; usually far fewer are used (`MailSender`). */
export const MOST_CONNECTIONS = 20;

/** Where mail goes: through the server that SMTP_URL names, else into files. */
export interface MailRoute {
  smtpUrl?: string;
  /** The folder in which `outbox/*.eml` is written where no server is named. */
  dataDir: string;
}

/** What brings mail on its way. Connections to a server are kept and shared. */
export function mailTransport({ smtpUrl, dataDir }: MailRoute): Transporter {
  if (smtpUrl === undefined) return fileTransport(join(dataDir, 'outbox'));
  const timeouts = { connectionTimeout: SET_UP_MS, greetingTimeout: SET_UP_MS, socketTimeout: SILENCE_MS };
  return createTransport({ url: smtpUrl, pool: true, maxConnections: MOST_CONNECTIONS, ...timeouts });
}

/**
 * Writes each mail into a file of its own, whole or not at all. The name begins with the instant (UTC), so that a listing
 * is in order.
 */
function fileTransport(folder: string): Transporter {
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  const write = async (mail: MailMessage): Promise<SentMessageInfo> => {
    const { message, envelope, messageId } = await composer.sendMail(mail.data);
    const name = await writeMail(folder, message as Buffer);
    return { envelope, messageId, response: `written to ${name}` };
  };
  return createTransport({ name: 'outbox', version: '1', send: callbackify(write) });
}

async function writeMail(folder: string, text: Buffer): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const name = `${new Date().toISOString().replace(/[:.]/g, '-')}-${randomUUID().slice(0, 8)}.eml`;
  const half = join(folder, `.${name}.part`);
  const file = await open(half, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(half, join(folder, name));
  return name;
}
