import { request, type Agent, type Dispatcher } from 'undici';
import { messageOf } from '#libs/kernel';
import { retryAfterMs } from '../retry-schedule.js';
import type { Channel, Message, Outcome, Target } from '../channel.js';
import { cloudEventOf } from './cloud-event.js';
import { guardedAgent, TargetRefused, type Resolve } from './guarded-agent.js';
import { networkFault } from './network-fault.js';
import { signatureOf } from './signature.js';
import { withinTime } from '../within-time.js';
import type { TargetRules } from './webhook-url.js';
import { receiverAnswered, taken } from '../../domain/reasons.js';

/** The longest that a receiver may take, as Standard Webhooks recommends (15 to 30 seconds). */
const TIMEOUT_MS = 20_000;
/** How much of an answer is kept, for whoever looks why a delivery failed. */
const KEPT_BYTES = 500;
/** How long the body of an answer is waited for: its status line has decided by then. */
const BODY_MS = 2_000;
/** The most of a body after success that is read and thrown away, so that the connection can be used again. */
const DUMPED_BYTES = 16_384;

/** How webhooks are sent. */
export interface WebhookOptions extends TargetRules {
  /** The address of this service, which names the source of its events. */
  publicUrl: string;
  /** How names are looked up; the system's way where left out. */
  resolve?: Resolve;
}

/**
 * Messages to a program, by Standard Webhooks 1.0: a CloudEvent in the body, `webhook-id` the same for every attempt of a
 * message, and one signature (`v1`, HMAC-SHA256) for each secret that is valid, so that keys change without a gap. The
 * status line of the answer decides, its body never: 2xx is success; 410 ends the subscription; a redirect is not followed
 * and counts as failure, as does everything else. Nothing is sent to private ranges unless the settings allow it.
 */
export class WebhookChannel implements Channel {
  readonly #agent: Agent;

  constructor(private readonly options: WebhookOptions) {
    this.#agent = guardedAgent(options, TIMEOUT_MS, options.resolve);
  }

  async deliver(message: Message, target: Target, attempt: number, signal: AbortSignal): Promise<Outcome> {
    if (target.type !== 'webhook') throw new Error(`A ${target.type} target was handed to the channel for webhooks.`);
    const body = Buffer.from(JSON.stringify(cloudEventOf(message, this.options.publicUrl)));
    const headers = { ...headersOf(message.id, body, target.secrets), 'dateline-attempt': String(attempt) };
    try {
      return await withinTime(TIMEOUT_MS, signal, async (limit) => {
        const call = { method: 'POST', dispatcher: this.#agent, signal: limit, headers, body } as const;
        const answer = await request(target.url, call);
        if (!isSuccess(answer.statusCode))
          return failureOf(answer.statusCode, answer.headers, await beginningOf(answer.body));
        void dump(answer.body);
        return { result: 'sent', detail: taken(answer.statusCode) };
      });
    } catch (error) {
      const refused = refusal(error) !== undefined;
      const fault = refused ? 'recipient' : networkFault(error);
      return { result: 'failed', fault, permanent: refused, reason: reasonOf(error) };
    }
  }

  /** Closes what is still open. */
  close(): Promise<void> {
    return this.#agent.close();
  }
}

function headersOf(id: string, body: Buffer, secrets: readonly string[]): Record<string, string> {
  // Receivers refuse what is some minutes old, so the time of the attempt is told by the server's clock, not the domain's.
  const timestamp = String(Math.floor(Date.now() / 1_000));
  return {
    'content-type': 'application/cloudevents+json; charset=utf-8',
    'user-agent': 'Dateline (+webhooks)',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets.map((secret) => signatureOf(secret, id, timestamp, body)).join(' '),
  };
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function failureOf(status: number, headers: Dispatcher.ResponseData['headers'], said: string): Outcome {
  const reason = receiverAnswered(status, said);
  if (status === 410) return { result: 'gone', reason };
  const header = headers['retry-after'];
  const wanted = retryAfterMs(Array.isArray(header) ? header[0] : header, new Date());
  const asked = wanted === undefined ? {} : { retryAfterMs: wanted };
  return { result: 'failed', fault: 'recipient', permanent: false, reason, ...asked };
}

/**
 * The first characters of an answer, as far as they arrive soon; the rest is thrown away unread, and what ends the body (a
 * time, a broken connection, a wrong length) changes nothing.
 */
async function beginningOf(body: Dispatcher.ResponseData['body']): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  const timer = setTimeout(() => body.destroy(), BODY_MS);
  try {
    for await (const part of body as AsyncIterable<Buffer>) {
      parts.push(part);
      length += part.length;
      if (length >= KEPT_BYTES) break;
    }
  } catch {
    // What arrived is kept.
  } finally {
    clearTimeout(timer);
  }
  const text = Buffer.concat(parts).subarray(0, KEPT_BYTES).toString('utf8');
  // Control characters have no place in a report, and NUL none in Postgres.
  return text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
}

/** Reads and throws away the body after success, which nobody waits for; one that is long or slow ends its connection. */
async function dump(body: Dispatcher.ResponseData['body']): Promise<void> {
  try {
    await body.dump({ limit: DUMPED_BYTES, signal: AbortSignal.timeout(BODY_MS) });
  } catch {
    // The message has arrived.
  }
}

function refusal(error: unknown): TargetRefused | undefined {
  if (error instanceof TargetRefused) return error;
  return error instanceof Error && error.cause instanceof TargetRefused ? error.cause : undefined;
}

function reasonOf(error: unknown): string {
  const refused = refusal(error);
  if (refused !== undefined) return refused.message;
  if (error instanceof AggregateError && error.errors.length > 0) return messageOf(error.errors[0]);
  return messageOf(error);
}
