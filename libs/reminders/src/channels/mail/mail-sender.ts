import { PassThrough } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { SendMailOptions, Transporter } from 'nodemailer';
import type MailMessage from 'nodemailer/lib/mailer/mail-message.js';
import { REASONS } from '../../domain/reasons.js';
import { withinTime } from '../within-time.js';
import { MOST_CONNECTIONS } from './mail-transport.js';
import { Slots } from './slots.js';

/**
 * How long everything may take until the final dot: the longest that RFC 5321 (4.5.3.2) has for a command. A server that needs
 * longer has no message yet, so that ending it doubles nothing.
 */
const BEFORE_MS = 5 * 60_000;
/**
 * How long the answer to the final dot is waited for: RFC 5321 (4.5.3.2.6) asks for 10 minutes, since a server that has the
 * message and is only slow delivers it, and the next attempt would be a second copy.
 */
const AFTER_MS = 10 * 60_000;
/** How many are sent at once, and how long one counts among them: what is slow keeps its connection, and lets others begin. */
const AT_ONCE = 5;
const SLOW_MS = 30_000;

/** How long one waits for its turn behind slow ones: its place among the tasks of the worker is wanted by others, too. */
const TURN_MS = 5 * 60_000;

/** How long it may take to see that the server can be reached. */
const REACH_MS = 4_000;

/** What is called when the server has the whole message. */
interface WithNotice {
  handedOver?: () => void;
}

/** Sends mail through a transport, within the times of RFC 5321 and so that a slow server delays few of the others. */
export class MailSender {
  readonly #connections = new Slots(MOST_CONNECTIONS);
  readonly #prompt = new Slots(AT_ONCE);

  constructor(private readonly transport: Transporter) {
    transport.use('stream', (mail: MailMessage, done) => {
      const { handedOver } = mail.data as WithNotice;
      if (handedOver !== undefined) mail.message.transform(() => new PassThrough().once('end', handedOver));
      done();
    });
  }

  /**
   * Sends one mail.
   *
   * @param signal ends it at once, wherever it stands
   * @throws what nodemailer says; an Error with the reason where a time is over
   */
  send(mail: SendMailOptions, signal: AbortSignal): Promise<{ response?: string }> {
    return withinTime(TURN_MS, signal, async (limit, restart) => {
      restart(TURN_MS, REASONS['mail-unanswered']);
      const leave = await this.#connections.take(limit);
      try {
        const letOthers = await this.#prompt.take(limit);
        const timer = setTimeout(letOthers, SLOW_MS);
        try {
          restart(BEFORE_MS, REASONS['mail-unanswered']);
          return await this.#hand(mail, limit, () => restart(AFTER_MS, REASONS['mail-unconfirmed']));
        } finally {
          clearTimeout(timer);
          letOthers();
        }
      } finally {
        leave();
      }
    });
  }

  async #hand(mail: SendMailOptions, limit: AbortSignal, handedOver: () => void): Promise<{ response?: string }> {
    limit.throwIfAborted();
    const timed: SendMailOptions & WithNotice = { ...mail, signal: limit, handedOver };
    try {
      return await this.transport.sendMail(timed);
    } catch (error) {
      // Of an end by the signal nodemailer says no more than that there was one.
      throw limit.aborted ? limit.reason : error;
    }
  }

  /**
   * Connects to the server and signs in, by a connection of its own.
   *
   * @throws what keeps it from that; an Error where it takes longer than a few seconds
   */
  async reach(): Promise<void> {
    const late = new AbortController();
    const patience = wait(REACH_MS, undefined, { signal: late.signal, ref: false }).then(() => {
      throw new Error(`The mail server did not answer within ${REACH_MS / 1_000} seconds.`);
    });
    const looking = this.transport.verify();
    for (const either of [looking, patience]) either.catch(() => {});
    try {
      await Promise.race([looking, patience]);
    } finally {
      late.abort();
    }
  }

  /** Closes the connections that are kept. */
  close(): void {
    this.transport.close();
  }
}
