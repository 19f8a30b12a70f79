import type { Database } from '#libs/database';
import type { Arrival, Receivers } from './receivers.js';
import { ASLEEP, FIRST, type Waiting } from './subscribers.js';

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
  /** Reminders that these messages stand for. */
  reminders: number;
}

const [NEAREST, ...MISSED] = ASLEEP.leads as [string, ...string[]];

/**
 * Holds what arrived, and what is on record, against what was to be told: everybody hears of every milestone in time, and
 * of what fell due while the service slept in one message that is called late; nothing has two ids; what was over when the
 * service woke is on record as skipped; what lies ahead is still planned.
 */
export async function judge(db: Database, receivers: Receivers, waiting: Waiting): Promise<Verdict> {
  const findings = [...receivers.wrong];
  const arrivals = [...receivers.hooks, ...mailsAsArrivals(receivers, waiting)];
  const listeners = [...waiting.hooks, ...waiting.mails.values()];
  const expected = new Map<string, { late: boolean; missed: string }>(
    listeners.flatMap((subscription) =>
      waiting.milestones.flatMap((milestone) => [
        [`${subscription} ${milestone} ${FIRST.lead}`, { late: false, missed: '' }],
        [`${subscription} ${milestone} ${NEAREST}`, { late: true, missed: MISSED.join() }],
      ]),
    ),
  );
  const told = Map.groupBy(arrivals, ({ what }) => what);
  for (const [what, wanted] of expected) {
    const of = told.get(what) ?? [];
    const ids = new Set(of.map(({ id }) => id));
    if (ids.size === 0) findings.push(`${what} never arrived.`);
    if (ids.size > 1) findings.push(`${what} arrived under ${ids.size} ids: ${[...ids].join(', ')}.`);
    for (const { late, missed } of of)
      if (late !== wanted.late || missed.join() !== wanted.missed)
        findings.push(`${what} arrived ${late ? 'as late' : 'as in time'} and for "${missed.join()}" too.`);
  }
  for (const what of told.keys()) if (!expected.has(what)) findings.push(`${what} arrived, and was not to be told.`);
  const byId = Map.groupBy(arrivals, ({ id }) => id);
  for (const [id, of] of byId)
    if (new Set(of.map(({ what }) => what)).size > 1) findings.push(`Several messages have the id ${id}.`);
  const skipped = await onRecord(db, listeners.length, waiting.milestones.length, findings);
  const late = [...byId.values()].filter(([one]) => one!.late).length;
  return {
    findings,
    messages: byId.size,
    repeats: arrivals.length - byId.size,
    late,
    skipped,
    reminders: byId.size + late * MISSED.length,
  };
}

/** What the tables say of the same; answers how many messages were skipped. */
async function onRecord(db: Database, listeners: number, milestones: number, findings: string[]): Promise<number> {
  const { rows } = await db.pool.query<{ status: string; reason: string; count: string }>(
    `select status, case status when 'skipped' then reason else '' end as reason, count(*)
       from deliveries where kind = 'reminder' group by 1, 2`,
  );
  const counts = new Map(rows.map(({ status, reason, count }) => [`${status} ${reason}`.trim(), Number(count)]));
  const over = 'skipped its window was over before the reminder could go out';
  const wanted = new Map([
    ['sent', 2 * listeners * milestones],
    [over, listeners],
  ]);
  for (const key of new Set([...counts.keys(), ...wanted.keys()]))
    if (counts.get(key) !== wanted.get(key))
      findings.push(`On record are ${counts.get(key) ?? 0} messages "${key}" instead of ${wanted.get(key) ?? 0}.`);
  const planned = await db.pool.query(`select from planned_reminders where status = 'planned'`);
  if (planned.rowCount !== listeners * milestones)
    findings.push(`${planned.rowCount} reminders are still planned instead of ${listeners * milestones}.`);
  return counts.get(over) ?? 0;
}

function mailsAsArrivals({ mails }: Receivers, waiting: Waiting): Arrival[] {
  return mails
    .filter(({ subject }) => !subject.includes('confirm'))
    .map(({ to, text, id }) => {
      const treaty = /Treaty\s+(treaty-\d+|early)/.exec(text)?.[1] ?? 'something';
      const days = /reminded\s+(\d+)\s+days\s+before/.exec(text)?.[1] ?? '0';
      const missed = [...text.matchAll(/should\s+have\s+been\s+said\s+(\d+)\s+days\s+before/g)].map(
        ([, day]) => `P${day}D`,
      );
      const what = `${waiting.mails.get(to)} ${treaty}.joint-review.2026 P${days}D`;
      return { what, id, late: /This\s+message\s+is\s+late/.test(text), missed };
    });
}
