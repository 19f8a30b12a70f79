import * as fc from 'fast-check';
import { dayOfIso } from '#libs/edtf';
import type { JsonObject } from '#libs/kernel';
import { orderOfType } from './fact-order.js';
import { stateOf } from './fold-state.js';
import { factsOf, type Given } from './given-facts.js';
import type { StandingFact } from './occurrence.js';
import { SubjectStanding } from './standing.js';

const day = dayOfIso;
const types = [
  'filed',
  'review-requested',
  'review-accepted',
  'denial-found',
  'resolved',
  'closed',
  'reopened',
  'measure-taken',
  'measure-lifted',
];
const isoDay = fc.integer({ min: 10, max: 16 }).map((date) => `2024-03-${date}`);
const span = fc.tuple(isoDay, isoDay).map((days) => days.toSorted().join('/'));
const given = fc.record({
  type: fc.constantFrom(...types),
  occurred: fc.oneof(
    isoDay,
    fc.constant(null),
    span.map((text) => (text.startsWith(text.slice(11)) ? text.slice(0, 10) : `../${text.slice(11)}`)),
    fc.constant('2024-03'),
  ),
  knownOn: isoDay,
  kind: fc.constantFrom('penalty', 'entry-denied'),
});

type Drawn = Pick<typeof given extends fc.Arbitrary<infer Each> ? Each : never, 'type' | 'occurred'>;
const isMeasure = ({ type }: Drawn): boolean => type.startsWith('measure-');
const isOnDayOf = ({ occurred }: Drawn, other: Drawn): boolean =>
  occurred !== null && occurred === other.occurred && !isMeasure(other);

describe('The possible states of a case', () => {
  it('are those of every order that days and kind allow', () => {
    fc.assert(
      fc.property(fc.array(given, { minLength: 1, maxLength: 5 }), fc.option(isoDay), (drawn, asOf) => {
        const facts = factsOf(
          ...drawn.map(({ type, occurred, knownOn, kind }): Given => [`case.${type}`, occurred, knownOn, { kind }]),
        );
        // A measure on the day of a step keeps its place in the timeline, but steps are followed without measures.
        fc.pre(!drawn.some((one) => isMeasure(one) && drawn.some((other) => isOnDayOf(one, other))));
        const at = asOf === null ? null : day(asOf);
        const subject = new SubjectStanding('case', facts);
        const { state, possible, complete } = subject.on(at);
        expect(complete).toBe(true);
        expect(possible).not.toContainEqual(state);
        const expected = statesOfEveryOrder(subject, at);
        // Certain facts whose days fit no order of the kind without an uncertain one still have a state by themselves.
        expect(summaryOf([state, ...possible])).toEqual(summaryOf([state, ...expected]));
      }),
      { numRuns: 500 },
    );
  });

  it('leave out none of those of every order where there are many facts', () => {
    const before = Array.from({ length: 8 }, (_, at): Given => ['case.review-requested', `2024-02-0${at + 1}`]);
    fc.assert(
      fc.property(fc.array(given, { minLength: 1, maxLength: 4 }), fc.option(isoDay), (drawn, asOf) => {
        const facts = factsOf(
          ...before,
          ...drawn.map(({ type, occurred, knownOn, kind }): Given => [`case.${type}`, occurred, knownOn, { kind }]),
        );
        fc.pre(!drawn.some((one) => isMeasure(one) && drawn.some((other) => isOnDayOf(one, other))));
        const at = asOf === null ? null : day(asOf);
        const subject = new SubjectStanding('case', facts);
        const { state, possible } = subject.on(at);
        const found = summaryOf([state, ...possible]);
        for (const [status, { can, counts }] of summaryOf(statesOfEveryOrder(subject, at))) {
          const own = found.get(status);
          for (const [id, values] of can) expect([id, own?.can.get(id)]).toEqual([id, expect.arrayContaining(values)]);
          counts.forEach(([least, most], index) => {
            const [fewest, highest] = own!.counts[index]!;
            expect([fewest <= least, highest >= most]).toEqual([true, true]);
          });
        }
      }),
      { numRuns: 100 },
    );
  });
});

interface Summary {
  can: Map<string, string[]>;
  counts: [least: number, most: number][];
}

/** By status and its dates: everything that each measure can be, and how many of a kind are in force at least and at most. */
function summaryOf(states: readonly JsonObject[]): Map<string, Summary> {
  type Entry = { takenBy: string; kind: string; state: string };
  const measuresOf = (state: JsonObject): Entry[] => state['measures'] as unknown as Entry[];
  const byStatus = Map.groupBy(states, (state) => JSON.stringify({ ...state, measures: [] }));
  const ids = [...new Set(states.flatMap((state) => measuresOf(state).map(({ takenBy }) => takenBy)))];
  return new Map(
    [...byStatus].map(([status, own]) => {
      const can = ids.map((id) => {
        const found = own.map((state) => measuresOf(state).find(({ takenBy }) => takenBy === id));
        return [id, [...new Set(found.map((one) => JSON.stringify(one ?? null)))].toSorted()] as const;
      });
      const counts = ['penalty', 'entry-denied'].map((kind): [number, number] => {
        const numbers = own.map((state) => {
          return measuresOf(state).filter((one) => one.kind === kind && one.state === 'in-force').length;
        });
        return [Math.min(...numbers), Math.max(...numbers)];
      });
      return [status, { can: new Map(can), counts }];
    }),
  );
}

const ends = ({ fact }: StandingFact): boolean => ['case.resolved', 'case.closed'].includes(fact.type);

/** Every order of the facts that may have occurred, with and without the uncertain ones, held against the rules in pairs. */
function statesOfEveryOrder(subject: SubjectStanding, asOf: number | null): JsonObject[] {
  const may = subject.facts.flatMap((one, index) => {
    const { certain, possible } = subject.occurrences[index]!;
    // No fact changes the state before the case is open.
    const opened = asOf === null || subject.opened === null || (subject.opened.certain ?? Infinity) <= asOf;
    const sure = opened && (asOf === null || (certain !== null && certain <= asOf));
    if (!opened && asOf < subject.opened.possible) return [];
    return sure || possible <= asOf ? [{ ...one, sure, low: possible, high: certain ?? Infinity }] : [];
  });
  const opening = subject.opening?.id;
  const lifts = (one: (typeof may)[number], other: (typeof may)[number]): boolean =>
    one.fact.type === 'case.measure-lifted' &&
    other.fact.type === 'case.measure-taken' &&
    one.fact.body['kind'] === other.fact.body['kind'];
  // Facts of one certain day each are in one order.
  const isExact = (one: (typeof may)[number]): boolean =>
    one.sure && one.fact.occurred !== null && one.low === one.high;
  const exact = subject.inStateOrder(asOf).filter(({ id }) => may.some((one) => one.fact.id === id && isExact(one)));
  const found = new Map<string, JsonObject>();
  const go = (placed: typeof may): void => {
    if (may.every((one) => !one.sure || placed.includes(one))) {
      const order = placed.map(({ fact }) => fact);
      const state = stateOf('case', order, { isTrial: true });
      found.set(JSON.stringify(state), state);
    }
    for (const next of may) {
      if (placed.includes(next)) continue;
      const before = exact.slice(0, Math.max(0, exact.indexOf(next.fact)));
      if (before.some((fact) => placed.every((one) => one.fact !== fact))) continue;
      const sameType = placed.some(({ fact }) => fact.type === next.fact.type);
      const barred = placed.some((one) => {
        if (next.high < one.low) return true;
        if (one.high < next.low) return false;
        if (ends(one) && next.fact.type === 'case.measure-taken' && one.low >= next.high) return true;
        const { after, opening: opens } = orderOfType(one.fact.type);
        return (
          (after.has(next.fact.type) && !sameType) ||
          (opens.length > 0 && next.fact.id === opening) ||
          (one.fact.type === 'case.reopened' && ends(next) && !placed.some(ends)) ||
          (lifts(one, next) && !placed.some((other) => lifts(one, other)))
        );
      });
      if (barred) continue;
      const { after, opening: opens } = orderOfType(next.fact.type);
      const lacks = [...after].some(
        (type) =>
          subject.facts.some(({ fact }) => fact.type === type) && !placed.some(({ fact }) => fact.type === type),
      );
      const unopened = opens.length > 0 && opening !== undefined && !placed.some(({ fact }) => fact.id === opening);
      const unended = next.fact.type === 'case.reopened' && subject.facts.some(ends) && !placed.some(ends);
      if (!next.sure && (lacks || unopened || unended)) continue;
      go([...placed, next]);
    }
  };
  go([]);
  return [...found.values()];
}
