import type { SingleDate } from './statement.js';

/** How a language says dates and intervals. Every method gets dates with their marks and answers without a full stop. */
export interface Language {
  /** "29 September 2023", "about 1998", "perhaps spring 2024" */
  date(date: SingleDate): string;
  /** "2022 to 2024", "17-18 August 2021" */
  between(start: SingleDate, end: SingleDate): string;
  /** "some day from 5 to 9 May 2024" */
  someDay(first: SingleDate, last: SingleDate): string;
  /** "since 2010" */
  since(start: SingleDate): string;
  /** "from 2010, end unknown" */
  fromUnknownEnd(start: SingleDate): string;
  /** "by 30 November 2023": at some time up to then */
  by(end: SingleDate): string;
  /** "until 2024, start unknown" */
  untilUnknownStart(end: SingleDate): string;
}
