import * as fc from 'fast-check';
import { dayOfIso, isoOfDay, parseEdtf } from '#libs/edtf';
import { deadlineStateOn, factTypeOf, SubjectStanding, type DatedFact, type StandingFact } from '#libs/timeline';
import { deriveMilestones, supposedOf } from './derive-milestones.js';
import { statusOn } from './milestone.js';
import { possibleMilestones } from './possible-milestones.js';

const TODAY = dayOfIso('2026-11-30');

interface Given {
  type: string;
  occurred: string | null;
  known: string;
  body: DatedFact['body'];
}

const place = ({ fact: { occurred } }: StandingFact): [number, number] => [
  occurred?.window.earliest ?? occurred?.window.latest ?? Infinity,
  occurred?.window.latest ?? Infinity,
];

/** Facts in the order of their recording, as a timeline shows them. */
function recorded(given: readonly Given[]): StandingFact[] {
  const all = given.map(({ type, occurred, known, body }, index): StandingFact => ({
    fact: {
      id: `${type.split('.')[1]}-${known}`,
      type,
      occurred: occurred === null ? null : parseEdtf(occurred),
      body,
      position: BigInt(index + 1),
      title: `${type} of ${known}`,
    },
    plan: factTypeOf(type)?.plans !== undefined,
    known: { day: dayOfIso(known), basis: 'stated' },
  }));
  return all.toSorted((one, other) => {
    const [[start, end], [otherStart, otherEnd]] = [place(one), place(other)];
    if (start !== otherStart) return start < otherStart ? -1 : 1;
    return end === otherEnd ? 0 : end < otherEnd ? -1 : 1;
  });
}

const SUBJECTS = {
  agreement: {
    milestone: 'joint-review.2026',
    own: [['agreement.entered-into-force', '2020-07-01', { reviewEvery: 'P6Y' }]],
  },
  case: { milestone: 'review-response.2026', own: [['case.review-requested', '2026-11-10', {}]] },
  dialogue: { milestone: 'meeting.2026-11', own: [['dialogue.planned', '2026-11', {}]] },
} as const;
type SubjectType = keyof typeof SUBJECTS;

const subjectOf = (type: SubjectType) => ({
  id: 's',
  type,
  name: 'S',
  topics: [],
  parties: [],
  attributes: { mechanism: 'usmca-rrm' },
});

/** What every installation says alike of its milestones; positions are its own, and facts of one day are listed by them. */
function found(type: SubjectType, given: readonly Given[]): unknown {
  const standing = recorded(given);
  const derived = deriveMilestones(
    subjectOf(type),
    standing.map(({ fact }) => fact),
    supposedOf(type, standing),
  );
  const possible = possibleMilestones(subjectOf(type), standing, { asOf: null, today: TODAY });
  return derived
    .map(({ position: _position, because: _because, ...milestone }) => ({
      ...milestone,
      derivedFrom: milestone.derivedFrom.toSorted(),
      possible: [...possible.get(milestone.id)!.statuses].toSorted(),
    }))
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

const WORDS = ['planned', 'moved', 'met', 'cancelled', 'outstanding'];
const DATES = ['2026-10-15', '2026-11-12', '2026-11', '2026-12-20', '2026-12', '2026', '2027-02-01'];
const DECISIONS: DatedFact['body'][] = [{}, { decidedOn: '2026-11-15' }, { decidedOn: '2026-12-10' }];

/** What sources say of one milestone, each on a day of its own. */
const saidOf = (milestone: string): fc.Arbitrary<Given[]> =>
  fc
    .array(
      fc.record({
        type: fc.constantFrom(...WORDS).map((word) => `milestone.${word}`),
        occurred: fc.constantFrom(...DATES),
        day: fc.integer({ min: dayOfIso('2026-01-01'), max: TODAY }),
        decided: fc.constantFrom(...DECISIONS),
      }),
      { minLength: 1, maxLength: 6 },
    )
    .map((words) =>
      [...new Map(words.map((word) => [word.day, word])).values()].map(({ type, occurred, day, decided }) => ({
        type,
        occurred,
        known: isoOfDay(day),
        body: { milestone, ...(type === 'milestone.moved' && decided) },
      })),
    );

const orders = (words: readonly Given[]) =>
  fc.tuple(fc.constant(words), fc.shuffledSubarray([...words], { minLength: words.length, maxLength: words.length }));

describe.each(Object.keys(SUBJECTS) as SubjectType[])('The milestones of a subject of type %s', (type) => {
  it('are the same in whatever order its records came', () => {
    const { milestone, own } = SUBJECTS[type];
    const before = own.map(([name, occurred, body]): Given => ({ type: name, occurred, known: '2025-12-31', body }));
    fc.assert(
      fc.property(
        saidOf(milestone)
          .map((words) => [...before, ...words])
          .chain(orders),
        ([one, other]) => {
          expect(found(type, other)).toEqual(found(type, one));
        },
      ),
      { numRuns: 300 },
    );
  });
});

const step = (name: string, occurred: string): Given => ({
  type: `case.${name}`,
  occurred,
  known: '2024-05-05',
  body: {},
});

describe('The deadlines of a case that was reopened on the day of its end', () => {
  const [resolved, reopened] = [step('resolved', '2024-02-11'), step('reopened', '2024-02-11')];
  const before = [step('filed', '2024-01-02'), step('review-requested', '2024-02-01')];

  /** The status of the case, and the states of the deadlines that the request started. */
  const stands = (...facts: Given[]): unknown[] => {
    const standing = recorded([...before, ...facts]).map((one, index) => ({
      ...one,
      fact: { ...one.fact, id: `${one.fact.type.slice(5)}-${index}` },
    }));
    const { status } = new SubjectStanding('case', standing).stateOn(null);
    const taken = standing.map(({ fact }) => fact);
    const derived = deriveMilestones(subjectOf('case'), taken, supposedOf('case', standing));
    const possible = possibleMilestones(subjectOf('case'), standing, { asOf: null, today: TODAY });
    return [
      status,
      ...derived.map(({ id, deadline }) => [deadlineStateOn(deadline!, TODAY), ...possible.get(id)!.deadlineStates]),
    ];
  };

  it('go by the order in which its state takes the two, whichever was recorded first', () => {
    const open = ['under-review', ['no-record', 'no-record'], ['no-record', 'no-record']];
    expect(stands(resolved, reopened)).toEqual(open);
    expect(stands(reopened, resolved)).toEqual(open);
  });

  it('end with an end that its state takes behind the reopening', () => {
    const ended = ['resolved', ['not-applicable', 'not-applicable'], ['not-applicable', 'not-applicable']];
    expect(stands(step('closed', '2024-02-05'), reopened, resolved)).toEqual(ended);
  });
});

describe('What sources say of a milestone', () => {
  it('holds as the newest of them says, whatever was recorded last', () => {
    const hearing = saidOf('hearing.2026').chain((words) => {
      const plan = { type: 'milestone.planned', known: '2025-12-31', body: { milestone: 'hearing.2026' } };
      return orders([plan, ...words].map((one) => ({ ...one, occurred: '2026-11-12' })));
    });
    fc.assert(
      fc.property(hearing, ([words, inOtherOrder]) => {
        const said = words
          .toSorted((one, other) => (one.known < other.known ? -1 : 1))
          .map((word) => word.type.slice(10));
        const [planned, cancelled] = [
          said.findLastIndex((word) => word === 'planned' || word === 'moved'),
          said.lastIndexOf('cancelled'),
        ];
        const passed = said.at(-1) === 'outstanding' ? 'overdue' : 'unconfirmed';
        const status = said.includes('met') ? 'met' : cancelled > planned ? 'cancelled' : passed;
        const standing = recorded(inOtherOrder);
        const facts = standing.map(({ fact }) => fact);
        const [milestone] = deriveMilestones(subjectOf('agreement'), facts, supposedOf('agreement', standing));
        expect({ said, status: statusOn(milestone!, TODAY) }).toEqual({ said, status });
      }),
      { numRuns: 300 },
    );
  });
});
