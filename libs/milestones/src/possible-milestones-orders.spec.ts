import * as fc from 'fast-check';
import { dayOfIso, parseEdtf, type Day, type Window } from '#libs/edtf';
import {
  deadlineStateOn,
  factTypeOf,
  kindOf,
  milestoneTypes,
  SubjectStanding,
  undatedWindowsOf,
  type DatedFact,
  type StandingFact,
} from '#libs/timeline';
import { deriveMilestones, type MilestoneSubject } from './derive-milestones.js';
import { statusOn, type Milestone } from './milestone.js';
import { possibleMilestones } from './possible-milestones.js';

interface Given {
  type: string;
  occurred: string | null;
  known: string;
  body: DatedFact['body'];
}

const TODAY = dayOfIso('2022-06-15');
const WORDS = ['planned', 'moved', 'met', 'cancelled', 'outstanding'].map((name) => `milestone.${name}`);
/** Of each subject type some fact types with bodies that their rules look at, and milestones of these rules. */
const KINDS: Readonly<Record<string, { facts: Record<string, DatedFact['body'][]>; milestones: string[] }>> = {
  agreement: {
    facts: {
      signed: [{}],
      'entered-into-force': [{ reviewEvery: 'P2Y', endsOn: '2022-05' }],
      reviewed: [{ outcome: 'extended' }, { outcome: 'not-extended' }, { outcome: 'other' }],
      extended: [{ endsOn: '2022-12' }, { endsOn: '2024' }],
      terminated: [{}],
    },
    milestones: ['joint-review.2022', 'joint-review-recommendations.2022', 'term-end.2022'],
  },
  dialogue: {
    facts: { established: [{ every: 'P1Y' }], scheduled: [{ times: 1, per: 'P1Y' }], held: [{}], planned: [{}] },
    milestones: ['meeting.2022-03', 'next-meeting.2022'],
  },
  case: {
    facts: {
      'review-requested': [{}],
      'review-accepted': [{}],
      'denial-found': [{}],
      withdrawn: [{}],
      closed: [{}],
      reopened: [{}],
      'remediation-agreed': [{ endsOn: '2022-05' }],
    },
    milestones: ['review-response.2022', 'review-end.2022'],
  },
  organization: { facts: { elected: [{ term: '2021/2022-05' }, { term: '2022' }] }, milestones: ['seat-end.2022-05'] },
  programme: { facts: { launched: [{}], planned: [{}], ended: [{}] }, milestones: ['launch.2022-03'] },
};
const DATES = [
  null,
  '2020-03-01',
  '2022-02-20',
  '2022-03-01',
  '2022-03-10',
  '2022-03',
  '2022-04',
  '2022',
  '2021/2022-03',
  '[2022-02-10..2022-03-05]',
  '[2022-03-08..2022-05-02]',
  '../2022-03',
];
const KNOWN = ['2020-01-01', '2022-01-15', '2022-03-05', '2022-04-20', '2022-09-01'];
const ASOF = [null, ...['2022-02-25', '2022-03-07', '2022-04-10', '2022-12-31'].map((day) => dayOfIso(day))];

const factOf = (subjectType: string, names: readonly string[] | null): fc.Arbitrary<Given> => {
  const { facts, milestones } = KINDS[subjectType]!;
  const when = { occurred: fc.constantFrom(...DATES), known: fc.constantFrom(...KNOWN) };
  const own = Object.entries(facts).flatMap(([name, bodies]) =>
    bodies.map((body) => ({ type: `${subjectType}.${name}`, body })),
  );
  const words = fc.record({
    ...when,
    type: fc.constantFrom(...WORDS),
    body: fc.constantFrom(...(names ?? [...milestones, 'hearing.2022'])).map((milestone) => ({ milestone })),
  });
  const ownFact = fc.record({ ...when, of: fc.constantFrom(...own) }).map(({ of, ...rest }) => ({ ...of, ...rest }));
  return names ? words : fc.oneof(ownFact, words);
};

const place = ({ fact: { occurred } }: StandingFact): [number, number] => [
  occurred?.window.earliest ?? occurred?.window.latest ?? Infinity,
  occurred?.window.latest ?? Infinity,
];

/** Facts in timeline order, undated ones last; they were recorded in the order given. */
function standingOf(drawn: readonly Given[]): StandingFact[] {
  const all = drawn.map(({ type, occurred, known, body }, index): StandingFact => ({
    fact: {
      id: `f-${index}`,
      type,
      occurred: occurred === null ? null : parseEdtf(occurred),
      body,
      position: BigInt(index + 1),
      title: type,
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

function subjectOf(type: string): MilestoneSubject {
  return { id: 's', type, name: 'S', topics: [], parties: [], attributes: { mechanism: 'usmca-rrm' } };
}

type Standings = Record<string, string[]>;

function found(type: string, standing: readonly StandingFact[], asOf: Day | null): Standings {
  const standings = possibleMilestones(subjectOf(type), standing, { asOf, today: asOf ?? TODAY });
  return Object.fromEntries(
    [...standings].map(([id, { statuses, deadlineStates, complete }]) => {
      expect({ id, complete }).toEqual({ id, complete: true });
      return [id, [...statuses, ...[...deadlineStates].map((state) => `deadline ${state}`)].toSorted()];
    }),
  );
}

const until = (asOf: Day | null, { earliest, latest }: Window): Window => ({
  earliest,
  latest: asOf === null ? latest : Math.min(latest ?? asOf, asOf),
});

/** A fact on the days of its own until the day of the question; plans are about any day. */
function begunBy(asOf: Day | null, fact: DatedFact): DatedFact {
  const { occurred, type } = fact;
  if (occurred === null || factTypeOf(type)?.plans !== undefined) return fact;
  const beginning = until(asOf, occurred.beginning);
  return { ...fact, occurred: { ...occurred, beginning, window: occurred.ending ? occurred.window : beginning } };
}

/** By every order of all facts, with and without the uncertain ones, held against the rules in pairs, on every supposition. */
function foundByAllOrders(type: string, standing: readonly StandingFact[], asOf: Day | null): Standings {
  const whole = new SubjectStanding(type, standing);
  const types = new Set(milestoneTypes(type));
  const windows = new Map([...undatedWindowsOf(standing)].map(([id, window]) => [id, until(asOf, window)]));
  const known = new Map(standing.map(({ fact, known: { day } }) => [fact.id, day]));
  const places = new Map(whole.inStateOrder(null).map(({ id }, index) => [id, index]));
  const standings = new Map<string, Set<string>>();
  const add = (milestone: Milestone): void => {
    const own = standings.get(milestone.id) ?? new Set();
    const day = asOf ?? TODAY;
    own.add(statusOn(milestone, day));
    if (milestone.deadline) own.add(`deadline ${deadlineStateOn(milestone.deadline, day)}`);
    standings.set(milestone.id, own);
  };
  const certain = whole.occurredBy(asOf).flatMap(({ fact }) => (types.has(fact.type) ? [fact] : []));
  deriveMilestones(subjectOf(type), certain, { windows, known, places }).forEach(add);
  const lists = everyOrder(whole, asOf).map((facts) => facts.filter((fact) => types.has(fact.type)));
  const anyOrder = kindOf(type)?.milestonesFollowOrder === true;
  const inTimelineOrder = (facts: DatedFact[]): DatedFact[] =>
    whole.facts.flatMap(({ fact }) => (facts.includes(fact) ? [fact] : []));
  const ordered = (lists.length === 0 ? [certain] : lists).map((facts) => (anyOrder ? facts : inTimelineOrder(facts)));
  const each = new Map(ordered.map((facts) => [facts.map(({ id }) => id).join(), facts]));
  for (const facts of each.values())
    for (const on of [undefined, 'first', 'within', 'last'] as const)
      deriveMilestones(
        subjectOf(type),
        facts.map((fact) => begunBy(asOf, fact)),
        { windows, known, places, on },
      ).forEach(add);
  return Object.fromEntries([...standings].map(([id, own]) => [id, [...own].toSorted()]));
}

function everyOrder(subject: SubjectStanding, asOf: Day | null): DatedFact[][] {
  const { opening: opens = [], order = [], follows = [] } = kindOf(subject.subjectType) ?? {};
  const full = (name: string): string => `${subject.subjectType}.${name}`;
  const pairs = [...order, ...follows].map(([earlier, later]) => [full(earlier), full(later)] as const);
  const before = (type: string): string[] => {
    const direct = pairs.flatMap(([earlier, later]) => (later === type ? [earlier] : []));
    return [...direct, ...direct.flatMap(before)];
  };
  const needsOpening = (type: string): boolean =>
    opens.length > 0 && type.startsWith(full('')) && !opens.map(full).includes(type);
  const may = subject.facts.flatMap(({ fact, plan }, index) => {
    const { certain, possible } = subject.occurrences[index]!;
    const sure = asOf === null || (certain !== null && certain <= asOf);
    const [low, high] = plan ? [-Infinity, Infinity] : [possible, certain ?? Infinity];
    return sure || possible <= asOf ? [{ fact, sure, low, high }] : [];
  });
  const opening = subject.opening?.id;
  const exact = subject
    .inStateOrder(asOf)
    .filter((fact) => may.some((one) => one.fact === fact && one.sure && fact.occurred && one.low === one.high));
  const lists: DatedFact[][] = [];
  const go = (placed: typeof may): void => {
    if (may.every((one) => !one.sure || placed.includes(one))) lists.push(placed.map(({ fact }) => fact));
    for (const next of may) {
      if (placed.includes(next)) continue;
      const earlier = exact.slice(0, Math.max(0, exact.indexOf(next.fact)));
      if (earlier.some((fact) => placed.every((one) => one.fact !== fact))) continue;
      const isOfPlaced = (type: string): boolean => placed.some(({ fact }) => fact.type === type);
      const barred = placed.some((one) => {
        if (next.high < one.low) return true;
        if (one.high < next.low) return false;
        if (before(one.fact.type).includes(next.fact.type) && !isOfPlaced(next.fact.type)) return true;
        return next.fact.id === opening && needsOpening(one.fact.type);
      });
      const lacks = before(next.fact.type).some(
        (type) => subject.facts.some(({ fact }) => fact.type === type) && !isOfPlaced(type),
      );
      const isUnopened =
        needsOpening(next.fact.type) && opening !== undefined && placed.every(({ fact }) => fact.id !== opening);
      if (barred || (!next.sure && (lacks || isUnopened))) continue;
      go([...placed, next]);
    }
  };
  go([]);
  return lists;
}

describe.each(Object.keys(KINDS))('The possible statuses of the milestones of a subject of type %s', (type) => {
  const asOf = fc.constantFrom(...ASOF);

  it('are those of every order of all facts that days and kind allow', () => {
    fc.assert(
      fc.property(fc.array(factOf(type, null), { minLength: 1, maxLength: 5 }), asOf, (drawn, day) => {
        const standing = standingOf(drawn);
        expect(found(type, standing, day)).toEqual(foundByAllOrders(type, standing, day));
      }),
      { numRuns: 150 },
    );
  });

  it('stay the same whatever else the subject has', () => {
    const others = fc.array(
      fc.integer({ min: 0, max: 23 }).chain((number) => factOf(type, [`step-${number}.2022`])),
      { minLength: 24, maxLength: 60 },
    );
    fc.assert(
      fc.property(fc.array(factOf(type, null), { maxLength: 5 }), others, asOf, (drawn, more, day) => {
        const alone = found(type, standingOf(drawn), day);
        const among = found(type, standingOf([...drawn, ...more]), day);
        expect(among).toMatchObject(alone);
        for (const name of new Set(more.map(({ body }) => String(body['milestone'])))) {
          const own = standingOf(more.filter(({ body }) => body['milestone'] === name));
          if (own.length <= 4) expect(among[`s.${name}`]).toEqual(foundByAllOrders(type, own, day)[`s.${name}`]);
        }
      }),
      { numRuns: 60 },
    );
  });
});
