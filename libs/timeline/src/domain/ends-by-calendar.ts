/** The rules of what ends by the calendar alone, as a pattern that JavaScript and Postgres read alike. */
export const ENDS_BY_CALENDAR = '(^|-)(seat|cycle|budget-year|fiscal-year)-end$';

const BY_CALENDAR = new RegExp(ENDS_BY_CALENDAR);

/**
 * Whether what a rule names ends by the calendar alone, so that its last day meets it and no record has to say so: the end
 * of a seat, a cycle or a budget year. An agreement's `term-end` does not, since an agreement can be extended.
 */
export function endsByCalendar(rule: string): boolean {
  return BY_CALENDAR.test(rule);
}
