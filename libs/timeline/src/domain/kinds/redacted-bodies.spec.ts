import { parseEdtf } from '#libs/edtf';
import type { JsonObject } from '#libs/kernel';
import { kindOf } from '../catalogue.js';
import type { DatedFact, DerivedMilestone } from '../kind.js';
import { SubjectStanding } from '../standing.js';

type Given = [type: string, occurred: string | null, body?: JsonObject];

/** Facts in timeline order; one without a body is as a redaction leaves it. */
const given = (...facts: Given[]): DatedFact[] =>
  facts.map(([type, occurred, body = {}], index) => ({
    id: `${type}-${index}`,
    type,
    title: type,
    occurred: occurred === null ? null : parseEdtf(occurred),
    body,
    position: BigInt(index + 1),
  }));
const standing = (...facts: Given[]): SubjectStanding =>
  new SubjectStanding(
    facts[0]![0].split('.')[0]!,
    given(...facts).map((fact) => ({ fact, plan: false, known: { day: 20_000, basis: 'stated' as const } })),
  );
const stateOf = (...facts: Given[]): JsonObject => standing(...facts).on(null).state;
const milestonesOf = (...facts: Given[]): DerivedMilestone[] =>
  kindOf(facts[0]![0].split('.')[0]!)!.milestones(given(...facts), { id: 'one', name: 'One', attributes: {} });

describe('a fact whose body was redacted', () => {
  it('reports no figure, and the figure reported before is the latest', () => {
    const first: Given = ['indicator.reported', '2022', { value: '12', unit: 'cases' }];
    expect(stateOf(['indicator.reported', '2023'])).toEqual({ latest: null });
    expect(stateOf(first, ['indicator.reported', '2023'])).toEqual({
      latest: { value: '12', unit: 'cases', occurred: '2022' },
    });
  });

  it('states no amount of money', () => {
    expect(stateOf(['funding.committed', '2022'])).toEqual({
      status: 'committed',
      last: { type: 'funding.committed', occurred: '2022', amount: null },
    });
  });

  it('ends no case by the finding of a panel, and leaves the end that follows to decide', () => {
    const before: Given[] = [
      ['case.review-requested', '2024-06-03'],
      ['case.measure-taken', '2024-06-03', { kind: 'liquidation-suspended' }],
      ['case.panel-requested', '2024-09-03'],
      ['case.panel-decided', '2024-11-03'],
      ['case.measure-taken', '2025-01-03', { kind: 'penalty' }],
    ];
    expect(stateOf(...before)).toMatchObject({ status: 'in-panel', closedOn: null, endedBy: null });
    const ended = stateOf(...before, ['case.resolved', '2025-07-03', { outcome: 'remediated' }]);
    expect(ended).toMatchObject({ status: 'resolved', outcome: 'remediated', closedOn: '2025-07-03' });
    expect(ended['measures']).toMatchObject([
      { kind: 'liquidation-suspended', state: 'no-end-on-record' },
      { kind: 'penalty', state: 'no-end-on-record' },
    ]);
  });

  it.each([['2023-02'], [null]])('of a case takes and lifts no measure on %s', (day) => {
    const { state, possible } = standing(
      ['case.filed', '2022-05'],
      ['case.measure-taken', '2022-06', { kind: 'penalty' }],
      ['case.measure-taken', day],
      ['case.measure-lifted', day],
      ['case.resolved', '2024'],
    ).on(null);
    for (const one of [state, ...possible])
      expect(one['measures']).toMatchObject([{ kind: 'penalty', state: 'no-end-on-record' }]);
  });

  it('states no outcome of a review, and does not end a yearly cycle', () => {
    const facts: Given[] = [
      ['agreement.entered-into-force', '2020-07-01', { reviewEvery: 'P6Y', endsOn: '2036-07-01' }],
      ['agreement.reviewed', '2026-07-01', { outcome: 'not-extended' }],
      ['agreement.reviewed', '2027-07-01'],
    ];
    expect(stateOf(...facts)).toMatchObject({ lastReview: { occurred: '2027-07-01', outcome: null } });
    const due = milestonesOf(...facts).filter(({ metBy, rule }) => metBy === undefined && rule === 'joint-review');
    expect(due.map(({ occasion }) => occasion)).toEqual([
      '2028',
      '2029',
      '2030',
      '2031',
      '2032',
      '2033',
      '2034',
      '2035',
    ]);
  });

  it('extends an agreement to no known day: the end stated before no longer holds', () => {
    const facts: Given[] = [
      ['agreement.entered-into-force', '2020-07-01', { reviewEvery: 'P6Y', endsOn: '2030-07-01' }],
      ['agreement.reviewed', '2026-07-01', { outcome: 'not-extended' }],
      ['agreement.extended', '2026-07-02'],
    ];
    expect(stateOf(...facts)).toMatchObject({ endsOn: null });
    expect(milestonesOf(...facts).filter(({ rule }) => rule === 'term-end')).toEqual([]);
    const later = milestonesOf(...facts, ['agreement.extended', '2027-07-02', { endsOn: '2044-07-01' }]);
    expect(later).toContainEqual(expect.objectContaining({ rule: 'term-end', occasion: '2030', window: '2044-07-01' }));
  });

  it('expects no meeting by the rhythm that a redacted one replaced', () => {
    const facts: Given[] = [
      ['dialogue.established', '2020-01-10', { every: 'P1Y' }],
      ['dialogue.scheduled', '2022-01-10'],
    ];
    expect(stateOf(...facts)).toMatchObject({ every: null });
    expect(milestonesOf(...facts)).toEqual([]);
    expect(milestonesOf(...facts.slice(0, 1))).toHaveLength(1);
  });
});
