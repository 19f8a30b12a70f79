import { dayOf, daysInMonth, type Day } from './day.js';
import type { DateShape } from './statement.js';

/** The months of a division of the year: its first month, how many there are. */
interface Division {
  readonly firstMonth: number;
  readonly months: number;
}

const QUARTER_YEAR = 3;
const spring = { firstMonth: 3, months: QUARTER_YEAR };
const summer = { firstMonth: 6, months: QUARTER_YEAR };
const autumn = { firstMonth: 9, months: QUARTER_YEAR };
const winter = { firstMonth: 12, months: QUARTER_YEAR };

/**
 * The divisions of a year in EDTF (Library of Congress 2019, levels 1 and 2; ISO 8601-2:2019, 4.8). The standard leaves
 * the months of the seasons open. They are the meteorological ones here, those of the northern hemisphere for 21 to 24,
 * which name none; a winter (in the south a summer) begins in the December of its year and ends with the February after.
 */
const DIVISIONS: ReadonlyMap<number, Division> = new Map([
  [21, spring],
  [22, summer],
  [23, autumn],
  [24, winter],
  [25, spring],
  [26, summer],
  [27, autumn],
  [28, winter],
  [29, autumn],
  [30, winter],
  [31, spring],
  [32, summer],
  [33, { firstMonth: 1, months: 3 }],
  [34, { firstMonth: 4, months: 3 }],
  [35, { firstMonth: 7, months: 3 }],
  [36, { firstMonth: 10, months: 3 }],
  [37, { firstMonth: 1, months: 4 }],
  [38, { firstMonth: 5, months: 4 }],
  [39, { firstMonth: 9, months: 4 }],
  [40, { firstMonth: 1, months: 6 }],
  [41, { firstMonth: 7, months: 6 }],
]);

/** Whether a number in the place of the month is a season or another division of the year (21 to 41). */
export function isDivision(season: number): boolean {
  return DIVISIONS.has(season);
}

/** Whether a division of the year ends in the year after (a northern winter, a southern summer). */
export function endsInNextYear(season: number): boolean {
  const division = DIVISIONS.get(season);
  return division !== undefined && division.firstMonth + division.months - 1 > 12;
}

/** The first and the last day that a date covers. Its year must be one that the calendar can show. */
export function windowOfShape(date: DateShape): { readonly earliest: Day; readonly latest: Day } {
  switch (date.precision) {
    case 'day': {
      const day = dayOf(date.year, date.month, date.dayOfMonth);
      return { earliest: day, latest: day };
    }
    case 'month':
      return {
        earliest: dayOf(date.year, date.month, 1),
        latest: dayOf(date.year, date.month, daysInMonth(date.year, date.month)),
      };
    case 'season': {
      const division = DIVISIONS.get(date.season);
      if (!division) throw new RangeError(`${date.season} is no division of a year.`);
      // Day 0 of a month is the last day of the month before.
      return {
        earliest: dayOf(date.year, division.firstMonth, 1),
        latest: dayOf(date.year, division.firstMonth + division.months, 0),
      };
    }
    case 'year':
      return { earliest: dayOf(date.year, 1, 1), latest: dayOf(date.year, 12, 31) };
    default:
      return { earliest: dayOf(date.firstYear, 1, 1), latest: dayOf(date.lastYear, 12, 31) };
  }
}
