import { KINDS } from './catalogue.js';
import { ENDS_BY_CALENDAR, endsByCalendar } from './ends-by-calendar.js';

describe('What ends by the calendar alone', () => {
  it.each(['seat-end', 'cycle-end', 'budget-year-end', 'fiscal-year-end', 'us-fiscal-year-end'])(
    'is the end that the rule %s names',
    (rule) => expect(endsByCalendar(rule)).toBe(true),
  );

  it.each(['term-end', 'review-end', 'joint-review', 'seat', 'seat-end.2024', 'budget-year', 'counterseat-end'])(
    'is not what %s names, which can be extended or has to be reported',
    (rule) => expect(endsByCalendar(rule)).toBe(false),
  );

  it('is no legal deadline and no end of a term of any kind', () => {
    const rules = KINDS.flatMap(({ derivesFrom }) => Object.keys(derivesFrom));
    expect(rules.length).toBeGreaterThan(5);
    expect(rules.filter(endsByCalendar)).toEqual(['seat-end']);
  });

  it('is read by Postgres from the same pattern', () => {
    expect(new RegExp(ENDS_BY_CALENDAR).test('budget-year-end')).toBe(true);
  });
});
