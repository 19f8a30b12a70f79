import { statePairs } from './state.js';

describe('The state of a subject in words', () => {
  it('names each part in separate words and leaves out what is empty', () => {
    expect(statePairs({ status: 'in-force', endsOn: '2036-07-01', outcome: null, measures: [] })).toEqual([
      ['status', 'in-force'],
      ['ends on', '2036-07-01'],
    ]);
  });

  it('tells money with its currency and all of its digits', () => {
    expect(statePairs({ backPay: { amount: '12345678901234567890.10', currency: 'USD' } })).toEqual([
      ['back pay', 'USD 12,345,678,901,234,567,890.10'],
    ]);
  });

  it('puts what has several parts on a line each', () => {
    const measures = [
      { kind: 'penalty', since: '2023-01-01', until: null },
      { kind: 'entry-denied', since: '2023-02-01', until: '2023-03-01' },
    ];
    expect(statePairs({ measures })).toEqual([
      ['measures', 'kind penalty, since 2023-01-01\nkind entry-denied, since 2023-02-01, until 2023-03-01'],
    ]);
  });
});
