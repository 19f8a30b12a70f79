import { dayOfIso, isoOfDay } from '#libs/edtf';
import { startOfLast, stepsBetween, stepsOf, type Interval } from './periods.js';

const steps = (first: string, last: string, interval: Interval): string[] =>
  stepsOf(dayOfIso(first), dayOfIso(last), interval).map(({ from, to }) => `${isoOfDay(from)}/${isoOfDay(to)}`);

describe('the steps of a statistic', () => {
  it('are calendar months, quarters or years; the last one ends with the period', () => {
    expect(steps('2023-11-15', '2024-02-10', 'month')).toEqual([
      '2023-11-01/2023-11-30',
      '2023-12-01/2023-12-31',
      '2024-01-01/2024-01-31',
      '2024-02-01/2024-02-10',
    ]);
    expect(steps('2023-11-15', '2024-02-10', 'quarter')).toEqual(['2023-10-01/2023-12-31', '2024-01-01/2024-02-10']);
    expect(steps('2023-11-15', '2024-12-31', 'year')).toEqual(['2023-01-01/2023-12-31', '2024-01-01/2024-12-31']);
    expect(steps('2024-03-01', '2024-02-29', 'month')).toEqual([]);
    expect(isoOfDay(startOfLast(3, dayOfIso('2024-02-10'), 'quarter'))).toBe('2023-07-01');
    expect(stepsBetween(dayOfIso('1999-12-31'), dayOfIso('2000-01-01'), 'month')).toBe(2);
  });
});
