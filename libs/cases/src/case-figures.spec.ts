import * as fc from 'fast-check';
import { dayOfIso, isoOfDay, parseEdtf, type Day } from '#libs/edtf';
import type { JsonObject } from '#libs/kernel';
import type { StandingFact } from '#libs/timeline';
import { figuresOf, type CaseFigures } from './case-figures.js';
import { CaseStanding } from './case-standing.js';
import type { CountedCase } from './counted-case.js';

const FIRST = dayOfIso('2024-01-01');
const LAST = FIRST + 13;
const DAYS = Array.from({ length: LAST - FIRST + 1 }, (_, index) => FIRST + index);

/** A small case: certain steps, and at most one end and one lifting that may have no day. */
interface Drawn {
  filed: number | 'month';
  requested: number | null;
  accepted: number | null;
  /** The days after the filing by which the undated end was known; `dated` its own day, where it has one. */
  end: { known: number; dated: number | null } | null;
  workers: number | null;
  penalty: { taken: number; lifted: { known: number } | null } | null;
}

const offset = fc.integer({ min: 0, max: 5 });
const drawnCase: fc.Arbitrary<Drawn> = fc.record({
  filed: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 0, max: 4 }) }, fc.constant('month' as const)),
  requested: fc.option(offset),
  accepted: fc.option(offset),
  end: fc.option(fc.record({ known: offset, dated: fc.option(offset) })),
  workers: fc.option(fc.nat(9)),
  penalty: fc.option(fc.record({ taken: offset, lifted: fc.option(fc.record({ known: offset })) })),
});

/** The same case as days: what is certain, and between which days the rest lies. */
interface Placed {
  opened: [Day, Day];
  steps: { status: string; day: Day }[];
  end: { first: Day; last: Day } | null;
  workers: number | null;
  taken: Day | null;
  lifted: { first: Day; last: Day } | null;
}

function placed({ filed, requested, accepted, end, workers, penalty }: Drawn): Placed {
  const open = filed === 'month' ? FIRST : FIRST + filed;
  const request = filed === 'month' || requested === null ? null : open + requested;
  const accept = request === null || accepted === null ? null : request + accepted;
  const steps = [
    ...(filed === 'month' ? [] : [{ status: 'filed', day: open }]),
    ...(request === null ? [] : [{ status: 'review-requested', day: request }]),
    ...(accept === null ? [] : [{ status: 'under-review', day: accept }]),
  ];
  const known = end && open + end.known;
  const taken = filed === 'month' || !penalty ? null : open + penalty.taken;
  const lifting = taken === null || !penalty?.lifted ? null : { first: taken, last: taken + penalty.lifted.known };
  const last = end?.dated == null ? known : open + end.dated;
  return {
    opened: [open, filed === 'month' ? FIRST + 30 : open],
    steps,
    end: last === null ? null : { first: end?.dated == null ? open : last, last },
    workers,
    taken,
    lifted: lifting,
  };
}

function standingOf(one: Placed, id: string): CaseStanding {
  const fact = (type: string, occurred: string | null, known: Day, body: JsonObject = {}): StandingFact => ({
    fact: {
      id: `${id}-${type}`,
      type: `case.${type}`,
      occurred: occurred === null ? null : parseEdtf(occurred),
      body,
      position: 1n,
      title: type,
    },
    plan: false,
    known: { day: known, basis: 'stated' },
  });
  const types: Record<string, string> = {
    filed: 'filed',
    'review-requested': 'review-requested',
    'under-review': 'review-accepted',
  };
  const dated = [
    ...one.steps.map(({ status, day }) => fact(types[status]!, isoOfDay(day), day)),
    ...(one.taken === null ? [] : [fact('measure-taken', isoOfDay(one.taken), one.taken, { kind: 'penalty' })]),
    ...(one.opened[0] === one.opened[1] ? [] : [fact('filed', '2024-01', one.opened[1])]),
  ];
  const ending = one.end && { isDated: one.end.first === one.end.last, ...one.end };
  const body: JsonObject = one.workers === null ? {} : { workersBenefited: one.workers };
  if (ending?.isDated) dated.push(fact('resolved', isoOfDay(ending.last), ending.last, body));
  const ordered = dated.toSorted((a, b) => a.fact.occurred!.window.earliest! - b.fact.occurred!.window.earliest!);
  const undated = [
    ...(ending && !ending.isDated ? [fact('resolved', null, ending.last, body)] : []),
    ...(one.lifted ? [fact('measure-lifted', null, one.lifted.last, { kind: 'penalty' })] : []),
  ];
  return new CaseStanding([...ordered, ...undated]);
}

/** One way in which a case may have gone, as it stood on a day. */
interface World {
  status: string | null;
  ended: boolean;
  inForce: boolean;
  noEnd: boolean;
  workers: number | null;
}

/** Every placement of the facts of a case whose day is unknown, and how the case stood by each on a day. */
function worldsOf(one: Placed, day: Day): World[] {
  return between(one.opened[0], one.opened[1]).flatMap((opened) =>
    between(one.end?.first, one.end?.last)
      .filter((end) => end === null || end >= opened!)
      .flatMap((end) =>
        between(one.lifted?.first, one.lifted?.last).flatMap((lifted): World[] => {
          if (day < opened!) return [{ status: null, ended: false, inForce: false, noEnd: false, workers: null }];
          const ended = end !== null && end <= day;
          const step = one.steps.findLast((each) => each.day <= day)?.status ?? 'filed';
          const isTaken = one.taken !== null && one.taken <= day;
          const isLifted = lifted !== null && lifted <= day;
          // What was taken on or before the day of the end is not in force after it (contract section 3).
          const isTakenBefore = ended && isTaken && one.taken! <= end;
          return [
            {
              status: ended ? 'resolved' : step,
              ended,
              inForce: isTaken && !isLifted && !isTakenBefore,
              noEnd: isTaken && !isLifted && isTakenBefore,
              workers: ended ? one.workers : null,
            },
          ];
        }),
      ),
  );
}

function between(first: Day | undefined, last: Day | undefined): (Day | null)[] {
  if (first === undefined || last === undefined) return [null];
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** The least and the most of a count over every choice of a world for each case. */
function plainRange(worlds: readonly World[][], counts: (world: World) => number): { min: number; max: number } {
  let sums = new Set([0]);
  for (const some of worlds)
    sums = new Set([...sums].flatMap((sum) => [...new Set(some.map(counts))].map((more) => sum + more)));
  return { min: Math.min(...sums), max: Math.max(...sums) };
}

/** How long a case took from its filing by each placement in which no step that had occurred by a day follows its end. */
function plainDurations(one: Placed, day: Day): ({ days: number; ended: boolean } | null)[] {
  return between(one.opened[0], one.opened[1]).flatMap((opened) =>
    between(one.end?.first, one.end?.last)
      .filter((end) => end === null || end >= opened!)
      .filter((end) => {
        const seen = one.steps.filter((step) => end !== null && step.day <= Math.min(one.end!.last, day));
        return seen.every((step) => step.day <= end!);
      })
      .map((end) => {
        if (day < opened!) return null;
        return end !== null && end <= day
          ? { days: end - opened!, ended: true }
          : { days: day - opened!, ended: false };
      }),
  );
}

function plainSurvival(durations: readonly { days: number; ended: boolean }[], point: number): number {
  let share = 1;
  for (let day = 0; day <= point; day += 1) {
    const atRisk = durations.filter(({ days }) => days >= day).length;
    const ended = durations.filter((each) => each.ended && each.days === day).length;
    if (atRisk > 0) share *= 1 - ended / atRisk;
  }
  return share;
}

/** Every choice of one value of each list. */
function choices<Value>(lists: readonly (readonly Value[])[]): Value[][] {
  return lists.reduce<Value[][]>((some, list) => some.flatMap((chosen) => list.map((one) => [...chosen, one])), [[]]);
}

function figuresOn(cases: readonly Placed[], day: Day): CaseFigures {
  const counted = cases.flatMap((one, index): CountedCase[] => {
    const id = `c${index}`;
    const standing = standingOf(one, id);
    const now = standing.countedOn(day);
    const subject = { id, name: id, parties: [], topics: [], attributes: {} };
    const facts = standing.occurredBy(day).map(({ fact }) => fact);
    return now ? [{ subject, certain: true, standing, facts, now, steps: standing.standingsAt(DAYS) }] : [];
  });
  return figuresOf(
    counted,
    DAYS.map((each) => ({ from: each, to: each })),
    { asOf: day, lastDay: day, today: day },
  );
}

const NONE = { min: 0, max: 0 };

describe('The figures of cases with facts of unknown days', () => {
  it('are the least and the most over every placement of these facts', () => {
    fc.assert(
      fc.property(fc.array(drawnCase, { minLength: 1, maxLength: 4 }), (drawn) => {
        const cases = drawn.map(placed);
        const { steps } = figuresOn(cases, LAST);
        DAYS.forEach((day, index) => {
          const worlds = cases.map((one) => worldsOf(one, day));
          const step = steps[index]!;
          const range = (fits: (world: World) => boolean): unknown => plainRange(worlds, (one) => (fits(one) ? 1 : 0));
          const statuses = ['filed', 'review-requested', 'under-review', 'resolved'];
          expect({
            day: isoOfDay(day),
            cases: step.cases,
            open: step.open,
            states: statuses.map((status) => step.states[status] ?? NONE),
            inForce: step.measures['penalty'] ?? NONE,
            noEnd: step.measuresWithoutEnd['penalty'] ?? NONE,
          }).toEqual({
            day: isoOfDay(day),
            cases: range(({ status }) => status !== null),
            open: range(({ status, ended }) => status !== null && !ended),
            states: statuses.map((status) => range((one) => one.status === status)),
            inForce: range(({ inForce }) => inForce),
            noEnd: range(({ noEnd }) => noEnd),
          });
          const figures = figuresOn(cases, day);
          expect([figures.cases, figures.ended]).toEqual([
            range(({ status }) => status !== null),
            range(({ ended }) => ended),
          ]);
          expect(figures.workers).toEqual({
            total: {
              min: plainRange(worlds, ({ workers }) => workers ?? 0).min,
              max: worlds.some((some) => some.some(({ ended, workers }) => ended && workers === null))
                ? null
                : plainRange(worlds, ({ workers }) => workers ?? 0).max,
            },
            known: range(({ workers }) => workers !== null),
            unknown: range(({ ended, workers }) => ended && workers === null),
          });
        });
      }),
      { numRuns: 100 },
    );
  });

  it('bound how long cases took by every placement in which no step follows the end', () => {
    fc.assert(
      fc.property(
        fc.array(drawnCase, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: FIRST, max: LAST }),
        (drawn, day) => {
          const cases = drawn.map(placed);
          const { petitionToEnd } = figuresOn(cases, day);
          const perCase = cases
            .map((one) => plainDurations(one, day))
            .map((some) => [...new Map(some.map((one) => [JSON.stringify(one), one])).values()]);
          const worlds = choices(perCase).map((world) => world.filter((one) => one !== null));
          const range = (counts: (world: (typeof worlds)[number]) => number): { min: number; max: number } => {
            const found = worlds.map(counts);
            return { min: Math.min(...found), max: Math.max(...found) };
          };
          expect([petitionToEnd.ended, petitionToEnd.open, petitionToEnd.unknown]).toEqual([
            range((world) => world.filter(({ ended }) => ended).length),
            range((world) => world.filter(({ ended }) => !ended).length),
            NONE,
          ]);
          const { curve } = petitionToEnd.kaplanMeier;
          for (let point = 0; point <= LAST - FIRST; point += 1) {
            const at = curve.findLast(({ days }) => days <= point)?.survival ?? { min: 1, max: 1 };
            const plain = range((world) => plainSurvival(world, point));
            expect(Math.abs(at.min - plain.min) + Math.abs(at.max - plain.max)).toBeLessThan(1e-5);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

const factKnown = (type: string, occurred: string | null, knownOn: string): StandingFact => ({
  fact: {
    id: type,
    type: `case.${type}`,
    occurred: occurred === null ? null : parseEdtf(occurred),
    body: {},
    position: 1n,
    title: type,
  },
  plan: false,
  known: { day: dayOfIso(knownOn), basis: 'stated' },
});

/** Whether the case has ended, whether it goes on, and after how many days it ended. */
const durationOf = (...facts: StandingFact[]): unknown => {
  const standing = new CaseStanding(facts);
  const now = standing.countedOn(null)!;
  const subject = { id: 'two', name: 'two', parties: [], topics: [], attributes: {} };
  const one = { subject, certain: true, standing, facts: facts.map(({ fact }) => fact), now, steps: [] };
  const { median, ended, open } = figuresOf([one], [], { asOf: null, today: LAST, lastDay: LAST }).petitionToEnd;
  return { ended, open, median };
};
const [NEVER, ONCE] = [NONE, { min: 1, max: 1 }];

describe('The duration of a case with two possible ends', () => {
  const filed = factKnown('filed', '2024-01-01', '2024-01-01');
  const closed = factKnown('closed', '2024-01-05', '2024-01-05');

  it('is no longer than to the first end that has a day, as another one can only stand where it came before it', () => {
    // Closed on the fifth day; an undated end lies from the filing on and stands only up to the fifth day.
    expect(durationOf(filed, closed, factKnown('resolved', null, '2024-01-11'))).toEqual({
      ended: ONCE,
      open: NEVER,
      median: { min: 0, max: 4 },
    });
  });

  it('is certain where a step on the day of the end that has a day leaves no earlier day for the other', () => {
    const found = factKnown('denial-found', '2024-01-05', '2024-01-05');
    expect(durationOf(filed, found, closed, factKnown('resolved', null, '2024-01-11'))).toEqual({
      ended: ONCE,
      open: NEVER,
      median: { min: 4, max: 4 },
    });
  });

  it('reaches to the end behind a reopening that is certain, and to the last end where one has no day', () => {
    const reopened = factKnown('reopened', '2024-01-08', '2024-01-08');
    const resolved = factKnown('resolved', '2024-01-12', '2024-01-12');
    expect(durationOf(filed, closed, reopened, resolved)).toEqual({
      ended: ONCE,
      open: NEVER,
      median: { min: 11, max: 11 },
    });
    // Reopened between the two or after both.
    expect(durationOf(filed, closed, resolved, factKnown('reopened', null, '2024-01-14'))).toEqual({
      ended: { min: 0, max: 1 },
      open: { min: 0, max: 1 },
      median: { min: 11, max: 11 },
    });
  });
});
