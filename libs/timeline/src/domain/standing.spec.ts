import * as fc from 'fast-check';
import { dayOfIso, parseEdtf } from '#libs/edtf';
import type { JsonObject } from '#libs/kernel';
import { kindOf } from './catalogue.js';
import { orderOfType } from './fact-order.js';
import { stateOf } from './fold-state.js';
import type { StandingFact } from './occurrence.js';
import { possibleStatuses, SubjectStanding } from './standing.js';

type Given = [type: string, occurred: string | null, knownOn?: string, body?: JsonObject];

const place = ({ fact: { occurred } }: StandingFact): [number, number] => [
  occurred?.window.earliest ?? occurred?.window.latest ?? Number.MAX_SAFE_INTEGER,
  occurred?.window.latest ?? Number.MAX_SAFE_INTEGER,
];

/** Facts in timeline order with their ids `f0`, `f1` and so on, in the order given. */
function factsOf(...given: Given[]): StandingFact[] {
  const facts = given.map(([type, occurred, knownOn = '2026-11-30', body = {}], index): StandingFact => ({
    fact: {
      id: `f${index}`,
      type,
      title: type,
      occurred: occurred === null ? null : parseEdtf(occurred),
      body,
      position: BigInt(index),
    },
    plan: false,
    known: { day: dayOfIso(knownOn), basis: 'recorded' },
  }));
  return facts.toSorted((one, other) => place(one)[0] - place(other)[0] || place(one)[1] - place(other)[1]);
}

const on = (facts: StandingFact[], day: string | null): [unknown, string[]] => {
  const standing = new SubjectStanding(facts[0]!.fact.type.split('.')[0]!, facts).on(
    day === null ? null : dayOfIso(day),
  );
  return [standing.state['status'], possibleStatuses(standing)];
};
const daysOf = (facts: StandingFact[], id: string): [number | null, number] => {
  const index = facts.findIndex(({ fact }) => fact.id === id);
  const { certain, possible } = new SubjectStanding(facts[0]!.fact.type.split('.')[0]!, facts).occurrences[index]!;
  return [certain, possible];
};
const day = dayOfIso;

describe('The days of a fact without a date', () => {
  it('end with its known day and begin with the opening of its case', () => {
    const facts = factsOf(['case.filed', '2024-01-15'], ['case.resolved', null, '2024-06-30']);
    expect(daysOf(facts, 'f1')).toEqual([day('2024-06-30'), day('2024-01-15')]);
  });

  it('begin with the required step and end with a dated step that requires it', () => {
    const facts = factsOf(
      ['case.filed', '2024-01-15'],
      ['case.review-requested', null],
      ['case.review-accepted', '2024-03-01'],
      ['case.panel-requested', '2024-05-01'],
      ['case.panel-decided', null, '2024-07-01', { finding: 'denial' }],
    );
    expect(daysOf(facts, 'f1')).toEqual([day('2024-03-01'), day('2024-01-15')]);
    expect(daysOf(facts, 'f4')).toEqual([day('2024-07-01'), day('2024-05-01')]);
  });

  it('begin with the first possible day of an imprecise step', () => {
    const facts = factsOf(['case.review-requested', '2025-01'], ['case.review-accepted', null, '2025-09-01']);
    expect(daysOf(facts, 'f1')).toEqual([day('2025-09-01'), day('2025-01-01')]);
  });

  it.each([
    ['2024-01-10', '2024-02-15'],
    ['2024-02-20', '2024-02-20'],
  ])('known on %s before the step that is required are certain on %s', (knownOn, certain) => {
    const facts = factsOf(['case.review-requested', '2024-02-15'], ['case.review-accepted', null, knownOn]);
    expect(daysOf(facts, 'f1')[0]).toBe(day(certain));
  });

  it('have no bound but the known day where nothing is required, and in a subject without an opening', () => {
    expect(daysOf(factsOf(['dialogue.noted', null, '2024-06-30'], ['dialogue.held', '2024-07-01']), 'f0')).toEqual([
      day('2024-06-30'),
      -Infinity,
    ]);
    expect(daysOf(factsOf(['case.filed', '2024-01-15'], ['case.noted', null, '2023-06-30']), 'f1')).toEqual([
      day('2023-06-30'),
      -Infinity,
    ]);
  });

  it('are not bound by a step that another fact of the type can satisfy', () => {
    const facts = factsOf(
      ['organization.joined', null, '2026-01-01'],
      ['organization.joined', '2010'],
      ['organization.left', '2018'],
    );
    expect(daysOf(facts, 'f0')[0]).toBe(day('2026-01-01'));
  });
});

describe('How a case stands', () => {
  const superior = factsOf(
    ['case.filed', '2025-05-05'],
    ['case.review-requested', '2025-06-04'],
    ['case.measure-taken', '2025-06-04', '2025-06-04', { kind: 'liquidation-suspended' }],
    ['case.resolved', null],
    ['case.measure-lifted', null, '2026-11-30', { kind: 'liquidation-suspended' }],
  );

  it('names the end that may have occurred beside the state that is certain', () => {
    expect(on(superior, '2025-05-04')).toEqual(['noted', []]);
    expect(on(superior, '2025-05-05')).toEqual(['filed', ['resolved']]);
    expect(on(superior, '2025-06-04')).toEqual(['review-requested', ['resolved']]);
    expect(on(superior, '2026-11-29')).toEqual(['review-requested', ['resolved']]);
    expect(on(superior, '2026-11-30')).toEqual(['resolved', []]);
    expect(on(superior, null)).toEqual(['resolved', []]);
  });

  it('places an undated step before the step that requires it', () => {
    const facts = factsOf(['case.review-accepted', '2024-03-01'], ['case.review-requested', null]);
    expect(on(facts, null)).toEqual(['under-review', []]);
    expect(on(facts, '2024-02-01')).toEqual(['noted', ['review-requested']]);
  });

  it('does not place an undated finding before the request', () => {
    expect(on(factsOf(['case.review-requested', '2024-01-15'], ['case.denial-found', null]), null)).toEqual([
      'in-consultation',
      [],
    ]);
  });

  it('names the other result where the place of an undated fact still matters', () => {
    const facts = factsOf(['case.filed', '2024-01-01'], ['case.reopened', '2024-03-01'], ['case.resolved', null]);
    expect(on(facts, null)).toEqual(['resolved', ['under-review']]);
  });

  it('places an undated fact before what came after its known day', () => {
    const facts = factsOf(
      ['case.filed', '2024-01-01'],
      ['case.reopened', '2024-03-01'],
      ['case.resolved', null, '2024-02-01'],
    );
    expect(on(facts, null)).toEqual(['under-review', []]);
    expect(on(facts, '2024-02-15')).toEqual(['resolved', []]);
  });

  it('names the step of an imprecise day from its first day on', () => {
    const facts = factsOf(['case.review-requested', '2024-01-15'], ['case.review-accepted', '2024-03']);
    expect(on(facts, '2024-02-29')).toEqual(['review-requested', []]);
    expect(on(facts, '2024-03-01')).toEqual(['review-requested', ['under-review']]);
    expect(on(facts, '2024-03-31')).toEqual(['under-review', []]);
  });

  it('does not place a lifting before the measure that it lifts', () => {
    const facts = factsOf(
      ['case.measure-taken', '2023-01-05', '2023-01-05', { kind: 'penalty' }],
      ['case.measure-lifted', null, '2026-11-30', { kind: 'penalty' }],
    );
    const standing = new SubjectStanding('case', facts).on(null);
    expect(standing.state['measures']).toMatchObject([{ state: 'lifted' }]);
    expect(standing.possible).toEqual([]);
  });

  it('says so where too many facts are in doubt, and names every status that can hold', () => {
    const steps = ['filed', 'denial-found', 'remediation-agreed', 'panel-requested', 'closed', 'resolved', 'withdrawn'];
    const facts = factsOf(...[...steps, ...steps].map((name): Given => [`case.${name}`, null]));
    const standing = new SubjectStanding('case', facts).on(null);
    expect(standing.complete).toBe(false);
    const named = [standing.state['status'], ...possibleStatuses(standing)].map(String).toSorted();
    expect(named).toEqual(['closed', 'filed', 'in-consultation', 'in-panel', 'in-remediation', 'resolved']);
  });
});

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
});

describe('The possible states of a case', () => {
  it('are those of every order that days and kind allow', () => {
    fc.assert(
      fc.property(fc.array(given, { minLength: 1, maxLength: 5 }), fc.option(isoDay), (drawn, asOf) => {
        const facts = factsOf(
          ...drawn.map(({ type, occurred, knownOn }): Given => [
            `case.${type}`,
            occurred,
            knownOn,
            { kind: 'penalty' },
          ]),
        );
        const at = asOf === null ? null : day(asOf);
        const subject = new SubjectStanding('case', facts);
        const { state, possible, complete } = subject.on(at);
        const expected = statesOfEveryOrder(subject, at);
        expected.delete(JSON.stringify(state));
        expect(complete).toBe(true);
        expect(new Set(possible.map((one) => JSON.stringify(one)))).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });
});

/** Every order of the facts that may have occurred, with and without the uncertain ones, held against the rules in pairs. */
function statesOfEveryOrder(subject: SubjectStanding, asOf: number | null): Set<string> {
  const may = subject.facts.flatMap((one, index) => {
    const { certain, possible } = subject.occurrences[index]!;
    const sure = asOf === null || (certain !== null && certain <= asOf);
    return sure || possible <= asOf ? [{ ...one, sure, low: possible, high: certain ?? Infinity, at: index }] : [];
  });
  const opening = subject.opening?.id;
  const lifts = (one: (typeof may)[number], other: (typeof may)[number]): boolean =>
    one.fact.type === 'case.measure-lifted' && other.fact.type === 'case.measure-taken';
  const isDated = (one: (typeof may)[number]): boolean => one.sure && one.fact.occurred !== null;
  const found = new Set<string>();
  const go = (placed: typeof may): void => {
    if (may.every((one) => !one.sure || placed.includes(one)))
      found.add(
        JSON.stringify(
          stateOf(
            'case',
            placed.map(({ fact }) => fact),
          ),
        ),
      );
    for (const next of may) {
      if (placed.includes(next)) continue;
      if (isDated(next) && may.some((one) => isDated(one) && one.at < next.at && !placed.includes(one))) continue;
      const sameType = placed.some(({ fact }) => fact.type === next.fact.type);
      const barred = placed.some((one) => {
        if (isDated(one) && isDated(next)) return false;
        if (next.high < one.low) return true;
        if (one.high < next.low) return false;
        const { after, opening: opens } = orderOfType(one.fact.type);
        return (
          (after.has(next.fact.type) && !sameType) ||
          (opens.length > 0 && next.fact.id === opening) ||
          (lifts(one, next) && !sameType)
        );
      });
      if (barred) continue;
      const { after, opening: opens } = orderOfType(next.fact.type);
      const lacks = [...after].some(
        (type) =>
          subject.facts.some(({ fact }) => fact.type === type) && !placed.some(({ fact }) => fact.type === type),
      );
      const unopened = opens.length > 0 && opening !== undefined && !placed.some(({ fact }) => fact.id === opening);
      if (!next.sure && (lacks || unopened)) continue;
      go([...placed, next]);
    }
  };
  go([]);
  return found;
}

it('knows every kind by the order of its types', () => {
  expect([...orderOfType('case.review-accepted').after]).toEqual(['case.review-requested', 'case.filed']);
  expect(kindOf('case')?.opening).toEqual(['filed', 'review-requested']);
});
