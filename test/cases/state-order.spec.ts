import * as fc from 'fast-check';
import { dayOfIso, isoOfDay, parseEdtf } from '#libs/edtf';
import type { JsonObject } from '#libs/kernel';
import { measureAnswers, possibleStatuses, SubjectStanding } from '#libs/timeline';
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

const standingWith = (...drawn: Drawn[]): SubjectStanding => {
  const facts = drawn.map(([type, occurred, knownOn], index) =>
    plainFactOf({ type, occurred, knownOn, body: { kind: 'penalty' } }, index),
  );
  return standingOf(inTimelineOrder(facts));
};
const orderOf = (...drawn: Drawn[]): string[] =>
  standingWith(...drawn)
    .inStateOrder(null)
    .map(({ type }) => type.slice('case.'.length));

const statusOn = (facts: readonly Drawn[], day: string | null): unknown => {
  const standing = standingWith(...facts).on(day === null ? null : dayOfIso(day));
  return [standing.state['status'], possibleStatuses(standing)];
};

/** How a case stands that was reopened on 1 May 2024, with a resolution that was known on 1 June. */
const reopenedAndResolved = (resolvedOn: string | null, day: string | null): unknown =>
  statusOn(
    [
      ['review-requested', '2024-02-01', '2024-02-01'],
      ['reopened', '2024-05-01', '2024-05-01'],
      ['resolved', resolvedOn, '2024-06-01'],
    ],
    day,
  );

describe('A case before its opening', () => {
  const reversed: Drawn[] = [
    ['review-requested', '2022-03-01', '2022-03-01'],
    ['filed', '2023-05-01', '2023-05-01'],
  ];
  const undated: Drawn[] = [
    ['review-requested', '2024-02-01', '2024-02-01'],
    ['filed', null, '2024-03-01'],
  ];

  it.each([
    ['a request that came before the petition', reversed, '2022-06-01', ['noted', []]],
    ['a request that came before the petition', reversed, '2023-04-30', ['noted', []]],
    ['a request that came before the petition', reversed, '2023-05-01', ['filed', []]],
    ['a petition without a date', undated, '2024-01-10', ['noted', []]],
    ['a petition without a date', undated, '2024-02-01', ['review-requested', []]],
  ])('has no step by %s', (_name, facts, day, standing) => {
    expect(statusOn(facts, day)).toEqual(standing);
  });
});

/** What a measure is and what else it may be, of a case with a request on 1 January 2023. */
const measureWith = (...facts: Drawn[]): { state: string; possible: string[] } => {
  const standing = standingWith(['review-requested', '2023-01-01', '2023-01-01'], ...facts).on(null);
  const [answer] = measureAnswers(standing as unknown as Parameters<typeof measureAnswers>[0], null);
  return { state: String(answer?.state), possible: answer?.possible ?? [] };
};

const measureNamedWith = (...facts: Drawn[]): Set<string> => {
  const { state, possible } = measureWith(...facts);
  return new Set([state, ...possible]);
};

describe('A measure of a case that has ended', () => {
  const either = { state: 'no-end-on-record', possible: ['in-force'] };
  const noEnd = { state: 'no-end-on-record', possible: [] };
  const inForce = { state: 'in-force', possible: [] };
  it.each([
    ['2023', '2023-01-20', either],
    ['2023-05', '2023-05-17', either],
    ['[2023-05-01..2023-05-31]', '2023-05-17', either],
    ['2023-05-20', '2023-05', either],
    ['2023-05', '2023-05', either],
    ['2023-05-17', '2023-05', either],
    ['2023-05-01', '2023-05', noEnd],
    ['2023-05-17', '2023-05-17', noEnd],
    ['[2023-05-01..2023-05-17]', '2023-05-17', noEnd],
    ['2023-05-31', '2023-05', either],
    ['2023-05-18', '2023-05-17', inForce],
    ['2023-06', '2023-05', inForce],
    [null, '2023-05-17', { state: 'in-force', possible: ['no-end-on-record'] }],
    ['2023-05-17', null, either],
  ])('taken on %s, with an end on %s, may be in force where it may have been taken after the end', (...given) => {
    const [takenOn, endedOn, expected] = given;
    expect(measureWith(['measure-taken', takenOn, '2024-01-01'], ['resolved', endedOn, '2024-01-01'])).toEqual(
      expected,
    );
  });

  const days = fc.integer({ min: 10, max: 15 }).map((day) => `2023-05-${day}`);
  const spans = fc.tuple(days, days).map((two) => `[${two.toSorted().join('..')}]`);
  const dates = fc.oneof(days, spans, fc.constant(null));
  const measure = fc.tuple(fc.constant('measure-taken'), dates, days);
  const end = fc.tuple(fc.constantFrom('resolved', 'closed'), dates, days);
  const dayBefore = dayOfIso('2023-05-09');
  /** Every day on which a fact can lie; of one without a date one day stands for all that lie before the other facts. */
  const everyDay = ([, date, knownOn]: Drawn): number[] => {
    const { earliest, latest } =
      date === null ? { earliest: dayBefore, latest: dayOfIso(knownOn) } : parseEdtf(date).window;
    return Array.from({ length: latest! - earliest! + 1 }, (_, index) => earliest! + index);
  };
  const onEveryDay = (taken: Drawn, ends: readonly Drawn[]): Set<string> => {
    const firstEnds = ends.reduce<number[]>(
      (first, own) => first.flatMap((one) => everyDay(own).map((day) => Math.min(one, day))),
      [Infinity],
    );
    return new Set(
      everyDay(taken).flatMap((day) => firstEnds.map((first) => (day > first ? 'in-force' : 'no-end-on-record'))),
    );
  };

  it('has exactly the states that some days of the two give it', () => {
    fc.assert(
      fc.property(measure, end, (taken, ended) => {
        expect(measureNamedWith(taken, ended)).toEqual(onEveryDay(taken, [ended]));
      }),
      { numRuns: 1000 },
    );
  });

  it('has at least the states that some days give it where several ends are on record', () => {
    fc.assert(
      fc.property(measure, fc.array(end, { minLength: 2, maxLength: 3 }), (taken, ends) => {
        expect([...measureNamedWith(taken, ...ends)]).toEqual(expect.arrayContaining([...onEveryDay(taken, ends)]));
      }),
      { numRuns: 500 },
    );
  });
});

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

  it('leaves a later step behind where an undated one of its type has to come first anyway', () => {
    const order = orderOf(
      ['review-accepted', '2024-02-03', '2024-02-03'],
      ['denial-found', '2024-02~', '2024-02-29'],
      ['resolved', '2024-02-02', '2024-02-02'],
      ['review-accepted', null, '2024-02-01'],
    );
    expect(order).toEqual(['review-accepted', 'denial-found', 'resolved', 'review-accepted']);
  });

  it('is that of the days where the records contradict the order of the kind', () => {
    const standing = standingWith(
      ['review-requested', '../2024-05-10', '2024-05-10'],
      ['review-accepted', '2024-02-01', '2024-02-01'],
      ['filed', '2024-02-02', '2024-02-02'],
      ['filed', null, '2024-05-11'],
    );
    const order = standing.inStateOrder(dayOfIso('2024-05-10')).map(({ type }) => type);
    expect(order).toEqual(['case.review-accepted', 'case.filed', 'case.review-requested']);
  });

  it('has one undated measure before the lifting that lifts it, and another as late as it can come', () => {
    const order = orderOf(
      ['measure-lifted', '2024-03', '2024-03-31'],
      ['measure-taken', null, '2024-02-01'],
      ['measure-taken', null, '2024-03-10'],
    );
    expect(order).toEqual(['measure-taken', 'measure-lifted', 'measure-taken']);
  });

  it('has the only end before a reopening that may lie behind it', () => {
    for (const day of [null, '2024-05-15', '2024-06-01'])
      expect(reopenedAndResolved(null, day)).toEqual(['under-review', []]);
    expect(reopenedAndResolved('2024-06-01', null)).toEqual(['resolved', []]);
  });

  it('has no reopening without a date before the only end', () => {
    const facts: Drawn[] = [
      ['review-requested', '2023-01-01', '2023-01-01'],
      ['withdrawn', '2023-04-01', '2023-04-01'],
      ['reopened', null, '2026-11-30'],
    ];
    expect(statusOn(facts, '2023-02-01')).toEqual(['review-requested', []]);
    expect(statusOn(facts, '2023-04-01')).toEqual(['closed', ['under-review']]);
    expect(statusOn(facts.toSpliced(1, 1), '2023-02-01')).toEqual(['review-requested', ['under-review']]);
  });

  it('leaves the other result possible where the place of an undated end behind another one matters', () => {
    const closed: Drawn = ['closed', '2024-02-01', '2024-02-01'];
    const reopened: Drawn = ['reopened', '2024-03-01', '2024-03-01'];
    expect(statusOn([closed, reopened, ['resolved', null, '2026-11-30']], null)).toEqual([
      'resolved',
      ['under-review'],
    ]);
  });

  it.each(['denial-found', 'no-denial-found'])('has %s before a panel request on its last day', (found) => {
    const panel: Drawn = ['panel-requested', '2024-12-18', '2024-12-18'];
    const finding = (occurred: string): Drawn => [found, occurred, '2024-12-31'];
    expect(orderOf(panel, finding('2024-12-18'))).toEqual([found, 'panel-requested']);
    const standings = ['[2024-09-16..2024-12-18]', '[2024-09-16..2024-12-19]', '2024-12-19'].map((occurred) =>
      standingWith(panel, finding(occurred)).on(null),
    );
    expect(standings.map((one) => [one.state['status'], possibleStatuses(one)])).toEqual([
      ['in-panel', []],
      ['in-panel', ['in-consultation']],
      ['in-consultation', []],
    ]);
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
