import { sumOf } from './amounts.js';

describe('the sum of amounts', () => {
  it('is exact, whatever the decimals', () => {
    expect(sumOf(['0.1', '0.2'])).toBe('0.3');
    expect(sumOf(['9007199254740993', '0.05', '1.95'])).toBe('9007199254740995');
    expect(sumOf(['-1.5', '0.25'])).toBe('-1.25');
    expect(sumOf(['600000', '20000'])).toBe('620000');
    expect(sumOf([])).toBe('0');
  });
});
