import type { Fault } from '../channel.js';

/** What a failed attempt at a mail means. */
export interface MailFault {
  fault: Fault;
  /** Trying again is useless. */
  permanent: boolean;
  /** The server knows no such mailbox: nothing is sent to it any more. */
  noMailbox: boolean;
  /** The server was not reached, or did not let this service sign in. */
  unreached?: boolean;
}

/** What nodemailer says of an error: the command that failed and the answer to it. */
interface SmtpError {
  code?: unknown;
  command?: unknown;
  response?: unknown;
  responseCode?: unknown;
}

/**
 * Of RFC 3463, without the class, what is about the address of the reader or a mailbox that is switched off: 1.0 to 1.4, 1.6
 * (moved), 1.10 (the domain takes no mail, RFC 7505), 2.1. Not 1.7 and 1.8, which are about the sender.
 */
const BAD_MAILBOX = /^(1\.(0|1|2|3|4|6|10)|2\.1)$/;
/** "Other address status", which some also answer about the sender. */
const VAGUE = '1.0';
/** Of these, what says that the mailbox does not exist, and not only that its server is not found. */
const NO_MAILBOX = /^(1\.(1|3|6|10)|2\.1)$/;
/** A mailbox that takes nothing now: switched off, full, with a limit, a list that cannot be expanded. */
const MAILBOX_STATUS = /^2\.[1-4]$/;
/** What RFC 5321 (4.2.3) and RFC 7504 have for a recipient that cannot be reached: unavailable, elsewhere, misspelled. */
const BAD_RECIPIENT = new Set([550, 551, 553, 556]);
/** "Exceeded storage allocation" (RFC 5321): a full mailbox. */
const FULL = 552;
/**
 * Servers also answer 550 to RCPT TO "for policy reasons" (RFC 5321), such as relaying, and postpone what they hold against
 * the sender to this command. Where no enhanced code tells, only their words do.
 */
const OTHER_THAN_MAILBOX =
  /relay|rcpthosts|sender|authenti|polic|spam|block|blacklist|listed|reputation|prohibit|denied|permitted|helo|ehlo|\btls\b|\bspf\b|dkim|dmarc|\brate\b|too many/i;

/** The commands before the sender, as nodemailer names them. */
const BEFORE_SENDER = /^(CONN|EHLO|HELO|LHLO|STARTTLS|AUTH)/;

/**
 * Whose fault it is that a mail did not go out. Only what is about the mailbox of the reader ends it, and that only as the
 * answer to RCPT TO, which names it: 5xx with an enhanced status code of a bad or disabled mailbox (RFC 3463), or without any
 * such code 550, 551, 553 and 556. All else is tried again over the whole schedule. A full mailbox, and a bad one that a
 * server names only after the message, which it may refuse for what it reads there as well, are the recipient's trouble too;
 * names, connections, TLS, sign-in, sender, message and everything temporary are the operator's.
 *
 * @param error what nodemailer threw
 */
export function mailFault(error: unknown): MailFault {
  const { code, command, response, responseCode } = (error instanceof Error ? error : {}) as SmtpError;
  // An address that nodemailer sends to no server; the sender was checked when the process started.
  if (code === 'EENVELOPE' && command === 'API') return { fault: 'recipient', permanent: true, noMailbox: false };
  const operator = { fault: 'operator', permanent: false, noMailbox: false } as const;
  if (BEFORE_SENDER.test(String(command ?? 'CONN'))) return { ...operator, unreached: true };
  if (typeof response !== 'string' || typeof responseCode !== 'number') return operator;
  if (command !== 'RCPT TO' && command !== 'DATA') return operator;
  const enhanced = enhancedCode(response);
  const isFinal = responseCode >= 500;
  if (command === 'RCPT TO' && isFinal && isAboutMailbox(enhanced, responseCode, response))
    return { fault: 'recipient', permanent: true, noMailbox: enhanced !== null && NO_MAILBOX.test(enhanced) };
  const isTheirs =
    enhanced === null
      ? command === 'RCPT TO' && responseCode === FULL
      : MAILBOX_STATUS.test(enhanced) || (isFinal && BAD_MAILBOX.test(enhanced) && enhanced !== VAGUE);
  return isTheirs ? { ...operator, fault: 'recipient' } : operator;
}

function isAboutMailbox(enhanced: string | null, responseCode: number, said: string): boolean {
  if (enhanced !== null && enhanced !== VAGUE) return BAD_MAILBOX.test(enhanced);
  return (enhanced === VAGUE || BAD_RECIPIENT.has(responseCode)) && !OTHER_THAN_MAILBOX.test(said);
}

/** The subject and detail of an enhanced status code: behind the reply code (RFC 2034), or at the end as qmail writes it. */
function enhancedCode(response: string): string | null {
  const found =
    /^\d{3}[ -]#?[245]\.(\d{1,3}\.\d{1,3})\b/.exec(response) ?? /\(#[245]\.(\d{1,3}\.\d{1,3})\)\s*$/.exec(response);
  return found?.[1] ?? null;
}
