import { dayOfIso, parseEdtf } from '#libs/edtf';
import { deadlineStateOn, type DatedFact } from '#libs/timeline';
import { deriveMilestones } from './derive-milestones.js';
import { statusOn, type Milestone } from './milestone.js';

type Given = [type: string, occurred: string | null, body?: DatedFact['body']];

/** Facts in timeline order; a type without a dot is one of a case. */
const given = (...facts: Given[]): DatedFact[] =>
  facts.map(([type, occurred, body = {}], index) => ({
    id: `${type.split('.').at(-1)}-${index + 1}`,
    type: type.includes('.') ? type : `case.${type}`,
    occurred: occurred === null ? null : parseEdtf(occurred),
    body,
    position: BigInt(index + 1),
    title: type,
  }));
const deadlinesOf = (facts: DatedFact[], attributes: DatedFact['body'] = {}): Map<string, Milestone> => {
  const subject = { id: 'c', type: 'case', name: 'The case', topics: [], parties: [] };
  const found = deriveMilestones(
    { ...subject, attributes: { mechanism: 'usmca-rrm', complainant: 'US', ...attributes } },
    facts,
  );
  return new Map(found.map((milestone) => [milestone.rule, milestone]));
};
const stateOf = (rule: string, facts: DatedFact[], today = '2030-01-01'): string | undefined => {
  const { deadline } = deadlinesOf(facts).get(rule) ?? {};
  return deadline ? deadlineStateOn(deadline, dayOfIso(today)) : undefined;
};

const readingsOf = (facts: DatedFact[]): unknown =>
  deadlinesOf(facts)
    .get('petition-review')
    ?.deadline?.readings.map(({ code, statutoryDay, outcome }) => [code, statutoryDay, outcome]);
const statusOfAnswer = (facts: DatedFact[], today: string): string =>
  statusOn(deadlinesOf(facts).get('review-response')!, dayOfIso(today));
const moved = (body: DatedFact['body']): Given => [
  'milestone.moved',
  '2023-01-20',
  { milestone: 'review-response.2023', basis: 'agreement', ...body },
];
const named = (type: string, occurred: string | null): Given => [
  `milestone.${type}`,
  occurred,
  { milestone: 'review-response.2023' },
];
const statusWith = (...facts: Given[]): string =>
  statusOn(
    deadlinesOf(given(['review-requested', '2023-01-02'], ...facts)).get('review-response')!,
    dayOfIso('2023-06-01'),
  );

const stateOfAnswer = (...facts: Given[]): string | undefined => stateOf('review-response', given(...facts));
const extended = (lastDay: string | null, decidedOn?: string): Given => [
  'milestone.moved',
  lastDay,
  { milestone: 'review-response.2023', basis: 'agreement', ...(decidedOn !== undefined && { decidedOn }) },
];
const stands = (...facts: Given[]): unknown => [
  stateOfAnswer(['review-requested', '2023-01-02'], ...facts),
  statusWith(...facts),
];

describe('The last day of a legal deadline', () => {
  it('is counted from the day after the start, and moves only where a cited practice says so', () => {
    // 1 April 2023 is a Saturday, 26 March and 30 April are Sundays.
    const found = deadlinesOf(given(['filed', '2023-03-02'], ['review-requested', '2023-03-16']));
    expect(found.get('petition-review')?.deadline?.readings[0]).toMatchObject({
      statutoryDay: '2023-04-01',
      movedDay: '2023-04-03',
    });
    expect(found.get('review-response')?.window).toBe('2023-03-26');
    expect(found.get('review-end')?.deadline?.readings[0]).toMatchObject({
      statutoryDay: '2023-04-30',
      movedDay: null,
    });
  });

  it('is as wide as the day that starts it, and there is none where that day is not known', () => {
    expect(deadlinesOf(given(['review-requested', '2023-03'])).get('review-response')?.window).toBe(
      '2023-03-11/2023-04-10',
    );
    expect(deadlinesOf(given(['filed', null])).size).toBe(0);
    expect(['2020-06-30', '2020-07-01'].map((day) => deadlinesOf(given(['filed', day])).size)).toEqual([0, 1]);
  });

  it('is open at the front where its start is', () => {
    const found = deadlinesOf(given(['review-requested', '../2023-03-02']));
    expect([...found].map(([rule, { window, occasion }]) => [rule, window, occasion])).toEqual([
      ['review-response', '../2023-03-12', '2023'],
      ['review-end', '../2023-04-16', '2023'],
    ]);
    const agreed = given(['remediation-agreed', '2023-03-01', { endsOn: '../2023-09-30' }]);
    expect(deadlinesOf(agreed).get('remediation-end')?.window).toBe('../2023-09-30');
    expect(stateOf('remediation-end', agreed, '2023-09-30')).toBe('open');
    expect(stateOf('remediation-end', agreed, '2023-10-01')).toBe('no-record');
    expect(deadlinesOf(given(['filed', '../2023-03-01'])).get('petition-review')?.deadline?.readings).toMatchObject([
      { statutoryDay: '../2023-03-31' },
      { statutoryDay: '2020-07-01/..' },
    ]);
  });

  it('is judged by what may lie after the start, also where the timeline has it first', () => {
    expect(stateOf('petition-review', given(['review-requested', '2023-03'], ['filed', '2023-03-11']))).toBe('met');
    const answered = (on: string): DatedFact[] => given(['review-accepted', on], ['review-requested', '2023-03-11']);
    expect(stateOf('review-response', answered('2023-03'))).toBe('done-day-unknown');
    expect(stateOf('review-response', answered('2023-02'))).toBe('no-record');
  });

  it('cites the annex and article that the case names', () => {
    const facts = given(['filed', '2023-03-01'], ['review-requested', '2023-03-29']);
    const articles = (attributes: DatedFact['body']): (string | null)[] =>
      [...deadlinesOf(facts, attributes).values()].map(({ article }) => article);
    expect(articles({ annex: '31-A' })[1]).toBe('USMCA Annex 31-A, Article 31-A.4');
    expect(articles({ annex: '31-B', complainant: 'CA' })).toEqual([
      'Canadian guidelines for claims under Annex 31-B, section 6',
      'USMCA Annex 31-B, Article 31-B.4',
      'USMCA Annex 31-B, Article 31-B.4',
    ]);
    expect(articles({ complainant: 'CA' })).toEqual(articles({ annex: '31-B', complainant: 'CA' }));
    expect(articles({ mechanism: 'other' })).toEqual([]);
    expect(articles({ annex: '32-A' })).toEqual([]);
  });

  it.each([
    [{ annex: '31-A', complainant: 'MX' }, 'USMCA Annex 31-A, Article 31-A.4'],
    [{ annex: '31-A', complainant: null }, 'USMCA Annex 31-A, Article 31-A.4'],
    [{ annex: '31-B', complainant: 'MX' }, 'USMCA Annex 31-B, Article 31-B.4'],
    [{ complainant: 'MX', respondent: 'CA' }, 'USMCA Annex 31-B, Article 31-B.4'],
  ])('of a petition is counted only by the rules of the country that it was made to: %j', (attributes, article) => {
    const facts = given(['filed', '2023-03-01'], ['review-requested', '2023-03-29']);
    const found = [...deadlinesOf(facts, attributes).values()].map((one) => [one.rule, one.article]);
    expect(found).toEqual([
      ['review-response', article],
      ['review-end', article],
    ]);
  });

  it('stands still while the proceedings are suspended', () => {
    const suspended = [
      ['review-requested', '2023-03-01'],
      ['proceedings-suspended', '2023-03-06'],
    ] satisfies Given[];
    expect(deadlinesOf(given(...suspended)).get('review-response')?.deadline?.readings[0]).toMatchObject({
      statutoryDay: '2023-03-11',
      movedDay: '2023-03-11/..',
    });
    const facts = given(...suspended, ['proceedings-resumed', '2023-03-20'], ['review-accepted', '2023-03-24']);
    expect(deadlinesOf(facts).get('review-response')?.deadline?.readings[0]?.movedDay).toBe('2023-03-25');
    expect(stateOf('review-response', facts)).toBe('met');
    expect(stateOf('review-response', given(...suspended))).toBe('open');
  });
});

describe('A period whose proceedings were suspended', () => {
  it('stands still from its start on where they were suspended before it', () => {
    const [suspended, request, resumed]: [Given, Given, Given] = [
      ['proceedings-suspended', '2024-02-01'],
      ['review-requested', '2024-02-02'],
      ['proceedings-resumed', '2024-06-01'],
    ];
    expect(stateOfAnswer(suspended, request, resumed, ['review-accepted', '2024-06-11'])).toBe('met');
    expect(stateOfAnswer(suspended, request, resumed, ['review-accepted', '2024-06-12'])).toBe('late');
    expect(
      stateOfAnswer(suspended, ['proceedings-resumed', '2024-02-02'], request, ['review-accepted', '2024-02-13']),
    ).toBe('late');
  });

  it('is as wide as the day on which they were resumed', () => {
    const facts: Given[] = [
      ['review-requested', '2023-03-01'],
      ['proceedings-suspended', '2023-03-06'],
      ['proceedings-resumed', '[2023-03-20..2023-03-25]'],
    ];
    expect(stateOfAnswer(...facts, ['review-accepted', '2023-03-25'])).toBe('met');
    expect(stateOfAnswer(...facts, ['review-accepted', '2023-03-27'])).toBe('done-day-unknown');
    expect(stateOfAnswer(...facts, ['review-accepted', '2023-03-31'])).toBe('late');
  });
});

describe('The state of a legal deadline', () => {
  const request: Given = ['review-requested', '2023-01-02'];

  it.each<[string, Given[], string]>([
    ['met by the act on its last day', [['review-accepted', '2023-01-12']], 'met'],
    ['late by the act on the day after it', [['review-accepted', '2023-01-13']], 'late'],
    ['of unknown day where the act may lie on either side', [['review-accepted', '2023-01']], 'done-day-unknown'],
    ['of unknown day where the act has no date', [['review-declined', null]], 'done-day-unknown'],
    ['met where a finding by then proves it', [['denial-found', '2023-01-10']], 'met'],
    ['of unknown day where only a later finding proves it', [['denial-found', '2023-02-01']], 'done-day-unknown'],
    [
      'of unknown day where one of two acts may lie before it',
      [
        ['review-accepted', '2023-01-13'],
        ['review-accepted', null],
      ],
      'done-day-unknown',
    ],
    ['not applicable where the case ended on its last day', [['resolved', '2023-01-12']], 'not-applicable'],
    ['not applicable where a panel was requested before it', [['panel-requested', '2023-01-05']], 'not-applicable'],
    ['without a record where the case ended after it', [['resolved', '2023-01-13']], 'no-record'],
    ['without a record where a panel was requested after it', [['panel-requested', '2023-05-01']], 'no-record'],
    ['without a record where the case ended on no known day', [['resolved', null]], 'no-record'],
    ['without a record where nothing is on record', [], 'no-record'],
  ])('is %s', (_name, facts, state) => {
    expect(stateOf('review-response', given(request, ...facts))).toBe(state);
  });

  it('of an agreement on remediation is met, as inferred, where a remediation was concluded by then', () => {
    const facts = given(['denial-found', '2023-02-01'], ['remediation-concluded', '2023-02-10']);
    const { deadline, metBy } = deadlinesOf(facts).get('remediation-agreement')!;
    expect([deadline?.readings[0]?.outcome, deadline?.inferred, metBy]).toEqual([
      'met',
      true,
      'remediation-concluded-2',
    ]);
  });

  it('is open until its last day, and on it', () => {
    expect(stateOf('review-response', given(request), '2023-01-12')).toBe('open');
    expect(stateOf('review-response', given(request), '2023-01-13')).toBe('no-record');
  });

  it('is concluded only where it holds for every day of a window', () => {
    const wide: Given = ['review-requested', '2023-01'];
    // The last day lies from 11 January to 10 February 2023.
    expect(stateOf('review-response', given(wide, ['review-accepted', '2023-01-11']))).toBe('met');
    expect(stateOf('review-response', given(wide, ['review-accepted', '2023-02-10']))).toBe('done-day-unknown');
    expect(stateOf('review-response', given(wide, ['review-accepted', '2023-02-11']))).toBe('late');
    expect(stateOf('review-response', given(wide, ['resolved', '2023-01-20']))).toBe('no-record');
    expect(stateOf('review-response', given(wide), '2023-02-10')).toBe('open');
  });

  it('of the review is not late by a course of remediation, which comes after the review on no stated day', () => {
    expect(stateOf('review-end', given(request, ['remediation-agreed', '2023-03-01']))).toBe('done-day-unknown');
    expect(stateOf('review-end', given(request, ['remediation-agreed', '2023-02-16']))).toBe('met');
    expect(stateOf('review-end', given(request, ['review-declined', '2023-01-10']))).toBe('not-applicable');
  });

  it('of the answer is proved by what proves the end of the review, which follows an answer', () => {
    const rules = ['review-response', 'review-end'];
    const statesBy = (agreedOn: string): (string | undefined)[] =>
      rules.map((rule) => stateOf(rule, given(request, ['remediation-agreed', agreedOn])));
    expect(statesBy('2023-01-08')).toEqual(['met', 'met']);
    expect(statesBy('2023-01-20')).toEqual(['done-day-unknown', 'met']);
  });

  it('of a petition is judged by each text, and a request after it proves no lateness', () => {
    const filed: Given = ['filed', '2023-01-05'];
    expect(stateOf('petition-review', given(filed, ['review-requested', '2023-02-06']))).toBe('met');
    expect(stateOf('petition-review', given(filed, ['review-requested', '2023-02-08']))).toBe('done-day-unknown');
    expect(readingsOf(given(filed, ['not-pursued', '2023-02-08']))).toEqual([
      ['from-submission', '2023-02-04', 'late'],
      ['from-receipt', '2023-02-04/2023-03-10', 'done-day-unknown'],
    ]);
    expect(stateOf('petition-review', given(filed, ['not-pursued', '2023-02-08']))).toBe('disputed');
    // The next step may itself lie before the last day of the filing, on which a petition can still be received.
    const wide = readingsOf(given(['filed', '[2023-01-05..2023-01-20]'], ['review-requested', '2023-01-10']));
    expect(wide).toMatchObject(
      ['from-submission', 'from-receipt'].map((code) => [code, '2023-02-04/2023-02-19', 'met']),
    );
  });

  it('of a course of remediation is judged by its newest end, and an announced resolution after it is no lateness', () => {
    const agreed: Given = ['remediation-agreed', '2023-05-01', { endsOn: '2023-11-01' }];
    expect(stateOf('remediation-end', given(agreed, ['remediation-concluded', '2023-11-02']))).toBe('late');
    expect(stateOf('remediation-end', given(agreed, ['resolved', '2024-04-09']))).toBe('done-day-unknown');
    const anew: Given = ['remediation-agreed', '2023-10-01', { endsOn: '2024-02' }];
    const { deadline, window, derivedFrom } = deadlinesOf(
      given(agreed, anew, ['remediation-concluded', '2024-01-31']),
    ).get('remediation-end')!;
    expect([window, derivedFrom, deadline?.readings]).toMatchObject([
      '2024-02',
      ['remediation-agreed-1', 'remediation-agreed-2'],
      [{ statutoryDay: '2023-11-01', movedDay: '2024-02', outcome: 'met' }],
    ]);
  });

  it('judges an act that went on for days by the day on which it began, as every other question does', () => {
    expect(
      ['2023-01-10/2023-02-20', '2023-01-10/..', '2023-02-10/..', '[2023-01-10..2023-02-20]'].map((occurred) =>
        stateOfAnswer(['review-requested', '2023-01-02'], ['review-accepted', occurred]),
      ),
    ).toEqual(['met', 'met', 'late', 'done-day-unknown']);
  });

  it('gives the status: met, unconfirmed, cancelled, upcoming or due', () => {
    expect(statusOfAnswer(given(request, ['review-accepted', '2023-01-13']), '2030-01-01')).toBe('met');
    expect(statusOfAnswer(given(request, ['review-accepted', null]), '2030-01-01')).toBe('met');
    expect(statusOfAnswer(given(request), '2030-01-01')).toBe('unconfirmed');
    expect(statusOfAnswer(given(request, ['resolved', '2023-02-01']), '2030-01-01')).toBe('unconfirmed');
    expect(statusOfAnswer(given(request, ['resolved', '2023-01-05']), '2030-01-01')).toBe('cancelled');
    expect(statusOfAnswer(given(request), '2023-01-05')).toBe('upcoming');
    expect(statusOfAnswer(given(request), '2023-01-12')).toBe('due');
  });
});

describe('An extension of a legal deadline', () => {
  const request: Given = ['review-requested', '2023-01-02'];
  const accepted: Given = ['review-accepted', '2023-01-18'];
  const state = (body: DatedFact['body']): string | undefined =>
    stateOf('review-response', given(request, accepted, moved(body)));

  it('that was decided by the last day makes an act timely, and both days are shown', () => {
    expect(state({ decidedOn: '2023-01-12' })).toBe('met');
    const { deadline, window } = deadlinesOf(given(request, moved({ decidedOn: '2023-01-12' }))).get(
      'review-response',
    )!;
    expect([window, deadline?.readings[0]]).toMatchObject([
      '2023-01-20',
      { statutoryDay: '2023-01-12', movedDay: '2023-01-20' },
    ]);
  });

  it('that was decided after the last day makes none timely, unless the record says that it is retroactive', () => {
    expect(state({ decidedOn: '2023-01-13' })).toBe('late');
    expect(state({ decidedOn: '2023-01-13', retroactive: true })).toBe('met');
  });

  it('of which no source says when it was decided leaves the day in doubt', () => {
    expect(state({})).toBe('done-day-unknown');
    expect(state({ decidedOn: '2023-01' })).toBe('done-day-unknown');
  });

  const [first, second] = [extended('2023-02-01', '2023-01-05'), extended('2023-03-01', '2023-01-25')];
  const acceptedOn = (day: string, ...facts: Given[]): string | undefined =>
    stateOf('review-response', given(request, ...facts, ['review-accepted', day]));

  it.each([
    ['in the order of the decisions', [first, second]],
    ['in the other order', [second, first]],
  ])('is judged against the last day as moved so far, where it was recorded %s', (_name, both) => {
    expect(acceptedOn('2023-02-20', ...both)).toBe('met');
    expect(acceptedOn('2023-03-02', ...both)).toBe('late');
    const { window, derivedFrom } = deadlinesOf(given(request, ...both)).get('review-response')!;
    expect([window, derivedFrom.toSorted()]).toEqual(['2023-03-01', ['moved-2', 'moved-3', 'review-requested-1']]);
  });

  it('that was decided after the last day as moved so far makes no act timely', () => {
    expect(acceptedOn('2023-02-20', second)).toBe('late');
  });

  it('leaves the day in doubt where the order of the decisions is open', () => {
    expect(acceptedOn('2023-02-20', extended('2023-02-01'), second)).toBe('done-day-unknown');
    expect(acceptedOn('2023-02-20', first, extended('2023-03-01'))).toBe('done-day-unknown');
  });

  it('to an unknown day has an open end', () => {
    const open = extended(null, '2023-01-05');
    expect(acceptedOn('2023-01-20', open)).toBe('done-day-unknown');
    expect(acceptedOn('2023-01-12', open)).toBe('met');
    expect(stateOf('review-response', given(request, open))).toBe('open');
    expect(deadlinesOf(given(request, open)).get('review-response')).toMatchObject({
      window: '2023-01-12/..',
      derivedFrom: ['review-requested-1', 'moved-2'],
    });
  });

  it('is found by the year first due, whatever moved the last day since', () => {
    const facts = given(
      ['review-requested', '2023-12-15'],
      ['proceedings-suspended', '2023-12-18'],
      ['proceedings-resumed', '2024-01-18'],
      ['milestone.moved', '2024-03-01', { milestone: 'review-response.2023', decidedOn: '2024-01-20' }],
      ['review-accepted', '2024-02-20'],
    );
    const { occasion, window } = deadlinesOf(facts).get('review-response')!;
    expect([occasion, window, stateOf('review-response', facts)]).toEqual(['2023', '2024-03-01', 'met']);
  });

  it('of the end of a course of remediation counts each time that it is agreed anew', () => {
    const facts = given(
      ['remediation-agreed', '2023-05-01', { endsOn: '2023-08-01' }],
      ['remediation-agreed', '2023-08-01', { endsOn: '2023-11-01' }],
      ['remediation-agreed', '2023-10-31', { endsOn: '2024-02-01' }],
      ['remediation-concluded', '2024-01-20'],
    );
    expect(stateOf('remediation-end', facts)).toBe('met');
  });
});

describe('What a source says of a legal deadline by name', () => {
  const request: Given = ['review-requested', '2023-01-02'];

  it('is an act that is judged by its day', () => {
    expect(stateOf('review-response', given(request, named('met', '2023-01-12')))).toBe('met');
    expect(stateOf('review-response', given(request, named('met', '2023-01-13')))).toBe('late');
  });

  it('cancels it on or before its last day, and leaves it without a record after it', () => {
    expect(stands(named('cancelled', '2023-01-12'))).toEqual(['not-applicable', 'cancelled']);
    expect(stands(named('cancelled', '2023-01-13'))).toEqual(['no-record', 'unconfirmed']);
    expect(stands(named('cancelled', null))).toEqual(['no-record', 'unconfirmed']);
  });

  it('makes it no more than unconfirmed where it is outstanding', () => {
    expect(statusWith(named('outstanding', '2023-02-01'))).toBe('unconfirmed');
  });
});
