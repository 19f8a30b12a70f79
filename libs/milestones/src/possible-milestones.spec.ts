import { dayOfIso, parseEdtf } from '#libs/edtf';
import type { DatedFact, StandingFact } from '#libs/timeline';
import { possibleMilestones, type PossibleMilestones } from './possible-milestones.js';

type Given = [type: string, occurred: string | null, known: string, body?: DatedFact['body']];

/** Facts in timeline order, undated ones last, each with the day since which it could be known. */
const given = (...facts: Given[]): StandingFact[] =>
  facts.map(([type, occurred, known, body = {}], index) => ({
    fact: {
      id: `${type.split('.').at(-1)}-${index + 1}`,
      type,
      occurred: occurred === null ? null : parseEdtf(occurred),
      body,
      position: BigInt(index + 1),
      title: type,
    },
    plan: type.endsWith('.planned'),
    known: { day: dayOfIso(known), basis: 'published' },
  }));
const named = { name: 'The subject', topics: [], parties: [] };
const possible = (type: string, facts: StandingFact[], today: string, asOf?: string): PossibleMilestones =>
  possibleMilestones({ id: 's', type, ...named, attributes: { mechanism: 'usmca-rrm' } }, facts, {
    asOf: asOf === undefined ? null : dayOfIso(asOf),
    today: dayOfIso(today),
  });
const statesOf = (rule: string, standings: PossibleMilestones): string[] =>
  [...standings.values()].flatMap(({ milestone, deadlineStates }) =>
    milestone.rule === rule ? [...deadlineStates].toSorted() : [],
  );
const statusesOf = (rule: string, standings: PossibleMilestones): string[] =>
  [...standings.values()].flatMap(({ milestone, statuses }) =>
    milestone.rule === rule ? [...statuses].toSorted() : [],
  );

const about = (milestone: string): DatedFact['body'] => ({ milestone });
const requested: Given = ['case.review-requested', '2023-01-02', '2023-01-02'];

const answer = (facts: Given[], today = '2030-01-01', asOf?: string): string[] =>
  statesOf('review-response', possible('case', given(requested, ...facts), today, asOf));
const termEnded = (day: string | null): string[] =>
  statusesOf(
    'term-end',
    possible(
      'agreement',
      given(
        ['agreement.entered-into-force', '2020-07-01', '2020-07-01', { endsOn: '2036-07-01' }],
        ['agreement.terminated', day, '2040-01-01'],
      ),
      '2041-01-01',
    ),
  );

describe('What a legal deadline may be', () => {
  it('may not apply where a source that says so may count by the day, and before the last day or after it', () => {
    const cancelled: Given = [
      'milestone.cancelled',
      '[2023-01-05..2023-01-20]',
      '2023-01-20',
      about('review-response.2023'),
    ];
    expect(answer([cancelled], '2023-01-15', '2023-01-15')).toEqual(['no-record', 'not-applicable']);
    expect(answer([], '2023-01-15', '2023-01-15')).toEqual(['no-record']);
  });

  it('is nothing else where every fact has its day', () => {
    expect(answer([['case.review-accepted', '2023-01-10', '2023-01-11']])).toEqual(['met']);
    expect(answer([['case.withdrawn', '2023-01-20', '2023-01-21']])).toEqual(['no-record']);
  });

  it.each([
    ['an end without a date that was known late', null, '2024-05-01', ['no-record', 'not-applicable']],
    ['an end in a month that holds the last day', '2023-01', '2024-05-01', ['no-record', 'not-applicable']],
    ['an end in a month after the last day', '2023-02', '2024-05-01', ['no-record']],
  ])('is not applicable or without a record by %s', (_title, occurred, known, states) => {
    expect(answer([['case.withdrawn', occurred, known]])).toEqual(states);
  });

  it('takes a fact in a month for later than the request on a day of it', () => {
    const facts = given(['case.withdrawn', '2023-01', '2023-02-01'], requested);
    expect(statesOf('review-response', possible('case', facts, '2030-01-01'))).toEqual(['no-record', 'not-applicable']);
  });

  it('is not applicable only by an end without an act before it', () => {
    const accepted: Given = ['case.review-accepted', '2023-01-10', '2023-01-11'];
    const withdrawn: Given = ['case.withdrawn', '2023-01-11', '2023-01-12'];
    expect(answer([withdrawn])).toEqual(['not-applicable']);
    expect(answer([accepted, withdrawn])).toEqual(['met']);
    expect(answer([withdrawn, ['case.review-accepted', null, '2024-05-01']])).toEqual([
      'done-day-unknown',
      'not-applicable',
    ]);
    expect(
      answer([
        ['case.review-accepted', '2023-01-20', '2023-01-21'],
        ['case.withdrawn', '2023-02', '2023-03-01'],
      ]),
    ).toEqual(['late']);
  });

  it('stays done on a day that is not known where the act has no date', () => {
    expect(answer([['case.review-accepted', null, '2024-05-01']])).toEqual(['done-day-unknown']);
  });

  it('is what a fact makes of it that has only possibly occurred', () => {
    const accepted: Given = ['case.review-accepted', '2023-01-05/2023-01-12', '2023-02-01'];
    const within: Given = ['case.review-accepted', '[2023-01-05..2023-01-12]', '2023-02-01'];
    expect(answer([accepted], '2023-01-08', '2023-01-08')).toEqual(['met']);
    expect(answer([within], '2023-01-04', '2023-01-04')).toEqual(['open']);
    expect(answer([within], '2023-01-08', '2023-01-08')).toEqual(['met', 'open']);
    expect(answer([within], '2023-01-12', '2023-01-12')).toEqual(['met']);
  });

  it('is no state of a deadline for certain where its start has only possibly occurred', () => {
    const standings = possible(
      'case',
      given(['case.review-requested', '[2023-01-02..2023-01-09]', '2023-02-01']),
      '2023-01-05',
      '2023-01-05',
    );
    expect([...standings.values()].map(({ milestone, isCertain }) => [milestone.rule, isCertain])).toEqual([
      ['review-response', false],
      ['review-end', false],
    ]);
  });
});

describe('What a milestone may be', () => {
  const inForce: Given = [
    'agreement.entered-into-force',
    '2020-07-01',
    '2020-07-01',
    { reviewEvery: 'P6Y', endsOn: '2036-07-01' },
  ];

  it.each([
    ['2026-06-30', ['cancelled']],
    ['2026-08-01', ['cancelled', 'unconfirmed']],
  ])(
    'is cancelled for certain by a termination without a date only where it was known in time: %s',
    (known, statuses) => {
      const facts = given(inForce, ['agreement.terminated', null, known]);
      expect(statusesOf('joint-review', possible('agreement', facts, '2027-01-01'))).toEqual(statuses);
    },
  );

  it('is met by a meeting without a date that may be the one that was planned', () => {
    const planned: Given = ['dialogue.planned', '2025-10-15', '2025-09-01'];
    const early = given(planned, ['dialogue.held', null, '2025-10-01']);
    const late = given(planned, ['dialogue.held', null, '2025-11-01']);
    expect(statusesOf('meeting', possible('dialogue', early, '2026-01-01'))).toEqual(['unconfirmed']);
    expect(statusesOf('meeting', possible('dialogue', late, '2026-01-01'))).toEqual(['met', 'unconfirmed']);
  });

  it('follows every place that an extension without a date can have among reviews', () => {
    const facts = given(
      inForce,
      ['agreement.reviewed', '2026-07-01', '2026-07-01', { outcome: 'not-extended' }],
      ['agreement.extended', null, '2027-09-01', { endsOn: '2042-07-01' }],
    );
    const standings = possible('agreement', facts, '2030-01-01');
    expect([...standings.get('s.joint-review.2027')!.statuses].toSorted()).toEqual(['cancelled', 'unconfirmed']);
  });

  it.each(
    ['agreement', 'dialogue', 'programme', 'case', 'relationship'].flatMap((type) =>
      [true, false].map((isDated) => [type, isDated] as const),
    ),
  )('is met and nothing else beside a dozen others whose outcomes are in doubt: %s, dated %s', (type, isDated) => {
    const months = Array.from({ length: 12 }, (_, index) => `2020-${String(index + 1).padStart(2, '0')}`);
    const planned = months.map((month): Given => [
      'milestone.planned',
      month,
      '2019-01-01',
      about(`step-${month}.2020`),
    ]);
    const met = months.map((month): Given => [
      'milestone.met',
      isDated ? month : null,
      '2023-01-01',
      about(`step-${month}.2020`),
    ]);
    const unmet: Given = ['milestone.planned', '2020-05', '2019-01-01', { milestone: 'step-unmet.2020' }];
    const standings = possible(type, given(unmet, ...planned, ...met), '2026-01-01');
    expect([...standings.values()].map(({ statuses, complete }) => [...statuses, complete])).toEqual([
      ['unconfirmed', true],
      ...months.map(() => ['met', true]),
    ]);
  });

  describe('where more facts of its rule are in doubt than can be tried', () => {
    const extended = Array.from({ length: 11 }, (): Given => [
      'agreement.extended',
      null,
      '2027-09-01',
      { endsOn: '2042' },
    ]);

    it.each([
      ['no fact that could settle it', [], ['due', 'unconfirmed', 'upcoming']],
      [
        'a termination',
        [['agreement.terminated', null, '2027-09-01']],
        ['cancelled', 'due', 'met', 'unconfirmed', 'upcoming'],
      ],
      [
        'a source that says that it is outstanding',
        [['milestone.outstanding', '2027-09', '2027-09-01', about('term-end.2036')]],
        ['due', 'overdue', 'unconfirmed', 'upcoming'],
      ],
    ] as [string, Given[], string[]][])(
      'is every status that its facts can give by their types: %s',
      (_title, more, statuses) => {
        const standing = possible('agreement', given(inForce, ...extended, ...more), '2030-01-01').get(
          's.term-end.2036',
        )!;
        expect(standing.complete).toBe(false);
        expect([...standing.statuses].toSorted()).toEqual(statuses);
      },
    );

    it('leaves milestones of other rules as they are', () => {
      const plan: Given = ['milestone.planned', '2026-03', '2025-01-01', about('hearing.2026')];
      const met: Given = ['milestone.met', '2026-03', '2026-04-01', about('hearing.2026')];
      const standing = possible('agreement', given(plan, inForce, met, ...extended), '2030-01-01').get(
        's.hearing.2026',
      )!;
      expect(standing.complete).toBe(true);
      expect([...standing.statuses]).toEqual(['met']);
    });

    it('is no status of a legal deadline that no state gives', () => {
      const panels = Array.from({ length: 16 }, (): Given => ['case.panel-requested', null, '2024-01-01']);
      const standings = possible('case', given(requested, ...panels), '2023-12-01', '2023-12-01');
      expect(standings.get('s.review-response.2023')!.complete).toBe(false);
      expect(statusesOf('review-response', standings)).toEqual(['cancelled', 'due', 'met', 'unconfirmed']);
    });
  });
});

describe('The end of the term of an agreement', () => {
  it.each([
    ['2030-01-01', ['cancelled']],
    ['2036-07-01', ['met']],
    ['2036-07-02', ['unconfirmed']],
    ['2036', ['cancelled', 'met', 'unconfirmed']],
    [null, ['cancelled', 'met', 'unconfirmed']],
  ])('is cancelled by a termination before it, met on it, unconfirmed after it: %s', (day, statuses) => {
    expect(termEnded(day)).toEqual(statuses);
  });
});
