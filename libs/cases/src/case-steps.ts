import { isoOfDay, type Day } from '#libs/edtf';
import type { CaseState } from '#libs/timeline';
import type { CountedStanding } from './case-standing.js';
import { isEnded, statesOf, type CountedCase } from './counted-case.js';
import { rangeOf, type Range } from './domain/range.js';

/** How many cases were in each status, and how many measures of each kind were in force, at the end of a step. */
export interface StepFigures {
  from: string;
  to: string;
  /** The cases that had been opened. */
  cases: Range;
  /** Of the cases, those that had not ended. */
  open: Range;
  states: Record<string, Range>;
  /** The measures in force by kind. */
  measures: Record<string, Range>;
  /** By kind the measures of ended cases of which no record says that they were lifted: in no count of those in force. */
  measuresWithoutEnd: Record<string, Range>;
}

/** What a step counts, each with what one state of a case adds to it by name. */
const COUNTED = {
  cases: () => ['all'],
  open: (state: CaseState) => (isEnded(state) ? [] : ['all']),
  states: ({ status }: CaseState) => [status],
  measures: (state: CaseState) => measuresIn(state, 'in-force'),
  measuresWithoutEnd: (state: CaseState) => measuresIn(state, 'no-end-on-record'),
} as const satisfies Record<string, (state: CaseState) => string[]>;
type Counted = keyof typeof COUNTED;

function measuresIn({ measures }: CaseState, wanted: CaseState['measures'][number]['state']): string[] {
  return measures.flatMap(({ kind, state }) => (state === wanted ? [kind] : []));
}

/** The counts at the end of each step, from how much each step adds to and takes from the one before. */
export function stepFigures(cases: readonly CountedCase[], steps: readonly { from: Day; to: Day }[]): StepFigures[] {
  const counted = Object.fromEntries(
    Object.keys(COUNTED).map((name) => [name, countsAtSteps(name as Counted, cases, steps.length)]),
  ) as Record<Counted, Record<string, Range>[]>;
  const none: Range = { min: 0, max: 0 };
  return steps.map(({ from, to }, step) => ({
    from: isoOfDay(from),
    to: isoOfDay(to),
    cases: counted.cases[step]!['all'] ?? none,
    open: counted.open[step]!['all'] ?? none,
    states: counted.states[step]!,
    measures: counted.measures[step]!,
    measuresWithoutEnd: counted.measuresWithoutEnd[step]!,
  }));
}

/** By step what is not 0 at its end, in the order of the names. */
function countsAtSteps(what: Counted, cases: readonly CountedCase[], steps: number): Record<string, Range>[] {
  const turns = new Map<string, Range[]>();
  const add = (counts: ReadonlyMap<string, Range>, step: number, sign: 1 | -1): void => {
    for (const [name, { min, max }] of counts) {
      const own = turns.get(name) ?? [];
      const before = own[step] ?? { min: 0, max: 0 };
      own[step] = { min: before.min + sign * min, max: before.max + sign * max };
      turns.set(name, own);
    }
  };
  for (const { certain, steps: own } of cases)
    own.forEach((standing, step) => {
      const before = own[step - 1] ?? null;
      if (standing === before) return;
      add(contributionOf(what, before, certain), step, -1);
      add(contributionOf(what, standing, certain), step, 1);
    });
  const totals = Array.from({ length: steps }, (): Record<string, Range> => ({}));
  for (const name of [...turns.keys()].toSorted()) {
    let [min, max] = [0, 0];
    for (let step = 0; step < steps; step += 1) {
      const turn = turns.get(name)![step];
      min += turn?.min ?? 0;
      max += turn?.max ?? 0;
      if (max > 0) totals[step]![name] = { min, max };
    }
  }
  return totals;
}

/** What one case adds to a count by name: the least and the most over every state that it may have. */
function contributionOf(what: Counted, standing: CountedStanding | null, certain: boolean): Map<string, Range> {
  if (!standing) return new Map();
  const named = statesOf(standing).map((state) => COUNTED[what](state));
  return new Map(
    [...new Set(named.flat())].map((name) => {
      const { min, max } = rangeOf(named.map((names) => names.filter((one) => one === name).length));
      return [name, { min: certain && standing.state ? min : 0, max }];
    }),
  );
}
