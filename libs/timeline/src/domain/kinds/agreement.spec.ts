import { dayOfIso, parseEdtf } from '#libs/edtf';
import type { JsonObject } from '#libs/kernel';
import type { DatedFact, DerivedMilestone } from '../kind.js';
import { SubjectStanding } from '../standing.js';
import { agreement } from './agreement.js';

const fact = (name: string, occurred: string | null, body: JsonObject = {}): DatedFact => ({
  id: `${name}-${occurred}`,
  type: `agreement.${name}`,
  title: name,
  occurred: occurred === null ? null : parseEdtf(occurred),
  body,
  position: 1n,
});
const inForce = (occurred: string, body: JsonObject = { reviewEvery: 'P6Y' }): DatedFact =>
  fact('entered-into-force', occurred, body);
const reviewed = (occurred: string, outcome: string): DatedFact => fact('reviewed', occurred, { outcome });
const derived = (...facts: DatedFact[]): DerivedMilestone[] =>
  agreement.milestones(facts, { id: 'accord', name: 'The accord', attributes: {} });
const due = (...facts: DatedFact[]): string[][] =>
  derived(...facts).map(({ rule, occasion, window, metBy, cancelledBy }) => [
    `${rule}.${occasion}`,
    window,
    ...[metBy, cancelledBy].filter((id) => id !== undefined),
  ]);
const reviewsDue = (...facts: DatedFact[]): string[][] =>
  due(...facts).filter(([id]) => id?.startsWith('joint-review.'));
const state = (...facts: DatedFact[]): JsonObject =>
  facts.reduce(
    (before, each) => agreement.facts[each.type.slice('agreement.'.length)]?.evolve?.(before, each) ?? before,
    agreement.initial,
  );

describe('the review cycle of an agreement', () => {
  it('begins with the entry into force and is due on its anniversary', () => {
    expect(due(inForce('2020-07-01'))).toEqual([['joint-review.2026', '2026-07-01']]);
  });

  it('is no more precise than the entry into force', () => {
    expect(due(inForce('2020'))).toEqual([['joint-review.2026', '2026-01-01/2026-12-31']]);
    expect(due(inForce('2020-07/..'))).toEqual([['joint-review.2026', '2026-07-01/2026-07-31']]);
    expect(due(inForce('../2020'))).toEqual([]);
  });

  it('goes on by its rhythm where the review extended the agreement, also when it was held late', () => {
    expect(due(inForce('2020-07-01'), reviewed('2026-09-15', 'extended'))).toEqual([
      ['joint-review.2026', '2026-07-01', 'reviewed-2026-09-15'],
      ['joint-review.2032', '2032-07-01'],
    ]);
  });

  it('is due in each following year of the term, on no fixed day, for as long as there is no extension', () => {
    const facts = [
      inForce('2020-07-01', { reviewEvery: 'P6Y', endsOn: '2030-07-01' }),
      reviewed('2026-07-01', 'not-extended'),
      reviewed('2027-05-04', 'not-extended'),
    ];
    expect(reviewsDue(...facts)).toEqual([
      ['joint-review.2026', '2026-07-01', 'reviewed-2026-07-01'],
      ['joint-review.2027', '2027', 'reviewed-2027-05-04'],
      ['joint-review.2028', '2028'],
      ['joint-review.2029', '2029'],
    ]);
  });

  it('is due in the next year alone where no end of the term is stated', () => {
    expect(reviewsDue(inForce('2020-07-01'), reviewed('2026-07-01', 'not-extended')).at(-1)).toEqual([
      'joint-review.2027',
      '2027',
    ]);
  });

  it('leaves a year without a review as missed, and takes a review for that of its own year', () => {
    const facts = [
      inForce('2020-07-01', { reviewEvery: 'P6Y', endsOn: '2030-07-01' }),
      reviewed('2026-07-01', 'not-extended'),
      reviewed('2028-02', 'other'),
    ];
    expect(reviewsDue(...facts)).toEqual([
      ['joint-review.2026', '2026-07-01', 'reviewed-2026-07-01'],
      ['joint-review.2027', '2027'],
      ['joint-review.2028', '2028', 'reviewed-2028-02'],
      ['joint-review.2029', '2029'],
    ]);
  });

  it('can be left at any time by an extension, which cancels the yearly review and begins the rhythm anew', () => {
    const start = inForce('2020-07-01', { reviewEvery: 'P6Y', endsOn: '2036-07-01' });
    const extended = fact('extended', '2027-03-09', { endsOn: '2043-03-09' });
    expect(reviewsDue(start, reviewed('2026-07-01', 'not-extended'), extended)).toEqual([
      ['joint-review.2026', '2026-07-01', 'reviewed-2026-07-01'],
      ['joint-review.2027', '2027', 'extended-2027-03-09'],
      ['joint-review.2033', '2033'],
    ]);
  });

  it('is the same whether the extension is on record as a fact beside the review or not', () => {
    const start = inForce('2020-07-01', { reviewEvery: 'P6Y', endsOn: '2036-07-01' });
    const extended = fact('extended', '2027-05-04', { endsOn: '2043-07-01' });
    const before = [start, reviewed('2026-07-01', 'not-extended')];
    const review = reviewed('2027-05-04', 'extended');
    expect(reviewsDue(...before, extended, review)).toEqual(reviewsDue(...before, review));
    expect(reviewsDue(...before, review, extended)).toEqual(reviewsDue(...before, review));
  });

  it('cancels a yearly review that was announced for the case that nobody extends', () => {
    const planned: DatedFact = {
      ...fact('planned', '2027', { milestone: 'joint-review.2027' }),
      type: 'milestone.planned',
    };
    expect(reviewsDue(inForce('2020-07-01'), planned, reviewed('2026-07-01', 'extended'))).toEqual([
      ['joint-review.2026', '2026-07-01', 'reviewed-2026-07-01'],
      ['joint-review.2032', '2032-07-01'],
      ['joint-review.2027', '2027', 'reviewed-2026-07-01'],
    ]);
  });

  it('says in words why each review is due', () => {
    const facts = [inForce('2020-07-01'), reviewed('2026-07-01', 'not-extended')];
    expect(derived(...facts).map(({ because }) => because)).toEqual([
      'a review 6 years after the entry into force',
      expect.stringMatching(/^a review in every year .* extend, which they can do at any time; no day is fixed$/),
    ]);
    expect(derived(inForce('2020-07-01'), reviewed('2026-07-01', 'extended')).at(-1)).toMatchObject({
      because: 'a review 6 years after the one before',
      derivedFrom: ['entered-into-force-2020-07-01', 'reviewed-2026-07-01'],
    });
  });

  it('invents no day when a yearly review extends at last', () => {
    const facts = [inForce('2020-07-01'), reviewed('2026-07-01', 'not-extended'), reviewed('2027-05-04', 'extended')];
    expect(due(...facts).at(-1)).toEqual(['joint-review.2033', '2033']);
  });

  it('ends with the agreement', () => {
    expect(due(inForce('2020-07-01'), fact('terminated', '2025-03-01'))).toEqual([
      ['joint-review.2026', '2026-07-01', 'terminated-2025-03-01'],
    ]);
  });

  it('is not there for an agreement without one', () => {
    expect(due(inForce('2020-07-01', {}), reviewed('2026-07-01', 'other'))).toEqual([]);
  });
});

describe('the end of the term of an agreement', () => {
  const start = inForce('2020-07-01', { endsOn: '2036-07-01' });

  it('is what the agreement states', () => {
    expect(due(start)).toEqual([['term-end.2036', '2036-07-01']]);
  });

  it.each(['2036', '../2036', '[2036-05-05..2036-05-09]', '[..2036-07-01]', '2036-21~', '2036/203X'])(
    'has the year that is named first as its occasion: %s',
    (endsOn) => {
      expect(due(inForce('2020-07-01', { endsOn }))).toEqual([['term-end.2036', endsOn]]);
    },
  );

  it('moves with an extension and keeps the occasion under which it was first due', () => {
    const extended = fact('extended', '2026-07-01', { endsOn: '2042-07-01' });
    expect(derived(start, extended)).toEqual([
      expect.objectContaining({ occasion: '2036', window: '2042-07-01', derivedFrom: [start.id, extended.id] }),
    ]);
  });

  it('is ended by the termination, which meets it only on its day', () => {
    expect(derived(start, fact('terminated', '2030'))).toEqual([
      expect.objectContaining({ rule: 'term-end', window: '2036-07-01', endedBy: 'terminated-2030' }),
    ]);
    expect(due(start, fact('terminated', '2030'))).toEqual([['term-end.2036', '2036-07-01']]);
  });
});

describe('the state of an agreement', () => {
  it('follows its facts, and a signature told late does not take it back', () => {
    expect(state(fact('signed', '2018-11-30'))).toMatchObject({ status: 'signed', signed: '2018-11-30' });
    expect(state(inForce('2020-07-01'), fact('signed', '2018'), fact('approved', null))).toMatchObject({
      status: 'in-force',
      signed: '2018',
      inForceSince: '2020-07-01',
    });
    expect(state(inForce('2020-07-01'), fact('suspended', '2021'), fact('terminated', '2022'))).toMatchObject({
      status: 'terminated',
    });
  });
});

describe('an agreement whose stated term is over', () => {
  const known = { day: dayOfIso('2027-06-01'), basis: 'published' } as const;
  const shown = (day: string, ...facts: DatedFact[]): JsonObject | undefined => {
    const standing = new SubjectStanding(
      'agreement',
      facts.map((one) => ({ fact: one, plan: false, known })),
    ).on(dayOfIso(day));
    return agreement.shown?.(standing, { lastNews: dayOfIso('2020-05-01'), day: dayOfIso(day) });
  };
  const start = inForce('2010-02-03', { endsOn: '2020-12-31' });
  const over = { endedOn: '2020-12-31', asOf: '2020-05-01', inDoubt: false };

  it('is in force as last reported from the day after its last day on', () => {
    expect(shown('2020-12-31', start)).not.toHaveProperty('termOver');
    expect(shown('2021-01-01', start)).toMatchObject({ status: 'in-force', endsOn: '2020-12-31', termOver: over });
    expect(shown('2021-01-01', start, fact('suspended', '2015'))).toMatchObject({
      status: 'suspended',
      termOver: over,
    });
  });

  it.each([
    ['terminated', fact('terminated', '2020-12-31')],
    ['extended beyond the day', fact('extended', '2019', { endsOn: '2030' })],
    ['extended without a last day', fact('extended', '2019', { endsOn: '2020/..' })],
  ])('is none that was %s', (_what, followed) => {
    expect(shown('2021-06-01', start, followed)).not.toHaveProperty('termOver');
  });

  it('is over by the end that an extension states, and only after the whole of it', () => {
    const extended = fact('extended', '2019', { endsOn: '2022' });
    expect(shown('2022-12-31', start, extended)).not.toHaveProperty('termOver');
    expect(shown('2023-01-01', start, extended)).toMatchObject({ termOver: { endedOn: '2022' } });
  });

  it.each([
    ['extension', fact('extended', null, { endsOn: '2040' })],
    ['termination', fact('terminated', null)],
  ])('says that what followed is in doubt where an undated %s may have occurred', (_what, undated) => {
    expect(shown('2021-06-01', start, undated)).toMatchObject({
      status: 'in-force',
      termOver: { ...over, inDoubt: true },
    });
    expect(shown('2027-06-01', start, undated)).not.toHaveProperty('termOver');
  });
});
