import { dayOf, type Day } from './day.js';

/** Day 0 of spreadsheets that count from 1900, as all do unless told otherwise: they have a 29 February 1900. */
const DAY_ZERO = dayOf(1899, 12, 30);
/** From 1954 to 2064: numbers outside are hardly those of days. */
const [LEAST, MOST] = [20_000, 60_000];

/**
 * The day for which a spreadsheet keeps a number, as it exports it from a column without a date format: 45551 is
 * 2024-09-16. A fraction is the time of day. Null for what is no such number. A workbook that counts from 1904 (an old
 * option) has other numbers.
 */
export function spreadsheetDay(text: string): Day | null {
  if (!/^\d{5}(?:\.\d{1,20})?$/.test(text)) return null;
  const number = Math.floor(Number(text));
  return number >= LEAST && number <= MOST ? DAY_ZERO + number : null;
}
