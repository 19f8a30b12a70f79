import type { Milestone } from '../api/answers.js';

/** A window that is wider than so many days is drawn over the months of its year, and not in the days of one month. */
const WIDEST_IN_DAYS = 62;
const DAY_MS = 86_400_000;

/** What one month of a calendar shows. */
export interface CalendarMonth {
  /** `2026-07`. */
  month: string;
  /** Its days in weeks from Monday on; null before the first and after the last. */
  weeks: (string | null)[][];
  /** Milestones of which a day or a narrow window lies in this month. */
  items: Milestone[];
}

/** The months of a year with what is due in each, and what is due in no narrower window than several months. */
export interface CalendarYear {
  months: CalendarMonth[];
  wide: Milestone[];
}

/** Lays milestones out over a year (`2026`). */
export function calendarYear(year: string, items: readonly Milestone[]): CalendarYear {
  const wide = items.filter(isWide);
  const narrow = items.filter((item) => !isWide(item));
  const months = Array.from({ length: 12 }, (_, index) => {
    const month = `${year}-${String(index + 1).padStart(2, '0')}`;
    return { month, weeks: weeksOf(month), items: narrow.filter((item) => touches(item, month)) };
  });
  return { months, wide };
}

/** Whether the window of a milestone holds a day. */
export function holdsDay({ window: { earliest, latest } }: Milestone, day: string): boolean {
  return (earliest === null || earliest <= day) && (latest === null || latest >= day);
}

/** Whether the window of a milestone touches a month. */
export function touches({ window: { earliest, latest } }: Milestone, month: string): boolean {
  return (earliest === null || earliest.slice(0, 7) <= month) && (latest === null || latest.slice(0, 7) >= month);
}

/** A day so many days from another one. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The same day so many months later, or the last day of that month where it has no such day. */
export function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(date, last)))
    .toISOString()
    .slice(0, 10);
}

function isWide({ window: { earliest, latest } }: Milestone): boolean {
  if (earliest === null || latest === null) return true;
  return (Date.parse(latest) - Date.parse(earliest)) / DAY_MS > WIDEST_IN_DAYS;
}

function weeksOf(month: string): (string | null)[][] {
  const first = `${month}-01`;
  const before = (new Date(first).getUTCDay() + 6) % 7;
  const days: (string | null)[] = Array.from({ length: before }, () => null);
  for (let day = first; day.startsWith(month); day = dayAfter(day, 1)) days.push(day);
  while (days.length % 7 > 0) days.push(null);
  return Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7));
}
