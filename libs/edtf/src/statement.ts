/** How precisely a date is known. An interval, and some day of a range of days, has the precision of neither of its ends. */
export type Precision = 'day' | 'month' | 'season' | 'year' | 'decade' | 'century' | 'interval';

/** The marks of a date: `~` approximate, `?` uncertain, `%` both. They never widen its window. */
export interface Marks {
  readonly approximate: boolean;
  readonly uncertain: boolean;
}

/** One date of EDTF, without its marks: what was written down, not yet the days that it covers. Months are 1 to 12. */
export type DateShape =
  | { readonly precision: 'day'; readonly year: number; readonly month: number; readonly dayOfMonth: number }
  | { readonly precision: 'month'; readonly year: number; readonly month: number }
  | { readonly precision: 'season'; readonly year: number; readonly season: number }
  | { readonly precision: 'year'; readonly year: number }
  | { readonly precision: 'decade' | 'century'; readonly firstYear: number; readonly lastYear: number };

/** One date of EDTF with its marks. */
export type SingleDate = DateShape & Marks;

/** An end of an interval: a date, `..` (open) or nothing (unknown); an unknown end has the window of an open one. */
export type IntervalEnd = SingleDate | 'open' | 'unknown';

/**
 * What an EDTF string says: one date, an interval of which at least one end is a date, or `[A..B]`, some day from the
 * first day of A to the last day of B.
 */
export type Statement =
  | { readonly kind: 'date'; readonly date: SingleDate }
  | { readonly kind: 'interval'; readonly start: IntervalEnd; readonly end: IntervalEnd }
  | { readonly kind: 'one-of'; readonly start: SingleDate; readonly end: SingleDate };
