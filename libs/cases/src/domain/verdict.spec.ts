import { differenceOf, verdictOf } from './verdict.js';

const claim = (value: string, qualifier: string | null = null): Parameters<typeof verdictOf>[0] => ({
  value,
  qualifier,
});

describe('the verdict on a claim', () => {
  it.each([
    ['21', null, '21', '21', 'agrees'],
    ['20', null, '19', '20', 'possible'],
    ['21', null, '19', '20', 'differs'],
    ['18', null, '19', '20', 'differs'],
    ['43', null, '35', null, 'compatible'],
    ['35', null, '35', null, 'compatible'],
    ['5', null, '6', null, 'exceeded'],
    ['5000000', 'over', '4880000', null, 'compatible'],
    ['5000000', 'over', '5000000.01', null, 'agrees'],
    ['5000000', 'over', '5000000', '5000000', 'differs'],
    ['22', 'at-least', '22', '22', 'agrees'],
    ['22', 'at-least', '20', '22', 'possible'],
    ['30000', 'nearly', '30001', null, 'exceeded'],
    ['30000', 'nearly', '1000', null, 'compatible'],
    ['30000', 'nearly', '1000', '2000', 'agrees'],
    ['30000', 'nearly', '30000', '30000', 'differs'],
    ['30000', 'under', '30000', '30000', 'differs'],
    ['30000', 'up-to', '30000', '30000', 'agrees'],
    ['30000', 'at-most', '30000', '30000', 'agrees'],
    ['30000', 'at-most', '30001', null, 'exceeded'],
    ['30', 'about', '30', '30', 'possible'],
    ['30', 'constructor', '10', null, 'compatible'],
  ])('%s (%s) beside %s to %s: %s', (value, qualifier, min, max, verdict) => {
    expect(verdictOf(claim(value, qualifier), { min, max })).toBe(verdict);
  });

  it('has the difference of both ends, and none where no upper bound is known', () => {
    expect(differenceOf(claim('20'), { min: '19', max: '20.5' })).toEqual({ min: '-1', max: '0.5' });
    expect(differenceOf(claim('-2'), { min: '3', max: null })).toEqual({ min: '5', max: null });
  });
});
