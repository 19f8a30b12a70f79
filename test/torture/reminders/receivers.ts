import type { ServerResponse } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { startHookReceiver, type ArrivedHook, type HookReceiver } from '../../reminders/outside.js';
import type { Chance } from '../chance.js';
import type { TortureFault } from './faults/fault.js';

/** So many messages are refused for a while, and of so many the receiver's word that it took them is lost. */
const REFUSED = 0.02;
const UNANSWERED = 0.01;
/** So many meet the fault of the moment; of those that hang so many, and of those that want nothing any more. */
const MEETS_FAULT = 0.7;
const MOST_HANGING = 5;
const MOST_GONE = 1;

/** What reached a receiver: what was told to whom, under which id, and whether it was called late. */
export interface Arrival {
  subscription: string;
  /** Subscription, milestone and lead time. */
  what: string;
  id: string;
  late: boolean;
  /** Longer lead times that it stands for, too. */
  missed: string[];
  /** By `performance.now()`. */
  at: number;
}

/** What a receiver does; true where it took the message. */
type Manner = (response: ServerResponse, until: AbortSignal) => boolean;

const MANNERS: Record<string, Manner> = {
  '200 with a body that is no gzip': (response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip');
    return true;
  },
  '200 with a body that breaks off': (response) => {
    response.writeHead(200, { 'content-length': '1000' }).write('half', () => response.destroy());
    return true;
  },
  '201 with a body without end': (response, until) => {
    response.writeHead(201);
    const timer = setInterval(() => response.write('and so on '.repeat(100)), 20);
    response.once('close', () => clearInterval(timer));
    until.addEventListener('abort', () => response.destroy(), { once: true });
    return true;
  },
  '302 to elsewhere': answers(302, { location: 'http://127.0.0.1:9/elsewhere' }),
  '308 to elsewhere': answers(308, { location: 'http://127.0.0.1:9/elsewhere' }),
  '404': answers(404),
  '410': answers(410),
  '429 with Retry-After in seconds': answers(429, { 'retry-after': '7' }),
  '503 with Retry-After of an hour': answers(503, { 'retry-after': '3600' }),
  '503 with Retry-After as a date': (response) =>
    answers(503, { 'retry-after': new Date(Date.now() + 60_000).toUTCString() })(response),
  '500 with a body that is no text': (response) => {
    response.writeHead(500).end(Buffer.from([0, 255, 0, 254]));
    return false;
  },
  'no answer': (response, until) => {
    until.addEventListener('abort', () => response.destroy(), { once: true });
    return false;
  },
  'a reset': (response) => {
    response.socket?.resetAndDestroy();
    return false;
  },
  'a reset after taking it': (response) => {
    response.socket?.resetAndDestroy();
    return true;
  },
};

function answers(status: number, headers: Record<string, string> = {}): (response: ServerResponse) => false {
  return (response) => {
    response.writeHead(status, headers).end();
    return false;
  };
}

/** Receivers of webhooks that are not always well. */
export class Receivers {
  /** Webhooks that were taken, also where the word about it was lost. */
  readonly hooks: Arrival[] = [];
  /** What should not have come: wrong signatures, what is no reminder. */
  readonly wrong: string[] = [];
  refused = 0;
  unanswered = 0;
  /** How many met a fault. */
  hits = 0;
  /** Subscriptions whose receiver wants nothing any more, and says so for good. */
  readonly gone = new Set<string>();
  /** Whose signatures are expected, by subscription. */
  readonly secrets = new Map<string, string>();
  #fault: { name: string; until: AbortController; met: number } | undefined;

  private constructor(
    private readonly hook: HookReceiver,
    private readonly chance: Chance,
  ) {
    hook.answer = (arrived, response) => this.#answer(arrived, response);
  }

  static async start(chance: Chance): Promise<Receivers> {
    return new Receivers(await startHookReceiver(), chance);
  }

  get url(): string {
    return this.hook.url;
  }

  /** The faults that they may have, in an order by chance. */
  faults(chance: Chance): ((lastsMs: number) => TortureFault)[] {
    return chance.shuffled(Object.keys(MANNERS)).map((name) => (lastsMs) => ({
      kind: 'receiver',
      what: name,
      lastsMs,
      begin: async () => void (this.#fault = { name, until: new AbortController(), met: 0 }),
      end: async () => {
        this.#fault?.until.abort();
        this.#fault = undefined;
      },
    }));
  }

  stop(): Promise<void> {
    return this.hook.stop();
  }

  #answer({ id, body, headers }: ArrivedHook, response: ServerResponse): void {
    this.hook.arrived.length = 0;
    const arrival = readArrival(id, body, headers, this.secrets);
    if (typeof arrival === 'string') {
      this.wrong.push(arrival);
      response.writeHead(204).end();
      return;
    }
    if (this.gone.has(arrival.subscription)) {
      answers(410)(response);
      return;
    }
    const fault = this.#fault;
    if (fault !== undefined && this.#meets(fault, arrival)) {
      fault.met++;
      this.hits++;
      if (MANNERS[fault.name]!(response, fault.until.signal)) this.hooks.push(arrival);
      return;
    }
    // A second failure of the same message would be followed by five minutes of waiting.
    const isFirst = headers['dateline-attempt'] === '1';
    if (isFirst && this.chance.in(REFUSED)) {
      this.refused++;
      response.writeHead(503).end();
      return;
    }
    this.hooks.push(arrival);
    if (isFirst && this.chance.in(UNANSWERED)) {
      this.unanswered++;
      response.destroy();
    } else response.writeHead(204).end();
  }

  #meets({ name, met }: { name: string; met: number }, { subscription }: Arrival): boolean {
    if (name === '410') {
      if (met >= MOST_GONE) return false;
      this.gone.add(subscription);
      return true;
    }
    return (name !== 'no answer' || met < MOST_HANGING) && this.chance.in(MEETS_FAULT);
  }
}

function readArrival(
  id: string,
  body: string,
  headers: Record<string, string>,
  secrets: ReadonlyMap<string, string>,
): Arrival | string {
  const { type, subject, data } = JSON.parse(body) as { type: string; subject: string; data: Record<string, unknown> };
  const subscription = String(data['subscription']);
  if (type !== 'dateline.reminder') return `${subscription} was told ${type} of ${subject}.`;
  // The time of the signature is by the clock of the service, which jumps.
  const signedAt = new Date(Number(headers['webhook-timestamp']) * 1_000);
  const signature = new Webhook(secrets.get(subscription) ?? '').sign(id, signedAt, body);
  if (!(headers['webhook-signature'] ?? '').split(' ').includes(signature))
    return `The signature of ${id} to ${subscription} is wrong.`;
  const what = `${subscription} ${subject} ${String(data['leadTime'])}`;
  const { late, missed } = data as { late: boolean; missed: string[] };
  return { subscription, what, id, late, missed, at: performance.now() };
}
