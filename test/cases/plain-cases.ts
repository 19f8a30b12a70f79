import { dayOfIso, isoOfDay, parseEdtf } from '#libs/edtf';
import { plainFold, type Seen, type Sent } from '../timeline/plain-fold.js';

/** The clocks of a question: a position of the log and two days; null lets everything through. */
export interface PlainClocks {
  upTo: number | null;
  knownAt: number | null;
  asOf: number | null;
}

/** A fact that the clocks let through, as they let it be seen. */
export interface PlainFact extends Seen {
  id: string;
  subject: string;
  position: number;
}

/** What the contract (section 3) makes of a case's facts. */
export interface PlainCase {
  status: string;
  outcome: string | null;
  openedOn: string | null;
  requestedOn: string | null;
  closedOn: string | null;
  endedBy: string | null;
  measures: { kind: string; since: string | null; until: string | null; lifted: boolean }[];
}

const AFTER_ALL = dayOfIso('2999-12-31');

/** Every fact that was recorded and known, in the order of a timeline, undated ones last; withdrawn ones too. */
export function plainFacts(all: readonly Sent[], { upTo, knownAt }: PlainClocks, today: number): PlainFact[] {
  const seen = plainFold(all, upTo ?? Number.MAX_SAFE_INTEGER, knownAt ?? AFTER_ALL, today);
  return all
    .flatMap((sent) => {
      const told = sent.record === 'fact' ? seen.get(sent.id) : undefined;
      return told ? [{ ...told, id: sent.id, subject: sent['subject'] as string, position: sent.position }] : [];
    })
    .toSorted((one, other) => {
      const [a, b] = [placeOf(one), placeOf(other)];
      return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
    });
}

function placeOf({ occurred, position }: PlainFact): [number, number, number] {
  if (occurred === null) return [Infinity, Infinity, position].map((part) => Math.min(part, 1e12)) as never;
  const { earliest, latest } = parseEdtf(occurred).window;
  return [earliest ?? latest ?? 1e11, latest ?? 1e11, position];
}

/** The last day of the beginning of a date: of `A/B` and `A/..` that of A, of everything else that of the whole. */
function begun(occurred: string): number {
  const [first = '', second] = occurred.split('/');
  const beginning = second === undefined || first === '..' ? occurred : first;
  return parseEdtf(beginning).window.latest ?? AFTER_ALL;
}

/** Of the facts of one case those that had occurred by `asOf`, without those that were withdrawn. */
export function occurredFacts(facts: readonly PlainFact[], subject: string, asOf: number | null): PlainFact[] {
  const own = facts.filter((fact) => fact.subject === subject && !fact.retracted);
  if (asOf === null) return own;
  const lastDated = Math.max(...own.flatMap(({ occurred }) => (occurred === null ? [] : [begun(occurred)])));
  return own.filter(({ occurred }) => (occurred === null ? lastDated : begun(occurred)) <= asOf);
}

const STEPS: Record<string, string> = {
  filed: 'filed',
  'review-requested': 'review-requested',
  'review-accepted': 'under-review',
  'review-declined': 'review-declined',
  'denial-found': 'in-consultation',
  'no-denial-found': 'in-consultation',
  'remediation-agreed': 'in-remediation',
  'panel-requested': 'in-panel',
};
const ENDS: Record<string, string> = {
  'not-pursued': 'not-pursued',
  'remediation-concluded': 'resolved',
  resolved: 'resolved',
  closed: 'closed',
  withdrawn: 'closed',
};

/** The state of a case by its facts in their order. */
export function plainCase(facts: readonly PlainFact[]): PlainCase {
  const one: PlainCase = {
    status: 'noted',
    outcome: null,
    openedOn: null,
    requestedOn: null,
    closedOn: null,
    endedBy: null,
    measures: [],
  };
  for (const { id, type, occurred, body } of facts) {
    const what = type.slice('case.'.length);
    if (what === 'filed' || what === 'review-requested') one.openedOn ??= occurred;
    if (what === 'review-requested') one.requestedOn ??= occurred;
    if (what === 'measure-taken')
      one.measures.push({ kind: String(body['kind']), since: occurred, until: null, lifted: false });
    if (what === 'measure-lifted') {
      const open = one.measures.find(({ kind, lifted }) => kind === body['kind'] && !lifted);
      if (open) Object.assign(open, { until: occurred, lifted: true });
    }
    if (what === 'reopened')
      Object.assign(one, { status: 'under-review', endedBy: null, closedOn: null, outcome: null });
    if (one.endedBy !== null) continue;
    if (what === 'panel-decided' && body['finding'] === 'denial') one.status = 'remedy-pending';
    const end = what === 'panel-decided' && body['finding'] !== 'denial' ? 'closed' : ENDS[what];
    if (end !== undefined)
      Object.assign(one, {
        status: end,
        endedBy: id,
        closedOn: occurred,
        outcome: (body['outcome'] as string | undefined) ?? (body['finding'] as string | undefined) ?? null,
      });
    else one.status = STEPS[what] ?? one.status;
  }
  return one;
}

/** What changed between two states, as a history tells it. */
export function plainChanges(before: PlainCase, after: PlainCase): unknown[] {
  return (['status', 'outcome', 'measures'] as const)
    .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
    .map((field) => ({ field, before: before[field], after: after[field] }));
}

/** From how many days to how many a case took, by the last day of the first and of the ending fact. */
export function plainDuration(
  facts: readonly PlainFact[],
  from: string,
  today: number,
): 'ended' | 'open' | 'unknown' | 'none' {
  const start = facts.find(({ type }) => type === from);
  if (!start) return 'none';
  const { endedBy } = plainCase(facts);
  const end = facts.find(({ id }) => id === endedBy);
  const [begins, ends] = [lastDay(start.occurred), end ? lastDay(end.occurred) : today];
  if (begins === null || ends === null || ends < begins) return 'unknown';
  return end ? 'ended' : 'open';
}

function lastDay(occurred: string | null): number | null {
  return occurred === null ? null : parseEdtf(occurred).window.latest;
}

/** When the respondent must have ended its review: 45 days after the day of the request, not on a weekend. */
export function plainReviewEnd(facts: readonly PlainFact[], today: number): { window: string; status: string } | null {
  const at = facts.findIndex(({ type }) => type === 'case.review-requested');
  const asked = facts[at];
  if (!asked || asked.occurred === null || !/^\d{4}-\d\d-\d\d$/.test(asked.occurred)) return null;
  const due = dayOfIso(asked.occurred) + 45;
  const later = facts.slice(at + 1);
  const isDone = (type: string): boolean =>
    ['case.denial-found', 'case.no-denial-found', 'case.remediation-agreed'].includes(type);
  const over = ['case.review-declined', 'case.panel-requested', 'case.panel-decided'];
  const isOver = (type: string): boolean =>
    over.includes(type) || Object.keys(ENDS).some((end) => type === `case.${end}`);
  const inTime = ({ occurred }: PlainFact): boolean => {
    const last = occurred === null ? null : parseEdtf(occurred).window.latest;
    return last !== null && last <= due;
  };
  const ahead = today > due ? 'unconfirmed' : today === due ? 'due' : 'upcoming';
  const status = later.some((fact) => isDone(fact.type) && inTime(fact))
    ? 'met'
    : later.some((fact) => isOver(fact.type) && inTime(fact))
      ? 'cancelled'
      : later.some(({ type }) => isDone(type))
        ? 'met'
        : ahead;
  return { window: isoOfDay(due), status };
}
