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
  measures: { kind: string; since: string | null; until: string | null; state: string }[];
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

/** Of the facts of one case those that had certainly occurred by `asOf`, without those that were withdrawn. */
export function occurredFacts(facts: readonly PlainFact[], subject: string, asOf: number | null): PlainFact[] {
  const own = facts.filter((fact) => fact.subject === subject && !fact.retracted);
  return own.filter((fact) => asOf === null || daysOf(fact, own).certain <= asOf);
}

/** As `occurredFacts`, for a state, which no fact changes before the case is open. */
function stateFacts(facts: readonly PlainFact[], subject: string, asOf: number | null): PlainFact[] {
  const own = facts.filter((fact) => fact.subject === subject && !fact.retracted);
  const opening = openingOf(own);
  const inCase = own
    .filter((one) => one.type.startsWith('case.') && nameOf(one) !== 'noted')
    .map((one) => daysOf(one, own));
  const since = opening ? daysOf(opening, own).possible : -Infinity;
  const opened = Math.min(...inCase.filter(({ possible }) => possible >= since).map(({ certain }) => certain));
  if (opening && asOf !== null && asOf < opened) return [];
  return occurredFacts(facts, subject, asOf).filter((fact) => nameOf(fact) !== 'noted');
}

/** Which step comes after which, directly or through others. */
const REQUESTED = ['review-requested', 'filed'];
const FOUND = ['denial-found', 'review-accepted', ...REQUESTED];
const AFTER: Record<string, string[]> = {
  'review-requested': ['filed'],
  'review-accepted': REQUESTED,
  'review-declined': REQUESTED,
  'denial-found': ['review-accepted', ...REQUESTED],
  'no-denial-found': ['review-accepted', ...REQUESTED],
  'remediation-agreed': FOUND,
  'remediation-concluded': ['remediation-agreed', ...FOUND],
  'panel-requested': REQUESTED,
  'panel-decided': ['panel-requested', ...REQUESTED],
};
const nameOf = ({ type }: PlainFact): string => type.slice('case.'.length);
const requires = (later: PlainFact, earlier: PlainFact): boolean =>
  AFTER[nameOf(later)]?.includes(nameOf(earlier)) ?? false;

/** The dated fact that opens a case: the first petition, else the request. */
function openingOf(own: readonly PlainFact[]): PlainFact | undefined {
  const dated = own.filter(({ occurred }) => occurred !== null);
  return dated.find((one) => nameOf(one) === 'filed') ?? dated.find((one) => nameOf(one) === 'review-requested');
}

const isStep = (fact: PlainFact): boolean => !['filed', 'review-requested', 'noted'].includes(nameOf(fact));

const isEnd = (fact: PlainFact): boolean => nameOf(fact) === 'panel-decided' || nameOf(fact) in ENDS;

const endsCase = (fact: PlainFact): boolean =>
  isEnd(fact) && !(nameOf(fact) === 'panel-decided' && fact.body['finding'] === 'denial');

/** The first day of the beginning of a date. */
function firstDay(occurred: string): number {
  return parseEdtf(occurred).window.earliest ?? -Infinity;
}

/** A plan counts from its known day, whatever the window in which it is due. */
const isPlan = ({ type }: PlainFact): boolean => type.endsWith('.planned') || type === 'milestone.moved';

/** Between which days a fact of a case lies, by the contract's words on dates and on undated facts. */
function daysOf(fact: PlainFact, own: readonly PlainFact[]): { certain: number; possible: number } {
  if (isPlan(fact)) return { certain: fact.known.at, possible: fact.known.at };
  const steps = [...new Set(own.filter((one) => requires(fact, one)).map(nameOf))].map((name) =>
    own.filter((one) => nameOf(one) === name),
  );
  const opening = isStep(fact) ? openingOf(own) : undefined;
  const bounds = [...steps, ...(opening ? [[opening]] : [])]
    .filter((group) => group.every(({ occurred }) => occurred !== null))
    .map((group) => ({
      first: Math.min(...group.map(({ occurred }) => firstDay(occurred!))),
      certain: Math.min(...group.map(({ occurred }) => begun(occurred!))),
    }));
  const low = Math.max(-Infinity, ...bounds.map(({ first }) => first));
  if (fact.occurred !== null) {
    const certain = begun(fact.occurred);
    return { certain, possible: Math.min(certain, Math.max(firstDay(fact.occurred), low)) };
  }
  const alone = own.every((one) => one.id === fact.id || one.type !== fact.type);
  const later = own.filter((one) => alone && one.occurred !== null && requires(one, fact));
  const last = Math.min(fact.known.at, ...later.map(({ occurred }) => begun(occurred!)));
  const broken = bounds.filter(({ first }) => first > last);
  const certain = broken.length === 0 ? last : Math.max(fact.known.at, ...broken.map((bound) => bound.certain));
  return { certain, possible: Math.min(certain, low) };
}

/** Whether a list of cases holds a case under the clocks: a fact of it is known that may have occurred. */
export function isListed(all: readonly PlainFact[], id: string, { upTo, knownAt, asOf }: PlainClocks): boolean {
  const own = all.filter((fact) => fact.subject === id && !fact.retracted);
  if (asOf === null) return (upTo === null && knownAt === null) || own.length > 0;
  return !isBeforeOpening(all, id, asOf) && own.some((fact) => daysOf(fact, own).possible <= asOf);
}

/** Whether a day lies before the opening of a case, its first dated petition, else its dated request: it is in no count then. */
export function isBeforeOpening(all: readonly PlainFact[], id: string, asOf: number | null): boolean {
  const own = all.filter(({ subject, retracted }) => subject === id && !retracted);
  const opening = openingOf(own);
  return asOf !== null && opening !== undefined && asOf < daysOf(opening, own).possible;
}

/** Whether one fact cannot come before the other, which follows those placed so far. */
function bars(one: PlainFact, next: PlainFact, placed: readonly PlainFact[], own: readonly PlainFact[]): boolean {
  const [before, after] = [daysOf(one, own), daysOf(next, own)];
  if (after.certain < before.possible) return true;
  if (before.certain < after.possible) return false;
  // What was taken on the day of an end was taken before it; what was found on the day of a panel request, before that.
  const isFirst =
    (nameOf(next) === 'measure-taken' && isEnd(one)) ||
    (/^(no-)?denial-found$/.test(nameOf(next)) && nameOf(one) === 'panel-requested');
  if (isFirst && before.possible >= after.certain) return true;
  const isPlaced = placed.some((other) => other.type === next.type);
  if (requires(one, next) && !isPlaced) return true;
  if (isStep(one) && openingOf(own)?.id === next.id) return true;
  // A case is reopened behind an end.
  if (nameOf(one) === 'reopened' && endsCase(next) && !placed.some(endsCase)) return true;
  const sameKind = (other: PlainFact): boolean =>
    nameOf(one) === 'measure-lifted' && nameOf(other) === 'measure-taken' && one.body['kind'] === other.body['kind'];
  return sameKind(next) && !placed.some(sameKind);
}

const isExact = (fact: PlainFact, own: readonly PlainFact[]): boolean =>
  fact.occurred !== null && daysOf(fact, own).certain === daysOf(fact, own).possible;

/**
 * The orders in which the facts of a case can have come by a day, undated ones anywhere that their days and the order of
 * the steps allow, with and without those that have only possibly occurred.
 */
export function plainOrders(facts: readonly PlainFact[], subject: string, asOf: number | null): PlainFact[][] {
  const own = facts.filter((fact) => fact.subject === subject && !fact.retracted);
  const sure = stateFacts(facts, subject, asOf);
  const isOpen = !isBeforeOpening(facts, subject, asOf);
  const may = own.filter(
    (fact) => nameOf(fact) !== 'noted' && (sure.includes(fact) || (isOpen && daysOf(fact, own).possible <= asOf!)),
  );
  // Facts of one certain day each are in one order.
  const fixed = plainStateOrder(facts, subject, asOf).filter((fact) => isExact(fact, own));
  const found: PlainFact[][] = [];
  const place = (placed: PlainFact[]): void => {
    if (may.every((fact) => placed.includes(fact) || !sure.includes(fact))) found.push(placed);
    for (const next of may.filter((fact) => !placed.includes(fact))) {
      if (fixed.slice(0, Math.max(0, fixed.indexOf(next))).some((one) => !placed.includes(one))) continue;
      if (placed.some((one) => bars(one, next, placed, own))) continue;
      const types = new Set(own.filter((one) => requires(next, one)).map(({ type }) => type));
      // A case is reopened behind an end, where one is on record.
      const isReopening = nameOf(next) === 'reopened' && own.some(endsCase);
      const lacks =
        [...types].some((type) => placed.every((one) => one.type !== type)) || (isReopening && !placed.some(endsCase));
      const opening = isStep(next) ? openingOf(own) : undefined;
      if (!sure.includes(next) && (lacks || (opening && !placed.includes(opening)))) continue;
      place([...placed, next]);
    }
  };
  place([]);
  return found;
}

/**
 * The facts of a case that had certainly occurred: of all orders that days and steps allow that which is first by their
 * places in the timeline. An undated fact comes before every step that requires it, also where another fact of its type does.
 * Where the steps allow none, the days alone count.
 */
export function plainStateOrder(facts: readonly PlainFact[], subject: string, asOf: number | null): PlainFact[] {
  const own = facts.filter((fact) => fact.subject === subject && !fact.retracted);
  const follow = (placed: readonly PlainFact[], left: readonly PlainFact[]): readonly PlainFact[] | null => {
    if (left.length === 0) return placed;
    for (const next of left) {
      const comesFirst = (one: PlainFact, at: number): boolean => {
        const before = placed.slice(0, at);
        return bars(one, next, next.occurred === null ? before.filter((other) => !requires(one, other)) : before, own);
      };
      if (placed.some(comesFirst)) continue;
      const order = follow(
        [...placed, next],
        left.filter((fact) => fact !== next),
      );
      if (order) return order;
    }
    return null;
  };
  const all = stateFacts(facts, subject, asOf);
  return [...(follow([], all) ?? inOrderOfDays(all, own))];
}

/** Each time the first of the facts that no other certainly precedes. */
function inOrderOfDays(facts: readonly PlainFact[], own: readonly PlainFact[]): PlainFact[] {
  if (facts.length === 0) return [];
  const first = facts.find((next) => facts.every((other) => daysOf(other, own).certain >= daysOf(next, own).possible))!;
  return [
    first,
    ...inOrderOfDays(
      facts.filter((fact) => fact !== first),
      own,
    ),
  ];
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

/**
 * The state of a case by a day, and what each order in which its facts can have come makes of it: an order says by itself
 * what lies behind the end.
 */
export function plainStates(facts: readonly PlainFact[], subject: string, asOf: number | null): PlainCase[] {
  const orders = plainOrders(facts, subject, asOf);
  return [plainCase(plainStateOrder(facts, subject, asOf)), ...orders.map((order) => foldOf(order, () => true))];
}

/** The state of a case by its facts in the order of the state: only what certainly lies behind the end counts as behind it. */
export function plainCase(facts: readonly PlainFact[]): PlainCase {
  return foldOf(facts, liesAfter);
}

function foldOf(
  facts: readonly PlainFact[],
  isAfter: (occurred: string | null, end: string | null) => boolean,
): PlainCase {
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
    if (what === 'review-requested') one.requestedOn ??= occurred;
    if (what === 'review-requested') one.openedOn ??= occurred;
    if (what === 'filed' && one.openedOn === one.requestedOn) one.openedOn = occurred ?? one.openedOn;
    if (what === 'measure-taken')
      one.measures.push({
        kind: String(body['kind']),
        since: occurred,
        until: null,
        state: one.endedBy !== null && !isAfter(occurred, one.closedOn) ? 'no-end-on-record' : 'in-force',
      });
    if (what === 'measure-lifted') {
      const open = one.measures.find(({ kind, state }) => kind === body['kind'] && state !== 'lifted');
      if (open) Object.assign(open, { until: occurred, state: 'lifted' });
    }
    if (what === 'reopened')
      Object.assign(one, { status: 'under-review', endedBy: null, closedOn: null, outcome: null });
    if (one.endedBy !== null) continue;
    if (what === 'panel-decided' && body['finding'] === 'denial') one.status = 'remedy-pending';
    const end = what === 'panel-decided' && body['finding'] !== 'denial' ? 'closed' : ENDS[what];
    if (end !== undefined) {
      for (const measure of one.measures) if (measure.state === 'in-force') measure.state = 'no-end-on-record';
      Object.assign(one, {
        status: end,
        endedBy: id,
        closedOn: occurred,
        outcome: (body['outcome'] as string | undefined) ?? (body['finding'] as string | undefined) ?? null,
      });
    } else one.status = STEPS[what] ?? one.status;
  }
  return one;
}

/** Whether a measure certainly came after the end; where a date is missing, the order of the facts says so. */
function liesAfter(occurred: string | null, closedOn: string | null): boolean {
  if (occurred === null || closedOn === null) return true;
  return firstDay(occurred) > begun(closedOn);
}

/** What changed between two states, as a history tells it. */
export function plainChanges(before: PlainCase, after: PlainCase): unknown[] {
  return (['status', 'outcome', 'measures'] as const)
    .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
    .map((field) => ({ field, before: before[field], after: after[field] }));
}

/** When the respondent must have ended its review: 45 days after the day of the request, not on a weekend. */
export function plainReviewEnd(
  facts: readonly PlainFact[],
  own: readonly PlainFact[],
  today: number,
): { window: string; status: string } | null {
  const at = facts.findIndex(({ type }) => type === 'case.review-requested');
  const asked = facts[at];
  // A request that went on for days counts from the day on which it began.
  const day = asked?.occurred?.split('/')[0] ?? '';
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return null;
  const due = dayOfIso(day) + 45;
  const later = facts.filter(({ occurred }) => {
    const last = occurred === null ? null : parseEdtf(occurred).beginning.latest;
    return last === null || last >= dayOfIso(day);
  });
  const done = ['case.denial-found', 'case.no-denial-found', 'case.remediation-agreed'];
  const over = ['case.review-declined', 'case.panel-requested', 'case.panel-decided'];
  const isOver = (type: string): boolean =>
    over.includes(type) || Object.keys(ENDS).some((end) => type === `case.${end}`);
  const inTime = ({ occurred }: PlainFact): boolean => {
    const last = occurred === null ? null : parseEdtf(occurred).beginning.latest;
    return last !== null && last <= due;
  };
  // An act without a date is done on no recorded day, but an end lies by its known day.
  const window = (fact: PlainFact): [number, number] => {
    if (fact.occurred === null) return [daysOf(fact, own).possible, daysOf(fact, own).certain];
    const { earliest, latest } = parseEdtf(fact.occurred).beginning;
    return [earliest ?? -Infinity, latest ?? Infinity];
  };
  const mayBeReopened = (end: PlainFact): boolean =>
    later.some((fact, index) => {
      const [[from, to], [endFrom, endTo]] = [window(fact), window(end)];
      const isBehind = !(from === to && endFrom === endTo && from === endFrom && index < later.indexOf(end));
      return fact.type === 'case.reopened' && isBehind && endFrom <= to && from <= due;
    });
  const endsInTime = (fact: PlainFact): boolean => isOver(fact.type) && window(fact)[1] <= due && !mayBeReopened(fact);
  const ahead = today > due ? 'unconfirmed' : today === due ? 'due' : 'upcoming';
  const status = later.some((fact) => done.includes(fact.type) && inTime(fact))
    ? 'met'
    : later.some(endsInTime)
      ? 'cancelled'
      : later.some(({ type }) => done.includes(type))
        ? 'met'
        : ahead;
  return { window: isoOfDay(due), status };
}
