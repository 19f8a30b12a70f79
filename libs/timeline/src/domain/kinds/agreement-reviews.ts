import {
  addDuration,
  calendarOf,
  dayOf,
  durationInWords,
  edtfOfDay,
  parseEdtf,
  type Day,
  type Window,
} from '#libs/edtf';
import { textOf, type DatedFact, type DerivedMilestone, type MilestoneReason, type Preparation } from '../kind.js';

const RULE = 'joint-review';

/** So many yearly reviews are expected at most; a term may be stated to end in any year that a date can name. */
const MOST_YEARLY = 100;

/** Whoever wants something of a review says so a month before it. */
export const RECOMMENDATIONS: Preparation = {
  before: RULE,
  rule: 'joint-review-recommendations',
  by: 'P1M',
  title: 'Recommendations to the joint review',
  because: 'recommendations are handed in at least a month before the review',
};

/** A review that is due. */
interface Due {
  /** The year by which it is known, whatever becomes of it. */
  year: number;
  edtf: string;
  latest: Day;
  because: string;
  reason: MilestoneReason;
  derivedFrom: string[];
}

/** Where the cycle stands: what is due next, and whether it is due in every year since nobody extended. */
interface Cycle {
  due: Due[];
  yearly: boolean;
}

/**
 * The review cycle of an agreement, from the fact that states its rhythm. A review that extends, or of which no outcome is
 * known, is followed by the next one by the rhythm; one that does not extend by a review in each following year of the
 * term, on no fixed day, until a review or an extension at any time ends that. A due date is as precise as what it is
 * counted from: from a day a day, from a month or a year the days between which it lies.
 */
export function reviewCycle(facts: readonly DatedFact[], name: string): DerivedMilestone[] {
  const start = facts.find((fact) => fact.type === 'agreement.entered-into-force' && textOf(fact, 'reviewEvery'));
  const every = start && textOf(start, 'reviewEvery');
  const window = start?.occurred?.beginning;
  if (!start || !every || !window || window.earliest === null || window.latest === null) return [];
  const milestones: DerivedMilestone[] = [];
  const why = after('after-entry-into-force', every);
  let cycle: Cycle = { due: [dueAfter(window, every, why, [start.id])], yearly: false };
  for (const fact of facts) {
    if (fact.type === 'agreement.reviewed') {
      const at = turnOf(cycle, fact);
      const due = cycle.due[at];
      if (!due) continue;
      for (const missed of cycle.due.slice(0, at)) milestones.push(review(missed, name));
      milestones.push({ ...review(due, name), metBy: fact.id });
      cycle = afterReview(cycle, { due, review: fact, start, every, lastYear: lastYearOf(facts) });
    } else if (isExtensionBetween(fact, facts) && cycle.yearly) {
      const [pending] = cycle.due;
      if (pending) milestones.push({ ...review(pending, name), cancelledBy: fact.id });
      cycle = { due: [afterExtension(fact, pending, { start, every })], yearly: false };
    }
  }
  const ended = facts.find((fact) => fact.type === 'agreement.terminated');
  for (const due of ended ? cycle.due.slice(0, 1) : cycle.due)
    milestones.push({ ...review(due, name), ...(ended && { cancelledBy: ended.id }) });
  return [...milestones, ...overtaken(facts, milestones, name)];
}

/** Which of the reviews that are due was held: in a yearly cycle that of its year, else the next. */
function turnOf({ due, yearly }: Cycle, fact: DatedFact): number {
  const year = yearOf(fact);
  const own = yearly && year !== null ? due.findLastIndex((one) => one.year <= year) : 0;
  return Math.max(own, 0);
}

interface Held {
  due: Due;
  review: DatedFact;
  start: DatedFact;
  every: string;
  /** The year in which the term ends, as the newest source states it. */
  lastYear: number | null;
}

function afterReview(cycle: Cycle, { due, review: held, start, every, lastYear }: Held): Cycle {
  const derivedFrom = [start.id, held.id];
  const day = held.occurred?.window.latest ?? due.latest;
  const stays = cycle.yearly && held.body['outcome'] !== 'extended';
  if (held.body['outcome'] === 'not-extended' || stays) {
    const next = Math.max(calendarOf(day).year, due.year) + 1;
    const last = lastYear === null ? next : Math.min(lastYear, next + MOST_YEARLY) - 1;
    const years = Array.from({ length: Math.max(0, last - next + 1) }, (_, index) => next + index);
    return { due: years.map((year) => inYear(year, YEARLY, derivedFrom)), yearly: true };
  }
  const why = after('after-review', every);
  if (cycle.yearly) return { due: [inYear(yearAfter(day, every), why, derivedFrom)], yearly: false };
  const { earliest, latest } = parseEdtf(due.edtf).window;
  return { due: [dueAfter({ earliest, latest }, every, why, derivedFrom)], yearly: false };
}

const YEARLY: Why = {
  because:
    'a review in every year for as long as the parties do not agree to extend, which they can do at any time; no day is fixed',
  reason: { code: 'yearly-review' },
};

type Why = Pick<Due, 'because' | 'reason'>;

const AFTER = {
  'after-entry-into-force': 'the entry into force',
  'after-review': 'the one before',
  'after-extension': 'the extension',
};

function after(code: keyof typeof AFTER, every: string): Why {
  return { because: `a review ${durationInWords(every)} after ${AFTER[code]}`, reason: { code, params: { every } } };
}

/** After an extension between two reviews the rhythm begins anew, in no more than a year. */
function afterExtension(
  fact: DatedFact,
  pending: Due | undefined,
  { start, every }: Pick<Held, 'start' | 'every'>,
): Due {
  const day = fact.occurred?.window.latest ?? pending?.latest ?? 0;
  return inYear(yearAfter(day, every), after('after-extension', every), [start.id, fact.id]);
}

/** An extension that is not just the outcome of a review of the same year. */
function isExtensionBetween(fact: DatedFact, facts: readonly DatedFact[]): boolean {
  if (fact.type !== 'agreement.extended') return false;
  return !facts.some(
    (other) =>
      other.type === 'agreement.reviewed' && other.body['outcome'] === 'extended' && yearOf(other) === yearOf(fact),
  );
}

/** Reviews that were announced for years which an extension has passed over: it cancels them. */
function overtaken(
  facts: readonly DatedFact[],
  milestones: readonly DerivedMilestone[],
  name: string,
): DerivedMilestone[] {
  const last = milestones.at(-1);
  const extension = facts.findLast(
    (fact) =>
      fact.type === 'agreement.extended' || (fact.type === 'agreement.reviewed' && fact.body['outcome'] === 'extended'),
  );
  const since = extension && yearOf(extension);
  if (!last || !extension || since === null || since === undefined) return [];
  return facts.flatMap((fact) => {
    const [, occasion] = /^joint-review\.(\d{4})$/.exec(textOf(fact, 'milestone') ?? '') ?? [];
    const isPlan = fact.type === 'milestone.planned' && fact.occurred !== null && occasion !== undefined;
    const year = Number(occasion);
    if (!isPlan || year <= since || year >= Number(last.occasion)) return [];
    if (milestones.some((one) => one.occasion === occasion)) return [];
    const due = inYear(year, YEARLY, [fact.id]);
    return [{ ...review(due, name), window: fact.occurred!.edtf, cancelledBy: extension.id }];
  });
}

function dueAfter(window: Window, every: string, why: Why, derivedFrom: string[]): Due {
  const [earliest, latest] = [addDuration(window.earliest ?? 0, every), addDuration(window.latest ?? 0, every)];
  const [first, last] = [edtfOfDay(earliest), edtfOfDay(latest)];
  const edtf = first === last ? first : `${first}/${last}`;
  return { year: calendarOf(earliest).year, edtf, latest, ...why, derivedFrom };
}

function inYear(year: number, why: Why, derivedFrom: string[]): Due {
  const latest = dayOf(year, 12, 31);
  return { year, edtf: edtfOfDay(latest, 'year'), latest, ...why, derivedFrom };
}

function yearAfter(day: Day, every: string): number {
  return calendarOf(addDuration(day, every)).year;
}

function yearOf(fact: DatedFact): number | null {
  const { latest = null, earliest = null } = fact.occurred?.window ?? {};
  const day = latest ?? earliest;
  return day === null ? null : calendarOf(day).year;
}

function lastYearOf(facts: readonly DatedFact[]): number | null {
  const stated = facts.findLast((fact) => fact.type === 'agreement.extended' || textOf(fact, 'endsOn') !== null);
  const end = stated === undefined ? null : textOf(stated, 'endsOn');
  const last = end === null ? null : parseEdtf(end).window.latest;
  return last === null ? null : calendarOf(last).year;
}

function review({ year, edtf, because, reason, derivedFrom }: Due, name: string): DerivedMilestone {
  return {
    rule: RULE,
    occasion: String(year),
    title: `Joint review: ${name}`,
    window: edtf,
    because,
    reason,
    derivedFrom,
    afterwards: 'unconfirmed',
  };
}
