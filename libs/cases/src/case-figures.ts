import { isoOfDay, parseEdtf, type Day } from '#libs/edtf';
import { deriveMilestones, statusOn, type Milestone } from '#libs/milestones';
import type { CaseState, DatedFact } from '#libs/timeline';
import { sumOf } from './domain/amounts.js';
import {
  censoringsOf,
  kaplanMeier,
  quantile,
  survivalQuantile,
  type Censoring,
  type Duration,
  type SurvivalStep,
} from './domain/survival.js';
import type { CaseSubject } from './asking/case-filter.js';

/** A case with its facts as the clocks let them through, the same at the end of each step of time. */
export interface CountedCase {
  subject: CaseSubject;
  facts: DatedFact[];
  state: CaseState;
  /** The state at the end of each step; null where no fact of the case had occurred yet. */
  steps: (CaseState | null)[];
}

/** How many cases were in each status, and how many measures of each kind were in force, at the end of a step. */
export interface StepFigures {
  from: string;
  to: string;
  cases: number;
  /** Of the cases, those that had not ended. */
  open: number;
  states: Record<string, number>;
  measures: Record<string, number>;
}

/** How long cases took, in days. Open cases are censored; those without a day at either end are counted as unknown. */
export interface DurationFigures {
  ended: number;
  open: number;
  unknown: number;
  /** Of those that ended, how many have an end that is known to less than a day: the last day of its window counts. */
  imprecise: number;
  /** Of those that ended. */
  quartiles: [lower: number | null, median: number | null, upper: number | null];
  median: number | null;
  kaplanMeier: {
    /** By the estimate; null where it is not reached yet. */
    quartiles: [lower: number | null, median: number | null, upper: number | null];
    median: number | null;
    curve: SurvivalStep[];
    /** When those that go on were last seen, for the marks on the curve. */
    censorings: Censoring[];
  };
}

/** How the deadlines of one rule were kept. */
export interface ClockFigures {
  rule: string;
  title: string;
  kept: number;
  keptLate: number;
  open: number;
  /** Of the open ones, those that have passed. */
  overdue: number;
  /** Deadlines that fell away. */
  cancelled: number;
  /** Deadlines that were met on no known day. */
  unknown: number;
}

/** What cases brought, of those that were resolved or closed; each case counts once, with its last word. */
export interface SumFigures {
  workers: { total: number; known: number; unknown: number };
  backPay: { totals: Record<string, string>; known: number; unknown: number };
}

/** What cases add up to. */
export interface CaseFigures extends SumFigures {
  cases: number;
  /** Of the cases, those that have ended. */
  ended: number;
  steps: StepFigures[];
  petitionToEnd: DurationFigures;
  requestToEnd: DurationFigures;
  clocks: ClockFigures[];
}

/** What some cases add up to on a day: `today` is the day on which open cases were last seen going on. */
export function figuresOf(
  cases: readonly CountedCase[],
  steps: readonly { from: Day; to: Day }[],
  today: Day,
): CaseFigures {
  return {
    cases: cases.length,
    ended: cases.filter(({ state }) => state.endedBy !== null).length,
    steps: stepFigures(cases, steps),
    petitionToEnd: durationsFrom('case.filed', cases, today),
    requestToEnd: durationsFrom('case.review-requested', cases, today),
    clocks: clocksOf(cases, today),
    ...sumsOf(cases),
  };
}

/** Counts by name at the end of each step, from how much each step adds to and takes from the one before. */
class StepCounts {
  readonly #turns = new Map<string, number[]>();

  add(name: string, step: number, count: number): void {
    const turns = this.#turns.get(name) ?? [];
    turns[step] = (turns[step] ?? 0) + count;
    this.#turns.set(name, turns);
  }

  /** What is not 0 at the end of each step, in the order of the names. */
  totals(steps: number): Record<string, number>[] {
    const totals = Array.from({ length: steps }, (): Record<string, number> => ({}));
    for (const name of [...this.#turns.keys()].toSorted()) {
      let count = 0;
      for (let step = 0; step < steps; step += 1) {
        count += this.#turns.get(name)![step] ?? 0;
        if (count > 0) totals[step]![name] = count;
      }
    }
    return totals;
  }
}

function stepFigures(cases: readonly CountedCase[], steps: readonly { from: Day; to: Day }[]): StepFigures[] {
  const [states, measures, open] = [new StepCounts(), new StepCounts(), new StepCounts()];
  const count = (state: CaseState | null, step: number, sign: number): void => {
    if (!state) return;
    states.add(state.status, step, sign);
    open.add(state.endedBy === null ? 'open' : 'ended', step, sign);
    for (const one of state.measures) if (one.state === 'in-force') measures.add(one.kind, step, sign);
  };
  for (const { steps: own } of cases)
    own.forEach((state, step) => {
      const before = own[step - 1] ?? null;
      if (state === before) return;
      count(before, step, -1);
      count(state, step, 1);
    });
  const [stateTotals, measureTotals, openTotals] = [states, measures, open].map((counts) =>
    counts.totals(steps.length),
  );
  return steps.map(({ from, to }, step) => {
    const { open: going = 0, ended = 0 } = openTotals![step]!;
    return {
      from: isoOfDay(from),
      to: isoOfDay(to),
      cases: going + ended,
      open: going,
      states: stateTotals![step]!,
      measures: measureTotals![step]!,
    };
  });
}

function durationsFrom(type: string, cases: readonly CountedCase[], today: Day): DurationFigures {
  const durations: Duration[] = [];
  let [unknown, imprecise] = [0, 0];
  for (const { facts, state } of cases) {
    const start = facts.find((fact) => fact.type === type);
    if (!start) continue;
    const begun = lastDay(start);
    const end = state.endedBy === null ? undefined : facts.find((fact) => fact.id === state.endedBy);
    const until = end ? lastDay(end) : today;
    if (begun === null || until === null || until < begun) {
      unknown += 1;
      continue;
    }
    if (end && end.occurred?.window.earliest !== end.occurred?.window.latest) imprecise += 1;
    durations.push({ days: until - begun, ended: end !== undefined });
  }
  const taken = durations.filter(({ ended }) => ended).map(({ days }) => days);
  const curve = kaplanMeier(durations);
  return {
    ended: taken.length,
    open: durations.length - taken.length,
    unknown,
    imprecise,
    quartiles: quartiles((share) => quantile(taken, share)),
    median: quantile(taken, 0.5),
    kaplanMeier: {
      quartiles: quartiles((share) => survivalQuantile(curve, share)),
      median: survivalQuantile(curve, 0.5),
      curve,
      censorings: censoringsOf(durations),
    },
  };
}

function quartiles(of: (share: number) => number | null): DurationFigures['quartiles'] {
  return [of(0.25), of(0.5), of(0.75)];
}

function lastDay(fact: DatedFact): Day | null {
  return fact.occurred?.window.latest ?? null;
}

function clocksOf(cases: readonly CountedCase[], today: Day): ClockFigures[] {
  const rules = new Map<string, ClockFigures>();
  for (const { subject, facts } of cases) {
    const duties = deriveMilestones({ ...subject, type: 'case' }, facts).filter(
      ({ afterwards }) => afterwards === 'overdue',
    );
    for (const duty of duties) {
      const title = duty.title.split(': ')[0] ?? duty.title;
      const empty = { rule: duty.rule, title, kept: 0, keptLate: 0, open: 0, overdue: 0, cancelled: 0, unknown: 0 };
      const figures = rules.get(duty.rule) ?? empty;
      for (const name of standingOf(duty, facts, today)) figures[name] += 1;
      rules.set(duty.rule, figures);
    }
  }
  return [...rules.values()].toSorted((one, other) => (one.rule < other.rule ? -1 : 1));
}

function standingOf(
  duty: Milestone,
  facts: readonly DatedFact[],
  today: Day,
): ('kept' | 'keptLate' | 'open' | 'overdue' | 'cancelled' | 'unknown')[] {
  const status = statusOn(duty, today);
  if (status === 'cancelled') return ['cancelled'];
  if (status !== 'met') return status === 'overdue' ? ['open', 'overdue'] : ['open'];
  const window = facts.find((fact) => fact.id === duty.metBy)?.occurred?.window;
  const due = parseEdtf(duty.window).window.latest;
  if (!window || due === null) return ['unknown'];
  if (window.latest !== null && window.latest <= due) return ['kept'];
  return window.earliest !== null && window.earliest > due ? ['keptLate'] : ['unknown'];
}

/** The sums over cases that were resolved or closed. */
export function sumsOf(cases: readonly CountedCase[]): SumFigures {
  const ended = cases.filter(({ state }) => state.status === 'resolved' || state.status === 'closed');
  const workers = ended.flatMap(({ facts }) => lastWord(facts, 'workersBenefited') ?? []).map(Number);
  const money = ended.flatMap(({ facts }) => lastWord(facts, 'backPay') ?? []) as unknown as Money[];
  const currencies = [...new Set(money.map(({ currency }) => currency))].toSorted();
  const amountsIn = (wanted: string): string[] =>
    money.filter(({ currency }) => currency === wanted).map(({ amount }) => amount);
  return {
    workers: {
      total: workers.reduce((sum, count) => sum + count, 0),
      known: workers.length,
      unknown: ended.length - workers.length,
    },
    backPay: {
      totals: Object.fromEntries(currencies.map((currency) => [currency, sumOf(amountsIn(currency))])),
      known: money.length,
      unknown: ended.length - money.length,
    },
  };
}

interface Money {
  amount: string;
  currency: string;
}

/** What the last fact of a case that tells a figure says of it. */
function lastWord(facts: readonly DatedFact[], field: string): DatedFact['body'][string] | undefined {
  return facts.findLast((fact) => fact.body[field] !== undefined && fact.body[field] !== null)?.body[field];
}
