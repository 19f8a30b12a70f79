import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';

import { EXPLANATIONS } from './explanations.js';
import { dayOfIso, EdtfError, isoOfDay, parseEdtf, type Window } from './index.js';
import { INTERVAL_EXPLANATIONS } from './interval-explanations.js';

function errorOf(text: string): EdtfError {
  try {
    parseEdtf(text);
  } catch (error) {
    if (error instanceof EdtfError) return error;
    throw error;
  }
  throw new RangeError(`${text} is accepted`);
}

const refusalOf = (text: string): string => errorOf(text).message;

describe('a text that is no date here', () => {
  it.each([
    ['', 'The date is empty'],
    ['2023-02-29', 'February 2023 has 28 days'],
    ['1900-02-29', 'February 1900 has 28 days'],
    ['2023-02-29~', 'February 2023 has 28 days'],
    ['2024-02-30', 'February 2024 has 29 days'],
    ['2023-04-31', 'April 2023 has 30 days'],
    ['2023-04-31?', 'April 2023 has 30 days'],
    ['2023-01-00', 'there is no day 00; perhaps 2023-01 is meant'],
    ['2024-00-00', 'there is no month 00; perhaps 2024 is meant'],
    ['2024-00-12', 'there is no month 00.'],
    ['0000-00-00', 'names no date'],
    ['2023-00', 'there is no month 00'],
    ['2023-13', 'there is no month 13'],
    ['2023-20', 'there is no month 20'],
    [
      '2019-20',
      'there is no month 20, nor a season of that number (months are 01 to 12, seasons 21 to 41); perhaps 2019/2020 is meant',
    ],
    ['2023-42', 'there is no month 42'],
    ['2023-21-05', 'there is no month 21'],
    ['2024/2023-13', 'there is no month 13'],
    ['1985-04-12T23:20:30', 'give the day that the source gives for the place where it happened'],
    ['1985-04-12T23:20:30Z', 'give the day that the source gives for the place where it happened'],
    ['1985-04-12T23:20:30+04:30', 'give the day that the source gives for the place where it happened'],
    ['1985-04-12 23:20', 'give the day that the source gives for the place where it happened'],
    ['1985-04-12T23:20:30/1986', 'give the day that the source gives for the place where it happened'],
    ['2024/2023', 'ends before it begins'],
    ['2023-05-02/2023-05-01', 'ends before it begins'],
    ['2023-21/2023-02', 'ends before it begins'],
    ['/', 'names no date'],
    ['../..', 'names no date'],
    ['../', 'names no date'],
    ['/..', 'names no date'],
    ['..', 'is not a date in EDTF'],
    ['2022/2023/2024', 'more than one slash'],
    ['2022-01/2023-01/2024-01', 'more than one slash'],
    ['29/09/2023', 'write 2023-09-29'],
    ['2023/09/29', 'slashes inside a date'],
    ['29-09-2023', 'write 2023-09-29'],
    ['29.9.2023', 'write 2023-09-29'],
    ['05-06-2023', 'perhaps 2023-06-05 or 2023-05-06 is meant'],
    ['20230929', 'write 2023-09-29'],
    ['202309', 'perhaps 2023-09 is meant'],
    ['2022-2024', 'perhaps 2022/2024 or [2022..2024] is meant'],
    ['2023/24', 'perhaps 2023/2024 is meant'],
    ['12345', 'more than four digits'],
    ['-43', 'too short for a year'],
    ['2023-09-29 to 2023-10-01', 'is not a date in EDTF'],
    ['circa 1998', 'write 1998~'],
    ['2023-13-XX', 'there is no month 13'],
    ['9999-00', 'there is no month 00'],
    ['2023/now', 'write the day of the source'],
    ['n/a', 'an empty cell in a table, null in JSON'],
    ['s/f', 'an empty cell in a table, null in JSON'],
    ['null', 'an empty cell in a table, null in JSON'],
    ['5-9 May 2024', 'some day between two as [2024-05-05..2024-05-09]'],
    ['Y123456789012345', 'is not a date in EDTF'],
    [`2023-09-29${' and more'.repeat(9)}`, 'too long'],
    ['2023-9-29', 'write 2023-09-29'],
    ['2023-09-5', 'write 2023-09-05'],
    ['19', 'too short for a year'],
    ['198', 'too short for a year'],
    ['+2023', 'begins with a sign'],
    ['−0043', 'begins with a sign'],
    ['-0000', 'year -0000'],
    ['-0000-05', 'year -0000'],
    ['Y2023', 'write 2023'],
    ['Y170000002', 'beyond the years'],
    ['Y-170000002', 'beyond the years'],
    ['Y275760', 'beyond the years'],
    ['199x', 'write 199X'],
    ['199u', 'write 199X'],
    ['XXXX', 'does not say which year'],
    ['XXXX-12-XX', 'does not say which year'],
    ['Y12345?', 'marks a year of more than four digits'],
    ['late 2023', 'is not a date in EDTF'],
    ['August 2023', 'is not a date in EDTF'],
    ['\uff12\uff10\uff12\uff13', 'is not a date in EDTF'],
    ['2023-09-29 ', 'has spaces'],
    ['\u0000', 'is not a date in EDTF'],
    ['９999', 'is not a date in EDTF'],
    // Level 2
    ['Y-17E7', 'has an exponent'],
    ['1950S2', 'has significant digits'],
    ['Y171010000S3', 'has significant digits'],
    ['[1667,1668,1670..1672]', 'list of dates of which one is meant'],
    ['[1760-12..]', 'some day from a date on'],
    ['{1960,1961-12}', 'names several dates'],
    ['{..1984}', 'names several dates'],
    ['[..1760,1761]', 'list of dates of which one is meant'],
    ['2004-06~-11', 'EDTF level 2'],
    ['?2004-06-~11', 'EDTF level 2'],
    ['156X-12-25', 'EDTF level 2'],
    ['202X-05', 'EDTF level 2'],
    ['1XXX', 'EDTF level 2'],
    ['1984-1X', 'EDTF level 2'],
    ['2023-05-1X', 'EDTF level 2'],
  ])('is refused: %j, since it %s', (text, reason) => {
    expect(refusalOf(text)).toContain(reason);
  });

  it.each(['2023-', 'X', 'S1', '[..', '/', '?X'])(
    'is quoted in short however often it repeats %j, and at once',
    (piece) => {
      const started = performance.now();
      expect(refusalOf(piece.repeat(200_000)).length).toBeLessThan(500);
      // What tries every place anew would take minutes.
      expect(performance.now() - started).toBeLessThan(10_000);
    },
  );
});

/** What `2023-24` may mean: the winter that it is in EDTF, and the two years for which people write it. */
const SCHOOL_YEAR = ['2023-12-01 2024-02-29', '2023-01-01 2024-12-31, beginning 2023-01-01 2023-12-31'];

/**
 * Texts that are refused, with what their writers meant: the days of it, and those in which it began where that is not
 * all of them. Several where the text can be read in several ways, none where it says nothing.
 */
const MEANT: readonly (readonly [text: string, reason: string, ...meant: string[]])[] = [
  ['2023-09-29 and the days after it, until all the papers were signed', 'too-long', '2023-09-29 ..'],
  [' 2023-09-29', 'spaces', '2023-09-29 2023-09-29'],
  ['2021-10-16T02:46:51Z', 'time-of-day', '2021-10-15 2021-10-16'],
  ['20211016T024651Z', 'time-of-day', '2021-10-15 2021-10-16'],
  ['2023-09-05T23:30:00-05:00', 'time-of-day', '2023-09-05 2023-09-06'],
  ['{1960,1961}', 'several-dates', '1960-01-01 1961-12-31, beginning 1960-01-01 1960-12-31'],
  ['[1760-12-03..]', 'one-of-open', '1760-12-03 ..'],
  ['[1667,1668, 1670..1672]', 'one-of-list', '1667-01-01 1672-12-31'],
  ['[2024-05-05 .. 2024-05-09]', 'one-of-list', '2024-05-05 2024-05-09'],
  ['[..1760-01,1760-02]', 'one-of-list', '.. 1760-02-29'],
  ['[1672,1667]', 'one-of-list', '1667-01-01 1672-12-31'],
  ['[1667,1668-12]', 'one-of-list', '1667-01-01 1668-12-31'],
  ['Y17E3', 'exponent', '+017000-01-01 +017000-12-31'],
  ['Y-17E7', 'exponent'],
  ['1950S2', 'significant-digits', '1900-01-01 1999-12-31'],
  ['1950S3', 'significant-digits', '1950-01-01 1959-12-31'],
  ['1950S1', 'significant-digits', '1000-01-01 1999-12-31'],
  ['Y17101S3', 'significant-digits', '+017100-01-01 +017199-12-31'],
  ['-0000-05', 'year-minus-zero', '-0001-05-01 -0001-05-31', '0000-05-01 0000-05-31'],
  ['Y2023', 'y-four-digits', '2023-01-01 2023-12-31'],
  ['Y-43', 'y-four-digits', '-0043-01-01 -0043-12-31'],
  ['+2023-09', 'sign', '2023-09-01 2023-09-30'],
  ['−0043', 'sign', '-0043-01-01 -0043-12-31'],
  ['+45551', 'sign', '+045551-01-01 +045551-12-31', '2024-09-16 2024-09-16'],
  ['–2023', 'dash', '-2023-01-01 -2023-12-31', '.. 2023-12-31'],
  ['2023-9-29', 'one-digit', '2023-09-29 2023-09-29'],
  ['2023-9-X', 'one-digit', '2023-09-01 2023-09-30'],
  ['2023-X', 'one-digit', '2023-01-01 2023-12-31'],
  ['2023-9-5~', 'one-digit', '2023-09-05 2023-09-05'],
  ['2023-9', 'one-digit-month', '2023-09-01 2023-09-30'],
  ['2023-9~', 'one-digit-month', '2023-09-01 2023-09-30'],
  ['20230929', 'no-hyphens', '2023-09-29 2023-09-29'],
  ['29092023', 'no-hyphens', '2023-09-29 2023-09-29'],
  ['202309', 'no-hyphen', '2023-09-01 2023-09-30'],
  ['2022-2024', 'years-joined', '2022-01-01 2024-12-31, beginning 2022-01-01 2022-12-31', '2022-01-01 2024-12-31'],
  ['2024-2022', 'years-joined'],
  ['1990-1995?', 'years-joined', '1990-01-01 1995-12-31, beginning 1990-01-01 1990-12-31'],
  ['2024.05.3', 'other-hyphens', '2024-05-03 2024-05-03'],
  ['2024\u201105\u201103', 'other-hyphens', '2024-05-03 2024-05-03'],
  [
    '2024-05-05..2024-05-09',
    'dots-between',
    '2024-05-05 2024-05-09',
    '2024-05-05 2024-05-09, beginning 2024-05-05 2024-05-05',
  ],
  [
    'between 2024-05-05 and 2024-05-09',
    'between',
    '2024-05-05 2024-05-09',
    '2024-05-05 2024-05-09, beginning 2024-05-05 2024-05-05',
  ],
  ['entre 1990 y 1995', 'between', '1990-01-01 1995-12-31', '1990-01-01 1995-12-31, beginning 1990-01-01 1990-12-31'],
  ['c. 1990', 'about', '1990-01-01 1990-12-31'],
  ['c. 2023-09', 'about', '2023-09-01 2023-09-30'],
  ['circa 2023-24', 'about', ...SCHOOL_YEAR],
  ['hacia 2019-20', 'about', '2019-01-01 2020-12-31, beginning 2019-01-01 2019-12-31'],
  ['2019-20~', 'no-month-or-season', '2019-01-01 2020-12-31, beginning 2019-01-01 2019-12-31'],
  [
    '2023-24/present',
    'word-at-end',
    '2023-12-01 .., beginning 2023-12-01 2024-02-29',
    '2023-01-01 .., beginning 2023-01-01 2023-12-31',
  ],
  [' 2023-24', 'spaces', ...SCHOOL_YEAR],
  ['1990s', 'decade', '1990-01-01 1999-12-31'],
  ['1900s', 'decade', '1900-01-01 1909-12-31', '1900-01-01 1999-12-31'],
  ['2023/today', 'day-of-writing', '2023-01-01 2024-09-16, beginning 2023-01-01 2023-12-31'],
  ['s/f', 'no-date-word', '.. ..'],
  ['-12345', 'long-year-negative', '-012345-01-01 -012345-12-31'],
  ['20244-05-06', 'five-digits', '2024-05-06 2024-05-06'],
  ['12345', 'five-digits'],
  ['70000', 'five-digits'],
  ['29.9.2023', 'day-first', '2023-09-29 2023-09-29'],
  ['09/29/2023', 'day-first', '2023-09-29 2023-09-29'],
  ['05/05/2023', 'day-first', '2023-05-05 2023-05-05'],
  ['05/06/2023', 'day-first', '2023-06-05 2023-06-05', '2023-05-06 2023-05-06'],
  ['198', 'short-year', '0198-01-01 0198-12-31', '1980-01-01 1989-12-31'],
  ['-43', 'short-year', '-0043-01-01 -0043-12-31', '-0042-01-01 -0042-12-31'],
  ['XXXX-12', 'no-year', '.. ..'],
  ['uuuu', 'no-year', '.. ..'],
  ['unknown', 'no-date-word', '.. ..'],
  ['199u', 'small-x', '1990-01-01 1999-12-31'],
  ['2004-uu', 'small-x', '2004-01-01 2004-12-31'],
  ['19xx?', 'small-x', '1900-01-01 1999-12-31'],
  ['2004-uu-03', 'small-x', '2004-01-03 2004-12-03'],
  ['y12345', 'small-y', '+012345-01-01 +012345-12-31'],
  ['y-170000002', 'small-y'],
  ['2004-(06)?~', 'draft-syntax', '2004-06-01 2004-06-30'],
  ['1990?~', 'two-marks', '1990-01-01 1990-12-31'],
  ['2004-06~?', 'two-marks', '2004-06-01 2004-06-30'],
  ['Y12345~', 'long-year-marked', '+012345-01-01 +012345-12-31'],
  ['2023-123', 'three-digits', '2023-05-03 2023-05-03'],
  ['2023-123?', 'three-digits', '2023-05-03 2023-05-03'],
  ['2023-399', 'three-digits'],
  ['(2011)-06-04~', 'draft-syntax', '2011-06-04 2011-06-04'],
  ['2001-21^southernHemisphere', 'draft-syntax', '2001-09-01 2001-11-30'],
  ['156X-12-25', 'level-2', '1560-12-25 1569-12-25'],
  ['1XXX', 'level-2', '1000-01-01 1999-12-31'],
  ['2004-06~-11', 'level-2', '2004-06-11 2004-06-11'],
  ['2023/09/29', 'slashes-in-date', '2023-09-29 2023-09-29'],
  ['2023/9/5', 'slashes-in-date', '2023-09-05 2023-09-05'],
  ['2022/2023/2024', 'many-slashes', '2022-01-01 2024-12-31, beginning 2022-01-01 2022-12-31'],
  ['unknown/..', 'no-date', '.. ..'],
  ['2023/open', 'word-at-end', '2023-01-01 .., beginning 2023-01-01 2023-12-31'],
  ['2023-05/present', 'word-at-end', '2023-05-01 .., beginning 2023-05-01 2023-05-31'],
  ['unknown/2023', 'word-at-end', '.. 2023-12-31'],
  ['2023/unknown', 'word-at-end', '2023-01-01 .., beginning 2023-01-01 2023-12-31'],
  ['2023/24', 'short-end', '2023-01-01 2024-12-31, beginning 2023-01-01 2023-12-31'],
  ['2008/09', 'short-end', '2008-01-01 2009-12-31, beginning 2008-01-01 2008-12-31', '2008-09-01 2008-09-30'],
  ['2023/05', 'short-end', '2023-05-01 2023-05-31'],
  ['2023-05/06', 'short-end', '2023-05-01 2023-06-30, beginning 2023-05-01 2023-05-31', '2023-05-06 2023-05-06'],
  ['2023-05-01/10', 'short-end', '2023-05-01 2023-05-10, beginning 2023-05-01 2023-05-01'],
  ['09/2023', 'month-first', '2023-09-01 2023-09-30'],
  ['45551', 'spreadsheet-day', '2024-09-16 2024-09-16'],
  ['20000', 'spreadsheet-day', '1954-10-03 1954-10-03'],
  ['60000.75', 'spreadsheet-day', '2064-04-08 2064-04-08'],
  ['2019-20', 'no-month-or-season', '2019-01-01 2020-12-31, beginning 2019-01-01 2019-12-31'],
  ['1999-00', 'no-month-or-season', '1999-01-01 2000-12-31, beginning 1999-01-01 1999-12-31'],
  ['1995-98', 'no-month-or-season', '1995-01-01 1998-12-31, beginning 1995-01-01 1995-12-31'],
  ['2023-13', 'no-month-or-season'],
  ['2023-00', 'no-month-or-season', '2023-01-01 2023-12-31'],
  ['2024-05-00', 'no-day-of-month', '2024-05-01 2024-05-31'],
  ['2024-02-00~', 'no-day-of-month', '2024-02-01 2024-02-29'],
  ['2024-00-00', 'no-month', '2024-01-01 2024-12-31'],
  ['2024-00-12', 'no-month', '2024-01-12 2024-12-12'],
  ['0000-00-00', 'no-date-word', '.. ..'],
  ['2023-02-29', 'days-of-month', '2023-02-28 2023-03-01'],
  ['2023-13-01', 'no-month', '2023-01-13 2023-01-13'],
  ['2024/2023', 'reversed', '2023-01-01 2024-12-31', '2024-01-01 2024-12-31'],
  ['Y275760', 'beyond-years'],
  ['soon', 'no-edtf'],
  ['', 'empty', '.. ..'],
];

const days = ({ earliest, latest }: Window): string =>
  `${earliest === null ? '..' : isoOfDay(earliest)} ${latest === null ? '..' : isoOfDay(latest)}`;

/** What a date is, as the table above says it. */
function saidOf(text: string): string {
  const { window, beginning } = parseEdtf(text);
  return days(window) === days(beginning) ? days(window) : `${days(window)}, beginning ${days(beginning)}`;
}

describe('what a refusal proposes', () => {
  it.each(MEANT)('of %j (%s) has the days and the beginning that were meant', (text, reason, ...meant) => {
    const error = errorOf(text);
    expect(error.reason).toBe(reason);
    const { proposed, meant: readings = [] } = error.params;
    if (proposed !== undefined) expect(meant.slice(0, 1)).toEqual([saidOf(String(proposed))]);
    for (const reading of readings as string[]) expect(meant).toContain(saidOf(reading));
  });

  it.each(MEANT)('of %j (%s) is what its sentence says, and a guess is worded as one', (text, reason) => {
    const { message, params } = errorOf(text);
    const guesses = params['meant'] as string[] | undefined;
    const advice = [/; write (\S+) instead\.$/, /; perhaps (.+) is meant\.$/].map((form) => form.exec(message)?.[1]);
    const proposed = reason === 'spreadsheet-day' ? undefined : params['proposed'];
    expect(advice).toEqual([proposed, guesses?.join(' or ')]);
  });

  it.each([...EXPLANATIONS, ...INTERVAL_EXPLANATIONS])(
    'is explained with examples that are accepted: $reason',
    (one) => {
      const words = `${one.wrong} ${one.form ?? ''}`.split(/[\s,;()]+/).filter((word) => /\d{4}|\dX|X\d/.test(word));
      for (const example of words.filter((word) => !['-0000', '0001'].includes(word)))
        expect(() => parseEdtf(example)).not.toThrow();
    },
  );

  it('is covered for every reason that there is', () => {
    const reasons = [...EXPLANATIONS, ...INTERVAL_EXPLANATIONS].map(({ reason }) => reason);
    const covered = new Set(MEANT.map(([, reason]) => reason));
    expect(reasons.filter((reason) => !covered.has(reason))).toEqual([]);
  });

  it('is proposed at least once by every explanation that can', () => {
    const proposing = MEANT.filter(([text]) => 'proposed' in errorOf(text).params).map(([, reason]) => reason);
    const guessing = MEANT.filter(([text]) => 'meant' in errorOf(text).params).map(([, reason]) => reason);
    for (const { reason, same, maybe } of [...EXPLANATIONS, ...INTERVAL_EXPLANATIONS]) {
      if (same) expect(proposing).toContain(reason);
      if (maybe) expect(guessing).toContain(reason);
    }
  });

  it('is no season alone where the last two digits of a later year may be meant', () => {
    const year = fc.integer({ min: 1000, max: 2098 });
    const form = fc.constantFrom(
      ...'circa %|about %|hacia %|c. %| %|% |+%|–%|%?~|%/present|unknown/%|%..2150|1000..%'.split('|'),
      ...'between % and 2150|entre 1000 y %'.split('|'),
    );
    fc.assert(
      fc.property(year, fc.integer({ min: 13, max: 99 }), form, (first, digits, written) => {
        const last = Math.floor(first / 100) * 100 + digits;
        fc.pre(last > first);
        const { proposed, meant = [] } = errorOf(written.replace('%', `${first}-${digits}`)).params;
        expect(proposed).toBeUndefined();
        const windows = (meant as string[]).map((reading) => parseEdtf(reading).window);
        const years = { earliest: dayOfIso(`${first}-01-01`), latest: dayOfIso(`${last}-12-31`) };
        const holding = windows.filter(
          ({ earliest, latest }) =>
            (earliest === null || earliest <= years.earliest) && (latest === null || latest >= years.latest),
        );
        expect(holding).not.toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the forms that a refusal names in general', () => {
  it.each([
    ['[2024-05-05..2024-05-09]', 'some day between two as %', '2024-05-05 2024-05-09'],
    ['2023-10~/2023-12', 'late 2023 as %', '2023-10-01 2023-12-31, beginning 2023-10-01 2023-10-31'],
    ['2022/2024', 'lasted from one date to the other as %', '2022-01-01 2024-12-31, beginning 2022-01-01 2022-12-31'],
    ['2010/..', 'began and may go on (since 2010) as %', '2010-01-01 .., beginning 2010-01-01 2010-12-31'],
    ['../2023-11-30', 'happened at some time up to a date (by or until it) as %', '.. 2023-11-30'],
  ])('have the meaning that is given with them: %s', (form, words, meant) => {
    expect(refusalOf('soon')).toContain(words.replace('%', form));
    expect(saidOf(form)).toBe(meant);
  });
});

describe('any text made of what dates are made of', () => {
  it('is accepted, or refused in one sentence whose proposals are accepted', () => {
    const pieces =
      '0 1 2 3 9 19 2023 -05 -21 -29 45551 X XX u x ? ~ % / . .. [ ] { } Y y T : E S ( ) ^ + − – , open unknown now';
    const piece = fc.constantFrom(...pieces.split(' '), ' ', '\n');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 9 }), (parts) => {
        const text = parts.join('');
        try {
          parseEdtf(text);
        } catch (error) {
          if (!(error instanceof EdtfError)) throw error;
          expect(error.message).toMatch(/^(?:"|The date is empty).*\.$/s);
          const { proposed = [], meant = [] } = error.params;
          for (const form of [proposed, meant].flat()) expect(() => parseEdtf(String(form))).not.toThrow();
        }
      }),
      { numRuns: 3000 },
    );
  });
});
