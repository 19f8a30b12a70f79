import type { Milestone } from '../../apps/web/src/api/answers.js';
import { calendarYear, dayAfter, monthsAfter } from '../../apps/web/src/milestones/calendar-year.js';

const due = (earliest: string | null, latest: string | null): Milestone =>
  ({ id: `${earliest} ${latest}`, window: { edtf: '', earliest, latest } }) as Milestone;

describe('a year on the calendar', () => {
  it('has its days in weeks from Monday on', () => {
    const [january, february] = calendarYear('2026', []).months;
    expect(january?.weeks[0]).toEqual([null, null, null, '2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04']);
    expect(february?.weeks.flat().filter((day) => day !== null)).toHaveLength(28);
    expect(calendarYear('2024', []).months[1]?.weeks.flat()).toContain('2024-02-29');
  });

  it('shows a day and a month in their month, and what is wider over the months', () => {
    const items = [
      due('2026-07-01', '2026-07-01'),
      due('2026-02-01', '2026-02-28'),
      due('2026-01-01', '2026-12-31'),
      due(null, '2026-12-31'),
    ];
    const { months, wide } = calendarYear('2026', items);
    expect(months.map((month) => month.items.length)).toEqual([0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0]);
    expect(wide.map(({ id }) => id)).toEqual(['2026-01-01 2026-12-31', 'null 2026-12-31']);
  });

  it('is travelled by days and months, and ends of months are kept', () => {
    expect(dayAfter('2026-12-31', 1)).toBe('2027-01-01');
    expect(dayAfter('2024-03-01', -1)).toBe('2024-02-29');
    expect(monthsAfter('2026-01-31', 1)).toBe('2026-02-28');
    expect(monthsAfter('2026-03-31', -1)).toBe('2026-02-28');
    expect(monthsAfter('2026-12-15', 1)).toBe('2027-01-15');
  });
});
