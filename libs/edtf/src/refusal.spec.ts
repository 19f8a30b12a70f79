import { describe, expect, it } from '@jest/globals';

import { EdtfError, parseEdtf } from './index.js';

function refusalOf(text: string): string {
  try {
    parseEdtf(text);
  } catch (error) {
    if (error instanceof EdtfError) return error.message;
    throw error;
  }
  return 'accepted';
}

describe('a text that is no date here', () => {
  it.each([
    ['', 'The date is empty'],
    ['2023-02-29', 'February 2023 has 28 days'],
    ['1900-02-29', 'February 1900 has 28 days'],
    ['2023-02-29~', 'February 2023 has 28 days'],
    ['2024-02-30', 'February 2024 has 29 days'],
    ['2023-04-31', 'April 2023 has 30 days'],
    ['2023-04-31?', 'April 2023 has 30 days'],
    ['2023-01-00', 'January 2023 has 31 days'],
    ['2023-00', 'there is no month 00'],
    ['2023-13', 'there is no month 13'],
    ['2023-20', 'there is no month 20'],
    ['2023-42', 'there is no month 42'],
    ['2023-21-05', 'there is no month 21'],
    ['2024/2023-13', 'there is no month 13'],
    ['1985-04-12T23:20:30', 'leave the time out'],
    ['1985-04-12T23:20:30Z', 'leave the time out'],
    ['1985-04-12T23:20:30+04:30', 'leave the time out'],
    ['1985-04-12 23:20', 'leave the time out'],
    ['1985-04-12T23:20:30/1986', 'leave the time out'],
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
    ['29/09/2023', 'slashes inside a date'],
    ['2023/09/29', 'slashes inside a date'],
    ['29-09-2023', 'does not begin with the year'],
    ['29.9.2023', 'does not begin with the year'],
    ['20230929', 'write 2023-09-29'],
    ['202309', 'write 2023-09'],
    ['2022-2024', 'write 2022/2024'],
    ['2023/24', 'too short for a year'],
    ['12345', 'begin it with Y'],
    ['-43', 'too short for a year'],
    ['2023-09-29 to 2023-10-01', 'is not a date in EDTF'],
    ['circa 1998', 'is not a date in EDTF'],
    ['Y123456789012345', 'is not a date in EDTF'],
    [`2023-09-29${' and more'.repeat(9)}`, 'too long'],
    ['2023-9-29', 'write two'],
    ['2023-09-5', 'write two'],
    ['19', 'too short for a year'],
    ['198', 'too short for a year'],
    ['+2023', 'begins with a sign'],
    ['−0043', 'begins with a sign'],
    ['-0000', 'year -0000'],
    ['-0000-05', 'year -0000'],
    ['Y2023', 'without the Y'],
    ['Y170000002', 'beyond the years'],
    ['Y-170000002', 'beyond the years'],
    ['Y275760', 'beyond the years'],
    ['199x', 'a capital X'],
    ['199u', 'a capital X'],
    ['XXXX', 'does not say which year'],
    ['XXXX-12-XX', 'does not say which year'],
    ['Y12345?', 'leave the mark out'],
    ['late 2023', 'is not a date in EDTF'],
    ['August 2023', 'is not a date in EDTF'],
    ['\uff12\uff10\uff12\uff13', 'is not a date in EDTF'],
    ['2023-09-29 ', 'has spaces'],
    ['\u0000', 'is not a date in EDTF'],
    ['９999', 'is not a date in EDTF'],
    // Level 2
    ['Y-17E7', 'exponents or significant digits'],
    ['1950S2', 'exponents or significant digits'],
    ['Y171010000S3', 'exponents or significant digits'],
    ['[1667,1668,1670..1672]', 'set of dates'],
    ['[1760-12..]', 'set of dates'],
    ['{1960,1961-12}', 'set of dates'],
    ['{..1984}', 'set of dates'],
    ['[..1760,1761]', 'set of dates'],
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
      expect(refusalOf(piece.repeat(200_000)).length).toBeLessThan(300);
      // What tries every place anew would take minutes.
      expect(performance.now() - started).toBeLessThan(10_000);
    },
  );
});
