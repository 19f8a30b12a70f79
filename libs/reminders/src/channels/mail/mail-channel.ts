import { createHash } from 'node:crypto';
import type { Transporter } from 'nodemailer';
import { harmlessValue, messageOf, oneLine } from '#libs/kernel';
import type { Channel, Message, Outcome, Target } from '../channel.js';
import { coverageLines } from '../../wording/coverage-lines.js';
import { messageInWords } from '../../wording/message-in-words.js';
import { asHtml, asText, paragraph, type Written } from '../../wording/written.js';
import { REASONS } from '../../domain/reasons.js';
import { mailFault } from './mail-fault.js';
import { MailSender } from './mail-sender.js';

/** How mail is sent. */
export interface MailOptions {
  /** What brings it to a server or into a folder (`mailTransport`). */
  transport: Transporter;
  /** The sender (MAIL_FROM); where left out, an address at the host of `publicUrl`. */
  from?: string;
  /** Where answers go (MAIL_REPLY_TO). */
  replyTo?: string;
  /** The address of this service; its host is also that of message ids. */
  publicUrl: string;
}

/**
 * Messages by mail, as text and HTML. The Message-ID is made of the message's id and stays for every attempt, so that a
 * mail that comes twice can be told (RFC 5322). News can be ended by one POST (RFC 8058); nothing that the service sends
 * asks for an automatic answer (RFC 3834).
 */
export class MailChannel implements Channel {
  readonly #host: string;
  readonly #sender: MailSender;

  constructor(private readonly options: MailOptions) {
    this.#host = mailHost(options.publicUrl);
    this.#sender = new MailSender(options.transport);
  }

  async deliver(message: Message, target: Target, _attempt: number, signal: AbortSignal): Promise<Outcome> {
    if (target.type !== 'email') throw new Error(`A ${target.type} target was handed to the channel for mail.`);
    if (signal.aborted) return { result: 'failed', fault: 'service', permanent: false, reason: REASONS.stopping };
    const written = harmlessValue(withFooter(messageInWords(message), message));
    try {
      const mail = {
        from: this.options.from ?? { name: 'Dateline', address: `dateline@${this.#host}` },
        ...(this.options.replyTo !== undefined && { replyTo: this.options.replyTo }),
        to: { name: '', address: target.address },
        subject: subjectLine(written.title),
        text: asText(written),
        html: asHtml(written),
        messageId: `<${createHash('sha256').update(message.id).digest('hex').slice(0, 40)}@${this.#host}>`,
        headers: { ...listHeaders(message), 'Auto-Submitted': 'auto-generated', 'X-Dateline-Message': message.id },
        disableFileAccess: true,
        disableUrlAccess: true,
      };
      const { response } = await this.#sender.send(mail, signal);
      return { result: 'sent', ...(response === undefined ? {} : { detail: without(target.address, response) }) };
    } catch (error) {
      return { result: 'failed', ...mailFault(error), reason: without(target.address, messageOf(error)) };
    }
  }

  /** Connects to the server and signs in. @throws what keeps it from that */
  reach(): Promise<void> {
    return this.#sender.reach();
  }

  /** Closes the connections that are kept. */
  close(): void {
    this.#sender.close();
  }
}

/**
 * What ends every mail: where it has news how new and complete the data is; and a head of the log, so that a reader who
 * keeps it can show later that the log was rewritten, also by those who run the service.
 */
function withFooter(written: Written, { content, coverage, logHead }: Message): Written {
  const lines = [...coverageLines(content, coverage), `A head of the log: ${logHead}`];
  return { ...written, blocks: [...written.blocks, ...lines.map(paragraph)] };
}

/** What a server says, without the address: it goes to the log of the service, which outlives a subscription. */
function without(address: string, said: string): string {
  const literal = address.replace(/[^\w@]/g, '\\$&');
  return said.replaceAll(new RegExp(literal, 'gi'), '(the address)');
}

/** The question whether somebody wants mail belongs to no list yet, so there is nothing to end. */
function listHeaders({ content, unsubscribeUrl, subscription }: Message): Record<string, string> {
  if (content.kind === 'confirmation') return {};
  return {
    'List-Unsubscribe': `<${unsubscribeUrl}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    'List-Id': `<${subscription}.dateline>`,
  };
}

/** A line break in a title must not begin another header, and a line of a mail has a longest length. */
function subjectLine(title: string): string {
  const line = oneLine(title);
  return line.length > 200 ? `${line.slice(0, 199).trimEnd()}…` : line;
}

/** A host that may stand behind @: an IP address in brackets, as RFC 5321 has it. */
function mailHost(publicUrl: string): string {
  const { hostname } = new URL(publicUrl);
  if (hostname.startsWith('[')) return `[IPv6:${hostname.slice(1, -1)}]`;
  return /^[\d.]+$/.test(hostname) ? `[${hostname}]` : hostname;
}
