import { differingEntry, type Said } from './differing-sources.js';
import type { SourceEntry } from './record.js';

const figure: Said = {
  type: 'indicator.reported',
  occurred: '2024-02',
  body: { value: '100', unit: 'USD', note: 'é', places: [1, 2] },
};
const end: Said = {
  type: 'case.resolved',
  occurred: null,
  body: { workersBenefited: 13, backPay: { amount: '4200000', currency: 'USD' } },
};
const extended: Said = { type: 'agreement.extended', occurred: '2026-07-01', body: { endsOn: '2042-07' } };

const says = (of: NonNullable<SourceEntry['says']>, fact: Said): unknown =>
  differingEntry({ source: 'paper', locator: 'page 3', says: of }, fact).says ?? null;

describe('what a source says', () => {
  it.each([
    [{ body: { value: '100' } }, figure],
    [{ body: { value: '100.0', unit: 'USD' } }, figure],
    [{ body: { places: [1, 2], note: 'é' } }, figure],
    [{ occurred: '2024-02' }, figure],
    [{ occurred: '2024-02/2024-02', body: { value: '100.00' } }, figure],
    [{ occurred: null, body: { value: null } }, figure],
    [{ body: { workersBenefited: 13, backPay: { amount: '4200000.00', currency: 'USD' } } }, end],
    [{ body: { endsOn: '[2042-07..2042-07]' } }, extended],
  ])('is no difference where it means the same: %j', (of, fact) => {
    expect(says(of, fact)).toBeNull();
  });

  it.each([
    [{ body: { value: '100.01' } }, figure],
    [{ body: { value: '-100' } }, figure],
    [{ body: { unit: 'usd' } }, figure],
    [{ body: { note: 'e\u0301' } }, figure],
    [{ body: { places: [2, 1] } }, figure],
    [{ body: { qualifier: 'over' } }, figure],
    [{ body: { value: '100', unit: 'MXN' } }, figure],
    [{ occurred: '2024-02~' }, figure],
    [{ occurred: '2024-02-01/2024-02-29' }, figure],
    [{ occurred: '2024-02' }, end],
    [{ body: { backPay: { amount: '4200000', currency: 'MXN' } } }, end],
    [{ body: { backPay: { amount: '4200000' } } }, end],
    [{ body: { endsOn: '2042' } }, extended],
    [{ body: { value: '100' } }, { ...figure, body: null }],
  ])('is kept where it means something else: %j', (of, fact) => {
    expect(says(of, fact)).toEqual(of);
  });

  it('is kept of the date or of the body alone where only that differs', () => {
    expect(says({ occurred: '2024-02', body: { value: '101', unit: 'USD' } }, figure)).toEqual({
      body: { value: '101', unit: 'USD' },
    });
    expect(says({ occurred: '2024-03', body: { value: '100.0' } }, figure)).toEqual({ occurred: '2024-03' });
  });

  it('is compared as it is written where it was recorded without the form that its type gives it', () => {
    expect(says({ body: { value: 'about 100', endsOn: 'soon' } }, figure)).toEqual({
      body: { value: 'about 100', endsOn: 'soon' },
    });
  });
});
