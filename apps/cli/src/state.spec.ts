import { standingPairs, statePairs } from './state.js';

describe('The state of a subject in words', () => {
  it('names each part in separate words and leaves out what is empty', () => {
    expect(statePairs({ status: 'in-force', endsOn: '2036-07-01', outcome: null, measures: [] })).toEqual([
      ['status', 'in-force'],
      ['ends on', '2036-07-01'],
    ]);
  });

  it.each([
    [
      { endedOn: '2020-12-31', asOf: '2019-03-02', inDoubt: false },
      ', 2 March 2019; its stated term ended 31 December 2020, and no record states a later end',
    ],
    [
      { endedOn: '2020', asOf: null, inDoubt: true },
      '; its stated term ended 2020, and a record whose day is not certain may say what followed',
    ],
  ])('says how an agreement stood when last reported where its stated term is over: %j', (termOver, words) => {
    expect(standingPairs({ status: 'in-force', endsOn: termOver.endedOn, termOver })).toEqual([
      ['status', `in-force when last reported${words}`],
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
