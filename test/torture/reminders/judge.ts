import type { Database } from '#libs/database';
import type { TortureClock } from './faults/clock.js';
import type { ArrivedMail } from './faults/mail-server.js';
import { messagesOnRecord, plannedOf, type OnRecord } from './outcomes.js';
import type { Arrival } from './receivers.js';
import { ASLEEP, BETWEEN_MS, FIRST, type Waiting } from './subscribers.js';

/** What came of the reminders. */
export interface Verdict {
  /** Sentences, each of which says what a promise says cannot be. */
  findings: string[];
  /** Different messages that arrived; how often one arrived once more, under its id; how many were called late. */
  messages: number;
  repeats: number;
  late: number;
  /** Messages that were not sent since they no longer helped, with the reason on record. */
  skipped: number;
  /** Messages that never arrived since the mail server said that there is no such mailbox. */
  ended: number;
  /** Messages that were not sent, or never planned, since the receiver wanted nothing any more (410). */
  unwanted: number;
  /** Reminders that the messages stand for. */
  reminders: number;
}

/** What is known from the outside. */
export interface Witness {
  waiting: Waiting;
  clock: TortureClock;
  arrivals: readonly Arrival[];
  wrong: readonly string[];
  /** Subscriptions whose receivers want nothing any more; and how often mailboxes were said not to exist, by subscription. */
  gone: ReadonlySet<string>;
  ended: ReadonlyMap<string, number>;
}

const [NEAREST, ...MISSED] = ASLEEP.leads as [string, ...string[]];
const OVER = 'its window was over before the reminder could go out';
const DISABLED = 'the subscription was disabled';

/**
 * Holds what arrived, and what is on record, against what was to be told: everybody hears of every milestone, as late where
 * it is late, and of what fell due while the service slept in one message; nothing has two ids; what was over when the service
 * woke is on record as skipped; what a receiver ended is on record as such; what lies ahead is still planned.
 */
export async function judge(db: Database, witness: Witness): Promise<Verdict> {
  const { waiting, arrivals, gone } = witness;
  const findings = [...witness.wrong];
  const told = Map.groupBy(arrivals, ({ what }) => what);
  const byId = Map.groupBy(arrivals, ({ id }) => id);
  for (const [id, of] of byId)
    if (new Set(of.map(({ what }) => what)).size > 1) findings.push(`Several messages have the id ${id}.`);
  const onRecord = Map.groupBy(await messagesOnRecord(db), ({ subscription }) => subscription);
  const planned = await plannedOf(db);
  const counts = { skipped: 0, ended: 0, unwanted: 0 };
  for (const subscription of [...waiting.hooks, ...waiting.mails.values()]) {
    const records = onRecord.get(subscription) ?? [];
    const accounted = new Set<OnRecord>();
    let ended = 0;
    for (const { what, tells, due, missed } of expectedOf(subscription, waiting)) {
      const of = told.get(what) ?? [];
      told.delete(what);
      const record = records.find((one) => one.tells.join() === tells.join());
      if (record !== undefined) accounted.add(record);
      findings.push(...wrongArrivals(what, of, { due, missed, clock: witness.clock }));
      const found = fateOf(record, of.length > 0, gone.has(subscription));
      if (found === 'ended') ended++;
      if (of.length > 0) {
        if (record?.status !== 'sent' && found === 'other' && !gone.has(subscription))
          findings.push(`${what} arrived, and is ${wordsOf(record)}.`);
        continue;
      }
      if (found === 'ended') counts.ended++;
      else if (found === 'unwanted') counts.unwanted++;
      else findings.push(`${what} never arrived, and is ${wordsOf(record)}.`);
    }
    if (ended > (witness.ended.get(subscription) ?? 0))
      findings.push(`${subscription} had ${ended} messages ended by its mailbox, which said so less often.`);
    for (const record of records) {
      if (record.status === 'waiting') findings.push(`${record.id} to ${subscription} still waits: ${record.reason}`);
      if (accounted.has(record)) continue;
      const isOver =
        record.status === 'skipped' && record.reason === OVER && /^early\..* P0D$/.test(record.tells.join());
      if (isOver) counts.skipped++;
      else if (!gone.has(subscription))
        findings.push(`Nothing was to be told as ${wordsOf(record)} to ${subscription}.`);
    }
    const ahead = waiting.milestones.map((milestone) => `${milestone} P0D`).toSorted();
    if (!gone.has(subscription) && planned.get(subscription)?.toSorted().join() !== ahead.join())
      findings.push(`${subscription} has other reminders planned than the last: ${planned.get(subscription)?.join()}`);
  }
  for (const what of told.keys()) findings.push(`${what} arrived, and was not to be told.`);
  const messages = [...byId.values()].map(([first]) => first!);
  return {
    findings,
    messages: messages.length,
    repeats: arrivals.length - messages.length,
    late: messages.filter(({ late }) => late).length,
    ...counts,
    reminders: messages.reduce((sum, { missed }) => sum + 1 + missed.length, 0),
  };
}

interface Expected {
  what: string;
  tells: string[];
  due: number;
  missed: string[];
}

function expectedOf(subscription: string, { milestones, firstAt }: Waiting): Expected[] {
  const due = firstAt.get(subscription)!;
  return milestones.flatMap((milestone) => [
    { what: `${subscription} ${milestone} ${FIRST.lead}`, tells: [`${milestone} ${FIRST.lead}`], due, missed: [] },
    {
      what: `${subscription} ${milestone} ${NEAREST}`,
      tells: [NEAREST, ...MISSED].map((lead) => `${milestone} ${lead}`),
      due: due + BETWEEN_MS,
      missed: MISSED,
    },
  ]);
}

function wrongArrivals(
  what: string,
  arrivals: readonly Arrival[],
  { due, missed, clock }: { due: number; missed: string[]; clock: TortureClock },
): string[] {
  const ids = new Set(arrivals.map(({ id }) => id));
  const wrong = ids.size > 1 ? [`${what} arrived under ${ids.size} ids: ${[...ids].join(', ')}.`] : [];
  for (const arrival of arrivals) {
    const marks = clock.marks(due, arrival.at);
    if (arrival.late ? !marks.late : !marks.inTime)
      wrong.push(`${what} arrived as ${arrival.late ? 'late' : 'in time'}.`);
    if (arrival.missed.join() !== missed.join()) wrong.push(`${what} arrived for "${arrival.missed.join()}" too.`);
  }
  return wrong;
}

/** What a message came to that does not say by arriving that it was sent. */
function fateOf(record: OnRecord | undefined, arrived: boolean, isGone: boolean): 'ended' | 'unwanted' | 'other' {
  if (record?.status === 'failed' && record.fault === 'recipient' && /^5\d\d |: 5\d\d /.test(record.reason))
    return 'ended';
  if (!isGone || arrived) return 'other';
  if (record === undefined) return 'unwanted';
  const wasRefused = record.status === 'failed' && record.reason === 'The receiver answered 410';
  return wasRefused || (record.status === 'skipped' && record.reason === DISABLED) ? 'unwanted' : 'other';
}

function wordsOf(record: OnRecord | undefined): string {
  if (record === undefined) return 'no message';
  const { id, status, fault, reason, tells } = record;
  return `message ${id} (${tells.join()}), ${status} ${fault} ${reason}`;
}

/** Mails as they arrived, without those that ask for a confirmation. */
export function mailsAsArrivals(mails: readonly ArrivedMail[], waiting: Waiting): Arrival[] {
  return mails
    .filter(({ subject }) => !subject.includes('confirm'))
    .map(({ to, text, id, at }) => {
      const treaty = /Treaty\s+(treaty-\d+|early)/.exec(text)?.[1] ?? 'something';
      const days = /reminded\s+(\d+)\s+days\s+before/.exec(text)?.[1] ?? '0';
      const missed = [...text.matchAll(/should\s+have\s+been\s+said\s+(\d+)\s+days\s+before/g)].map(
        ([, day]) => `P${day}D`,
      );
      const subscription = String(waiting.mails.get(to));
      const what = `${subscription} ${treaty}.joint-review.2026 P${days}D`;
      return { subscription, what, id, late: /This\s+message\s+is\s+late/.test(text), missed, at };
    });
}
