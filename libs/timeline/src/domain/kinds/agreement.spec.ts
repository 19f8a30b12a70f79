import { parseEdtf } from '#libs/edtf';
import type { JsonObject } from '#libs/kernel';
import type { DatedFact, DerivedMilestone } from '../kind.js';
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

  it('is due every year, on no fixed day, for as long as there is no extension', () => {
    const facts = [
      inForce('2020-07-01'),
      reviewed('2026-07-01', 'not-extended'),
      reviewed('2027-05-04', 'not-extended'),
    ];
    expect(due(...facts)).toEqual([
      ['joint-review.2026', '2026-07-01', 'reviewed-2026-07-01'],
      ['joint-review.2027', '2027', 'reviewed-2027-05-04'],
      ['joint-review.2028', '2028'],
    ]);
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

  it('moves with an extension and keeps the occasion under which it was first due', () => {
    const extended = fact('extended', '2026-07-01', { endsOn: '2042-07-01' });
    expect(derived(start, extended)).toEqual([
      expect.objectContaining({ occasion: '2036', window: '2042-07-01', derivedFrom: [start.id, extended.id] }),
    ]);
  });

  it('is met by the termination', () => {
    expect(due(start, fact('terminated', '2030'))).toEqual([['term-end.2036', '2036-07-01', 'terminated-2030']]);
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
