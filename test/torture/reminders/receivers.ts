import { Webhook } from 'standardwebhooks';
import { startHookReceiver, startMailReceiver } from '../../reminders/outside.js';
import type { Chance } from '../chance.js';

/** So many messages are refused for a while, and of so many the receiver's word that it took them is lost. */
const REFUSED = 0.02;
const UNANSWERED = 0.01;

/** What reached a receiver: what was told to whom, under which id, and whether it was called late. */
export interface Arrival {
  /** Subscription, milestone and lead time. */
  what: string;
  id: string;
  late: boolean;
  /** Longer lead times that it stands for, too. */
  missed: string[];
}

/** Receivers that are not always well. */
export interface Receivers {
  hookUrl: string;
  smtpUrl: string;
  /** Webhooks that were taken, also where the word about it was lost. */
  hooks: Arrival[];
  mails: { to: string; subject: string; text: string; id: string }[];
  /** What should not have come: wrong signatures, what is no reminder. */
  wrong: string[];
  refused: number;
  unanswered: number;
  /** Whose signatures are expected, by subscription. */
  secrets: Map<string, string>;
  stop(): Promise<void>;
}

/** Starts them. */
export async function startReceivers(chance: Chance): Promise<Receivers> {
  const [hook, mail] = [await startHookReceiver(), await startMailReceiver()];
  const receivers: Receivers = {
    hookUrl: hook.url,
    smtpUrl: mail.url,
    hooks: [],
    get mails() {
      return mail.arrived.map((one) => ({
        to: [one.to]
          .flat()
          .flatMap((to) => to?.value ?? [])
          .map(({ address }) => address ?? '')
          .join(),
        subject: one.subject ?? '',
        text: one.text ?? '',
        id: one.messageId ?? '',
      }));
    },
    wrong: [],
    refused: 0,
    unanswered: 0,
    secrets: new Map(),
    stop: async () => {
      await Promise.all([hook.stop(), mail.stop()]);
    },
  };
  hook.answer = ({ id, body, headers }, response) => {
    hook.arrived.length = 0;
    // A second failure of the same message would be followed by five minutes of waiting.
    const isFirst = headers['dateline-attempt'] === '1';
    if (isFirst && chance.in(REFUSED)) {
      receivers.refused++;
      response.writeHead(503).end();
      return;
    }
    const arrival = readArrival(id, body, headers, receivers.secrets);
    if (typeof arrival === 'string') receivers.wrong.push(arrival);
    else receivers.hooks.push(arrival);
    if (isFirst && chance.in(UNANSWERED)) {
      receivers.unanswered++;
      response.destroy();
    } else response.writeHead(204).end();
  };
  return receivers;
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
  try {
    new Webhook(secrets.get(subscription) ?? '').verify(body, headers);
  } catch (error) {
    return `The signature of ${id} to ${subscription} is refused: ${String(error)}`;
  }
  const what = `${subscription} ${subject} ${String(data['leadTime'])}`;
  return { what, id, late: data['late'] === true, missed: data['missed'] as string[] };
}
