import { FuzzyDate } from '@edtf-ts/core';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'edtf';
import { sample } from 'edtf/sample';
import * as fc from 'fast-check';

import { EdtfError, inWords, parseEdtf, type EdtfDate, type Window } from './index.js';

const MILLISECONDS_A_DAY = 86_400_000;
const OPEN = 8.64e15;

const dayOrOpen = (milliseconds: bigint): number | null =>
  Math.abs(Number(milliseconds)) === OPEN ? null : Math.floor(Number(milliseconds) / MILLISECONDS_A_DAY);

/** The window by a second, independent library; undefined where it refuses the text. */
function windowBySecondLibrary(text: string): Window | undefined {
  try {
    const date = FuzzyDate.parse(text);
    return { earliest: dayOrOpen(date.minMs), latest: dayOrOpen(date.maxMs) };
  } catch {
    return undefined;
  }
}

function read(text: string): EdtfDate | EdtfError {
  try {
    return parseEdtf(text);
  } catch (error) {
    if (error instanceof EdtfError) return error;
    throw error;
  }
}

const two = (number: number): string => String(number).padStart(2, '0');

// The second library takes the years 0 to 99 for 1900 to 1999, so they are left to the tables.
const year = fc.integer({ min: 100, max: 9999 }).map((number) => String(number).padStart(4, '0'));
const month = fc.integer({ min: 1, max: 12 }).map(two);
const day = fc.integer({ min: 1, max: 31 }).map(two);
const plain = fc.oneof(
  year,
  fc.tuple(year, month).map((parts) => parts.join('-')),
  fc.tuple(year, month, day).map((parts) => parts.join('-')),
  fc.tuple(year, month, day).map((parts) => `-${parts.join('-')}`),
);
const marked = fc.tuple(plain, fc.constantFrom('', '~', '?', '%')).map((parts) => parts.join(''));
// Of the seasons 25 to 32 the second library names other hemispheres than the standard does.
const season = fc
  .tuple(year, fc.constantFrom(21, 22, 23, 24, 33, 34, 35, 36, 37, 38, 39, 40, 41))
  .map((parts) => parts.join('-'));
const mark = fc.constantFrom('', '~', '?', '%');
const markedSeason = fc.tuple(year, fc.constantFrom(21, 22, 23, 24), mark).map(([y, part, m]) => `${y}-${part}${m}`);
const unmarkedX = fc.oneof(
  year.map((digits) => `${digits.slice(0, 3)}X`),
  year.filter((digits) => !digits.startsWith('00')).map((digits) => `${digits.slice(0, 2)}XX`),
  year.map((digits) => `${digits}-XX`),
  year.map((digits) => `${digits}-XX-XX`),
  fc.tuple(year, month).map(([digits, number]) => `${digits}-${number}-XX`),
);
const masked = fc.tuple(unmarkedX, mark).map((parts) => parts.join(''));
// Beyond the year 270000 the second library is off by hours.
const longYear = fc
  .integer({ min: -270_000, max: 270_000 })
  .filter((number) => Math.abs(number) > 9999)
  .map((number) => `Y${number}`);
const end = fc.oneof({ weight: 3, arbitrary: marked }, season, masked, fc.constantFrom('..', ''));
const anyText = fc.oneof(
  marked,
  season,
  markedSeason,
  masked,
  longYear,
  fc.tuple(end, end).map((parts) => parts.join('/')),
  plain.map((date) => `[..${date}]`),
);

// Of `[A..B]` the second library lists every date, and it loses those after year 0 where A lies before.
const someDay = fc
  .tuple(fc.integer({ min: 1000, max: 9000 }), fc.nat(3), month, month, fc.constantFrom('', '-15'))
  .map(([from, years, first, last, rest]) => `[${from}-${first}${rest}..${from + years}-${last}]`);

describe('beside a second library', () => {
  it('every date that both read has the same days in both', () => {
    let compared = 0;
    fc.assert(
      fc.property(fc.oneof({ weight: 10, arbitrary: anyText }, someDay), (text) => {
        const date = read(text);
        const second = windowBySecondLibrary(text);
        if (date instanceof EdtfError || second === undefined) return;
        expect({ text, window: date.window }).toEqual({ text, window: second });
        compared += 1;
      }),
      { numRuns: 1500 },
    );
    expect(compared).toBeGreaterThan(500);
  });

  it('only what says nothing, or has an impossible order, is refused of what it can read', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const date = read(text);
        if (!(date instanceof EdtfError) || windowBySecondLibrary(text) === undefined) return;
        expect(date.message).toMatch(/names no date|ends before it begins/);
      }),
      { numRuns: 500 },
    );
  });

  it('a text with a slip of the pen is read by both or refused here', () => {
    const characters = fc.constantFrom(...'0 1 2 3 4 5 6 7 8 9 - X ? ~ % / . [ ] { } Y T :'.split(' '));
    const slips = fc.array(fc.tuple(fc.nat(), fc.constantFrom(0, 1), characters), { minLength: 1, maxLength: 2 });
    const slipped = fc.tuple(anyText, slips).map(([text, all]) =>
      all.reduce((written, [place, taken, character]) => {
        const at = place % (written.length + 1);
        return written.slice(0, at) + character + written.slice(at + taken);
      }, text),
    );
    fc.assert(
      fc.property(slipped, (text) => {
        const date = read(text);
        if (date instanceof EdtfError || differsKnowingly(text)) return;
        expect({ text, window: date.window }).toEqual({ text, window: windowBySecondLibrary(text) });
      }),
      { numRuns: 1500 },
    );
  });
});

/**
 * Where the second library is known to differ: years 0 to 99, seasons and X before year 0, hemispheres, seasons
 * inside an interval, marked parts of a year other than seasons, years after 270000.
 */
function differsKnowingly(text: string): boolean {
  return text.split('/').some((part) => {
    const date = part.replace('[..', '');
    if (/^(?:-?00|-\d{4}-[2-4]\d\b|-\d*X|\d{4}-(?:2[5-9]|3[0-2])|Y-?27\d{4})/.test(date)) return true;
    if (/^\d{4}-(?:3[3-9]|4[01])[~?%]/.test(date)) return true;
    return /[/[]/.test(text) && /^\d{4}-(?:2[1-9]|[34]\d)\b/.test(date);
  });
}

describe('beside the grammar of the library', () => {
  it('years, months and days, which are read without it, are read alike', () => {
    fc.assert(
      fc.property(marked, (text) => {
        const date = read(text);
        if (date instanceof EdtfError) {
          expect(text).toMatch(/-(?:02-29|02-3\d|(?:04|06|09|11)-31)[~?%]?$/);
          return;
        }
        const { type, values, approximate = false, uncertain = false } = parse(text);
        expect({ type, precision: ['year', 'month', 'day'][values.length - 1], approximate, uncertain }).toEqual({
          type: 'Date',
          precision: date.precision,
          approximate: date.approximate,
          uncertain: date.uncertain,
        });
      }),
      { numRuns: 300 },
    );
  });

  it.each([0, 1, 2] as const)(
    'each of its own samples of level %i is read and said, or refused in one sentence',
    (level) => {
      for (const text of sample({ level, count: 400 })) {
        const date = read(text);
        if (date instanceof EdtfError) {
          expect(date.message).toMatch(/^(?:"|The date is empty).*[^.]\.$/s);
        } else {
          expect(inWords(date)).not.toMatch(/undefined|NaN|Invalid/);
          expect(inWords(date, 'es')).not.toMatch(/undefined|NaN|Invalid/);
        }
      }
    },
  );
});
