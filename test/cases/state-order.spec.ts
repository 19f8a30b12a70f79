import * as fc from 'fast-check';
import { dayOfIso, isoOfDay, parseEdtf } from '#libs/edtf';
import type { JsonObject } from '#libs/kernel';
import { possibleStatuses, SubjectStanding } from '#libs/timeline';
import { plainCase, plainOrders, plainStateOrder, type PlainFact } from './plain-cases.js';

const [FIRST, LAST] = [dayOfIso('2024-02-01'), dayOfIso('2024-06-15')];
const TYPES = [
  'filed',
  'filed',
  'review-requested',
  'review-accepted',
  'denial-found',
  'panel-requested',
  'panel-decided',
  'measure-taken',
  'measure-lifted',
  'resolved',
  'withdrawn',
  'reopened',
  'noted',
];
const isoDay = fc.integer({ min: FIRST, max: LAST }).map(isoOfDay);
const drawnFact = fc.record({
  type: fc.constantFrom(...TYPES),
  occurred: fc.oneof(
    { weight: 4, arbitrary: isoDay },
    { weight: 2, arbitrary: fc.constant(null) },
    fc.constantFrom('2024-03', '../2024-05-10', '2024-04-01/2024-05-20', '2024-03-05/..', '2024-02~'),
  ),
  knownOn: isoDay,
  body: fc.record({
    kind: fc.constantFrom('penalty', 'entry-denied'),
    finding: fc.constantFrom('denial', 'no-denial'),
  }),
});

/** Undated facts last, as a timeline lists them. */
function placeOf({ occurred }: PlainFact): [number, number] {
  if (occurred === null) return [Number.MAX_SAFE_INTEGER, 0];
  const { earliest, latest } = parseEdtf(occurred).window;
  return [earliest ?? latest ?? 0, latest ?? Number.MAX_SAFE_INTEGER];
}

function plainFactOf(fact: { type: string; occurred: string | null; knownOn: string; body: object }, index: number) {
  return {
    id: `f${index}`,
    subject: 'c',
    subjectName: 'c',
    position: index,
    type: `case.${fact.type}`,
    title: 't',
    occurred: fact.occurred,
    body: { ...fact.body },
    parties: [],
    sources: [],
    retracted: false,
    revision: 1,
    known: { at: dayOfIso(fact.knownOn), basis: 'stated' },
  } as const satisfies PlainFact;
}

function standingOf(facts: readonly PlainFact[]): SubjectStanding {
  return new SubjectStanding(
    'case',
    facts.map(({ id, type, title, occurred, body, position, known }) => ({
      fact: {
        id,
        type,
        title,
        occurred: occurred === null ? null : parseEdtf(occurred),
        body: body as JsonObject,
        position: BigInt(position),
      },
      plan: false,
      known: { day: known.at, basis: 'stated' as const },
    })),
  );
}

function inTimelineOrder(facts: readonly PlainFact[]): PlainFact[] {
  return facts.toSorted((one, other) => {
    const [a, b] = [placeOf(one), placeOf(other)];
    return a[0] - b[0] || a[1] - b[1] || one.position - other.position;
  });
}

type Drawn = [type: string, occurred: string | null, knownOn: string];

const orderOf = (...drawn: Drawn[]): string[] => {
  const facts = drawn.map(([type, occurred, knownOn], index) =>
    plainFactOf({ type, occurred, knownOn, body: { kind: 'penalty' } }, index),
  );
  return standingOf(inTimelineOrder(facts))
    .inStateOrder(null)
    .map(({ type }) => type.slice('case.'.length));
};

describe('The order in which the state of a case takes its facts', () => {
  it('has a request that may lie before a finding before it, and an undated end behind the opening', () => {
    const order = orderOf(
      ['review-requested', '../2024-05-10', '2024-05-10'],
      ['denial-found', '2024-02-08', '2024-02-08'],
      ['resolved', null, '2024-02-02'],
    );
    expect(order).toEqual(['review-requested', 'resolved', 'denial-found']);
  });

  it('has each undated petition before every step that requires one', () => {
    const order = orderOf(
      ['filed', null, '2024-02-01'],
      ['denial-found', '2024-03-01', '2024-03-01'],
      ['review-requested', '2024-04-01', '2024-04-01'],
      ['filed', null, '2024-06-01'],
    );
    expect(order).toEqual(['filed', 'filed', 'denial-found', 'review-requested']);
  });

  it('has one undated measure before the lifting that lifts it, and another as late as it can come', () => {
    const order = orderOf(
      ['measure-lifted', '2024-03', '2024-03-31'],
      ['measure-taken', null, '2024-02-01'],
      ['measure-taken', null, '2024-03-10'],
    );
    expect(order).toEqual(['measure-taken', 'measure-lifted', 'measure-taken']);
  });

  it('is that of the plain rules, and gives their status and every other possible one', () => {
    fc.assert(
      fc.property(
        fc.array(drawnFact, { minLength: 2, maxLength: 6 }),
        fc.option(isoDay, { nil: null }),
        (drawn, asOf) => {
          const requests = drawn.filter(({ type }) => type === 'review-requested');
          fc.pre(requests.length <= 1);
          const facts = inTimelineOrder(drawn.map(plainFactOf));
          const day = asOf === null ? null : dayOfIso(asOf);
          const standing = standingOf(facts);
          const order = plainStateOrder(facts, 'c', day);
          const { status } = plainCase(order);
          const possible = plainOrders(facts, 'c', day).map((one) => plainCase(one).status);
          const { state } = standing.on(day);
          expect({
            order: standing.inStateOrder(day).map(({ id }) => id),
            status: state['status'],
            possible: possibleStatuses(standing.on(day)),
          }).toEqual({
            order: order.map(({ id }) => id),
            status,
            possible: [...new Set(possible)].filter((one) => one !== status).toSorted(),
          });
        },
      ),
      { numRuns: 2000 },
    );
  });
});
