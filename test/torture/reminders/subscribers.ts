import { confirmationMail } from '../../reminders/confirming.js';
import type { Service } from '../service.js';

/** The day for which most reviews are due, and the one of those that are over when the service wakes up again. */
export const REVIEW_DAY = '2026-07-01';
export const EARLY_DAY = '2026-06-25';
/** Before the start of the run; while it runs `FIRST` falls due, and while the service sleeps the others do. */
export const SET_UP = '2026-06-20T00:00:00Z';
export const FIRST = { lead: 'P8D', from: '2026-06-23T09:00:30Z', at: '2026-06-23T09:00:00Z' };
export const ASLEEP = { leads: ['P6D', 'P7D'], until: '2026-06-26T09:30:00Z' };
/** From the first lead time to the nearest of the others. */
export const BETWEEN_MS = 2 * 86_400_000;
const LEADS = [FIRST.lead, ...ASLEEP.leads, 'P0D'];

/** At nine o'clock UTC and in the minutes after it, told by clocks of several time zones. */
const HOURS = [
  ['UTC', 9],
  ['Europe/Madrid', 11],
  ['America/Mexico_City', 3],
  ['Asia/Tokyo', 18],
] as const;

/** Who waits for what. */
export interface Waiting {
  /** Ids of the subscriptions by webhook, and of those by mail with their addresses. */
  hooks: string[];
  mails: Map<string, string>;
  /** The instants at which the first lead time of each subscription falls due. */
  firstAt: Map<string, number>;
  /** Ids of the milestones that are due on the day of the reviews. */
  milestones: string[];
}

/** Records treaties that are reviewed, and subscribes to all of them over HTTP. */
export async function subscribeAll(
  service: Service,
  {
    treaties,
    hooks,
    mails,
    minutes,
    hookUrl,
  }: Record<'treaties' | 'hooks' | 'mails' | 'minutes', number> & { hookUrl: string },
): Promise<Waiting> {
  const ids = Array.from({ length: treaties }, (_, n) => `treaty-${n}`);
  const lines = [
    { record: 'source', id: 'gazette', title: 'Gazette', publisher: 'The Gazette', publishedOn: '2019-01-01' },
    ...ids.flatMap((id) => treaty(id, '2020-07-01')),
    ...treaty('early', '2020-06-25'),
  ];
  const recorded = await service.ask(
    '/v1/import',
    lines.map((line) => JSON.stringify(line)).join('\n'),
    'application/x-ndjson',
  );
  await service.ask(`/v1/milestones?after=${String(recorded['position'])}`);
  const milestones = ids.map((id) => `${id}.joint-review.2026`);
  const waiting: Waiting = { hooks: [], mails: new Map(), firstAt: new Map(), milestones };
  const numbers = Array.from({ length: hooks + mails }, (_, n) => n).values();
  const subscribe = async (): Promise<void> => {
    for (const n of numbers) {
      const [timeZone, hour] = HOURS[n % HOURS.length]!;
      const localTime = `${String(hour).padStart(2, '0')}:${String(n % minutes).padStart(2, '0')}`;
      const address = n < hooks ? undefined : `reader-${n}@example.org`;
      const channel = address === undefined ? { type: 'webhook', url: hookUrl } : { type: 'email', address };
      const form = { channel, filter: { milestones: ['joint-review'] }, leadTimes: LEADS, timeZone, localTime };
      const made = await service.ask('/v1/subscriptions', JSON.stringify(form));
      const id = String(made['id']);
      waiting.firstAt.set(id, Date.parse(FIRST.at) + (n % minutes) * 60_000);
      if (address === undefined) {
        waiting.hooks.push(id);
        continue;
      }
      const mail = await confirmationMail(service.database.db.pool, address);
      await service.ask(`/v1/confirmations/${mail.id}/requests/${id}/confirm?token=${mail.token}`, '');
      waiting.mails.set(address, id);
    }
  };
  await Promise.all([subscribe(), subscribe(), subscribe(), subscribe()]);
  return waiting;
}

function treaty(id: string, occurred: string): object[] {
  const fact = { record: 'fact', id: `${id}-in-force`, subject: id, type: 'agreement.entered-into-force', occurred };
  return [
    { record: 'subject', id, type: 'agreement', name: `Treaty ${id}`, topics: [], parties: ['NO', 'SE'] },
    { ...fact, title: `${id} enters into force`, body: { reviewEvery: 'P6Y' }, sources: [{ source: 'gazette' }] },
  ];
}
