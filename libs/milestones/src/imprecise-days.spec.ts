import { dayOfIso, isoOfDay, parseEdtf, type Day } from '#libs/edtf';
import { type DatedFact, type StandingFact } from '#libs/timeline';
import { deriveMilestones, supposedOf } from './derive-milestones.js';
import { MILESTONE_STATUSES, statusOn } from './milestone.js';
import { possibleMilestones } from './possible-milestones.js';

type Given = [type: string, occurred: string | null, known?: string, body?: DatedFact['body']];

/** Facts in timeline order, undated ones last, known since 2020 where nothing else is given. */
const given = (...facts: Given[]): StandingFact[] =>
  facts.map(([type, occurred, known = '2020-01-01', body = {}], index) => ({
    fact: {
      id: `${type.split('.').at(-1)}-${index + 1}`,
      type,
      occurred: occurred === null ? null : parseEdtf(occurred),
      body,
      position: BigInt(index + 1),
      title: type,
    },
    plan: ['dialogue.planned', 'programme.planned', 'milestone.planned', 'milestone.moved'].includes(type),
    known: { day: dayOfIso(known), basis: 'published' },
  }));

interface Standing {
  status: string;
  /** Every other status that may hold. */
  possible: string[];
  state?: string;
}

/** How the one milestone of a rule stands on a day, and what else it may be. */
const standingOf = (rule: string, facts: StandingFact[], today: string): Standing => {
  const [{ fact }] = facts as [StandingFact];
  const type = fact.type.startsWith('milestone.') ? 'agreement' : fact.type.split('.')[0]!;
  const named = { id: 's', type, name: 'S', topics: [], parties: [], attributes: { mechanism: 'usmca-rrm' } };
  const derived = deriveMilestones(
    named,
    facts.map(({ fact: one }) => one),
    supposedOf(type, facts),
  );
  const milestone = derived.find((one) => one.rule === rule)!;
  const day = dayOfIso(today);
  const status = statusOn(milestone, day);
  const { statuses } = possibleMilestones(named, facts, { asOf: null, today: day }).get(milestone.id)!;
  return {
    status,
    possible: MILESTONE_STATUSES.filter((one) => one !== status && statuses.has(one)),
    ...(milestone.deadline && { state: milestone.deadline.readings[0]!.outcome }),
  };
};

const requested: Given = ['case.review-requested', '2026-11-25', '2026-11-25'];

const inForce = (body: DatedFact['body']): Given => ['agreement.entered-into-force', '2010-01-01', '2010-01-01', body];
const terminated = (occurred: string | null): Given => ['agreement.terminated', occurred, '2025-01-01'];
const reviewAfter = (occurred: string): Standing =>
  standingOf('joint-review', given(inForce({ reviewEvery: 'P6Y' }), terminated(occurred)), '2026-01-01');
const launched = (known: string): Standing =>
  standingOf(
    'launch',
    given(['programme.planned', '../2023-11', '2023-01-01'], ['programme.launched', null, known]),
    '2026-01-01',
  );
const reopenedOn = (reopened: string, ...more: Given[]): StandingFact[] =>
  given(['case.review-requested', '2024-01-02'], ['case.resolved', '2024-01-10'], ['case.reopened', reopened], ...more);
const end = (...args: Parameters<typeof reopenedOn>): string | undefined =>
  standingOf('review-end', reopenedOn(...args), '2026-01-01').state;
const movedDay = (suspended: string): string | null => {
  const facts = given(['case.review-requested', '2024-01-02'], ['case.proceedings-suspended', suspended]);
  const [response] = deriveMilestones(
    { id: 's', type: 'case', name: 'S', topics: [], parties: [], attributes: { mechanism: 'usmca-rrm' } },
    facts.map(({ fact }) => fact),
  );
  return response!.deadline!.readings[0]!.movedDay;
};

describe('An end without a date', () => {
  it.each([
    ['case.resolved', {}],
    ['case.panel-requested', {}],
    ['milestone.cancelled', { milestone: 'review-response.2026' }],
  ])('that was known by the last day makes a legal deadline not applicable: %s', (type, body) => {
    const facts = given(requested, [type, null, '2026-11-27', body]);
    expect(standingOf('review-response', facts, '2026-11-28')).toEqual({
      status: 'cancelled',
      possible: [],
      state: 'not-applicable',
    });
  });

  it('that was known after the last day leaves it open until then, and may have ended it', () => {
    const facts = given(requested, ['case.resolved', null, '2026-12-06']);
    expect(standingOf('review-response', facts, '2026-12-07')).toEqual({
      status: 'unconfirmed',
      possible: ['cancelled'],
      state: 'pending',
    });
  });

  it('that declines the review by its last day makes the end of the review not applicable', () => {
    const facts = given(requested, ['case.review-declined', null, '2026-12-01']);
    expect(standingOf('review-end', facts, '2026-12-02').state).toBe('not-applicable');
  });
});

describe('A termination in a range or without a date', () => {
  it('cancels a review only where each of its days is on or before the day of the review', () => {
    expect(reviewAfter('2016')).toEqual({ status: 'unconfirmed', possible: ['cancelled'] });
    expect(reviewAfter('2015')).toEqual({ status: 'cancelled', possible: [] });
    expect(reviewAfter('2016-01-02/2016-05-01')).toEqual({ status: 'unconfirmed', possible: [] });
  });

  it.each([
    ['2020', ['met', 'cancelled']],
    ['[2019..2022]', ['met', 'cancelled']],
    ['[2020-12-31..2022]', ['met']],
    [null, ['met', 'cancelled']],
  ])(
    'leaves the end of the term unconfirmed where its days differ, and names what they give: %s',
    (occurred, possible) => {
      const facts = given(inForce({ endsOn: '2020-12-31' }), terminated(occurred));
      expect(standingOf('term-end', facts, '2026-01-01')).toEqual({ status: 'unconfirmed', possible });
    },
  );

  it('is judged by what holds for every day', () => {
    const facts = given(inForce({ endsOn: '2020-12-31' }), terminated('2019'));
    expect(standingOf('term-end', facts, '2026-01-01')).toEqual({ status: 'cancelled', possible: [] });
    const byYear = given(inForce({ endsOn: '2020' }), terminated('2020'));
    expect(standingOf('term-end', byYear, '2026-01-01').status).toBe('met');
  });
});

describe('A plan', () => {
  it.each(['[2023..2025]', '../2024-12', '2024', '2024-02-28/2024-03-04'])(
    'is met only possibly by a meeting that may have begun outside its window: %s',
    (occurred) => {
      const facts = given(['dialogue.planned', '2024-03', '2024-01-01'], ['dialogue.held', occurred]);
      expect(standingOf('meeting', facts, '2026-01-01')).toEqual({ status: 'unconfirmed', possible: ['met'] });
    },
  );

  it.each(['2024-03', '[2024-03-02..2024-03-09]', '2024-03-30/2024-04-02'])(
    'is met by a meeting that began inside its window: %s',
    (occurred) => {
      const facts = given(['dialogue.planned', '2024-03', '2024-01-01'], ['dialogue.held', occurred]);
      expect(standingOf('meeting', facts, '2026-01-01')).toEqual({ status: 'met', possible: [] });
    },
  );

  it('is met by an act without a date where every day on which it may lie is in the window', () => {
    expect(launched('2023-11-30')).toEqual({ status: 'met', possible: [] });
    expect(launched('2023-12-01')).toEqual({ status: 'unconfirmed', possible: ['met'] });
  });
});

describe('A case that was reopened by the last day of a period', () => {
  it('has the period run on, so that an act after it is late', () => {
    expect(end('2024-01-15', ['case.denial-found', '2024-03-01'])).toBe('late');
    expect(end('2024-01-15')).toBe('pending');
    expect(end('2024-01-10')).toBe('pending');
  });

  it('has no such period where it was reopened after the last day, or ended once more', () => {
    expect(end('2024-02-17', ['case.denial-found', '2024-03-01'])).toBe('not-applicable');
    expect(end('2024-01-15', ['case.closed', '2024-02-01'])).toBe('not-applicable');
  });

  it('may have it where it may have been reopened by then', () => {
    const standing = standingOf('review-end', reopenedOn('2024-02'), '2026-01-01');
    expect(standing).toEqual({ status: 'unconfirmed', possible: ['cancelled'], state: 'pending' });
  });
});

const sorted = (names: string[]): string[] => [...new Set(names)].toSorted();

describe('An act that may have occurred by the day of the question', () => {
  const named = { milestone: 'hearing.2025' };
  const may: [rule: string, first: string, last: string, dated: (days: string) => Given[]][] = [
    [
      'review-end',
      '2024-09-16',
      '2024-12-18',
      (days) => [
        ['case.review-requested', '2024-09-16'],
        ['case.denial-found', days],
      ],
    ],
    [
      'hearing',
      '2025-01-20',
      '2025-02-10',
      (days) => [
        ['milestone.planned', '2025-02', '2025-01-01', named],
        ['milestone.met', days, '2025-01-01', named],
      ],
    ],
    [
      'term-end',
      '2024-05-01',
      '2024-07-15',
      (days) => [
        ['agreement.entered-into-force', '2010-01-01', '2010-01-01', { endsOn: '2024-06' }],
        ['agreement.terminated', days],
      ],
    ],
  ];

  it.each(may)('stands as on some day until then: %s', (rule, first, last, dated) => {
    const standings = (facts: StandingFact[], asOf: Day): string[] => {
      const type = facts[0]!.fact.type.startsWith('case.') ? 'case' : 'agreement';
      const subject = { id: 's', type, name: 'S', topics: [], parties: [], attributes: { mechanism: 'usmca-rrm' } };
      const found = [...possibleMilestones(subject, facts, { asOf, today: asOf }).values()];
      const { statuses, deadlineStates } = found.find(({ milestone }) => milestone.rule === rule)!;
      return [...statuses, ...[...deadlineStates].map((state) => `state ${state}`)];
    };
    for (let asOf = dayOfIso(first); asOf <= dayOfIso(last); asOf++) {
      const without = standings(given(dated('2090')[0]!), asOf);
      const exact = Array.from({ length: asOf - dayOfIso(first) + 1 }, (_, index) =>
        standings(given(...dated(isoOfDay(dayOfIso(first) + index))), asOf),
      ).flat();
      const isCertain = asOf === dayOfIso(last);
      // Of an act on either side of the last day neither is said (contract section 3).
      const isEither = ['state met', 'state late'].every((state) => exact.includes(state));
      const acted = exact.map((name) =>
        isEither && /^state (met|late)$/.test(name) ? 'state done-day-unknown' : name,
      );
      expect([isoOfDay(asOf), ...sorted(standings(given(...dated(`[${first}..${last}]`)), asOf))]).toEqual([
        isoOfDay(asOf),
        ...sorted(isCertain ? acted : [...without, ...acted]),
      ]);
    }
  });
});

describe('A suspension from one day to another', () => {
  it('ends on the second day', () => {
    expect(movedDay('2024-01-05/2024-02-05')).toBe('2024-02-12');
  });

  it('has no end on record where it only began on some day between the two', () => {
    expect(movedDay('[2024-01-05..2024-02-05]')).toBe('2024-01-12/..');
    expect(movedDay('2024-01-05/..')).toBe('2024-01-12/..');
  });
});

describe('A legal deadline with many facts without a date', () => {
  it('is what they give where all of them have occurred, since their order changes nothing', () => {
    const facts = given(
      ['case.review-requested', '2023-01-02'],
      ...Array.from({ length: 16 }, (): Given => ['case.panel-requested', null, '2024-01-01']),
    );
    const { status, possible } = standingOf('review-response', facts, '2026-01-01');
    expect([status, possible]).toEqual(['unconfirmed', ['cancelled']]);
  });
});

const ofHearing = (word: string, occurred: string, known: string): Given => [
  `milestone.${word}`,
  occurred,
  known,
  { milestone: 'hearing.2026' },
];
const hearingStands = (...facts: Given[]): string => standingOf('hearing', given(...facts), '2026-11-30').status;

describe('A milestone that was cancelled', () => {
  it('stands by the newer word where it was moved later, and stays cancelled where it was moved before', () => {
    const [plan, no] = [
      ofHearing('planned', '2026-12', '2026-01-01'),
      ofHearing('cancelled', '2026-02-01', '2026-02-01'),
    ];
    expect(hearingStands(plan, no, ofHearing('moved', '2027-06', '2026-02-10'))).toBe('upcoming');
    expect(hearingStands(plan, no, ofHearing('moved', '2027-06', '2026-01-20'))).toBe('cancelled');
  });

  it('stays cancelled where an older plan was recorded later, and stands anew by a plan of the same day recorded later', () => {
    const day = ofHearing('planned', '2026-12-20', '2026-11-29');
    const no = ofHearing('cancelled', '2026-11-29', '2026-11-29');
    const month = ofHearing('planned', '2026-12', '2026-01-05');
    expect(hearingStands(month, day, no)).toBe('cancelled');
    expect(hearingStands(day, no, month)).toBe('cancelled');
    expect(hearingStands(month, no, day)).toBe('upcoming');
  });

  it('stands by the newer word as a legal deadline too', () => {
    const named = { milestone: 'review-response.2026' };
    const word = (type: string, occurred: string): Given => [`milestone.${type}`, occurred, '2026-11-28', named];
    const [no, later] = [word('cancelled', '2026-11-28'), word('moved', '2026-12-20')];
    expect(standingOf('review-response', given(requested, no, later), '2026-12-01').state).toBe('pending');
    expect(standingOf('review-response', given(requested, later, no), '2026-12-01').state).toBe('not-applicable');
  });

  it('stays cancelled by the end of what it is about, whatever was moved later', () => {
    const facts = given(
      ['agreement.entered-into-force', '2020-07-01', '2020-07-01', { reviewEvery: 'P6Y' }],
      ['agreement.terminated', '2024-01-01'],
      ['milestone.moved', '2026-09-01', '2024-02-01', { milestone: 'joint-review.2026' }],
    );
    expect(standingOf('joint-review', facts, '2025-01-01').status).toBe('cancelled');
  });
});
