import { describe, expect, it } from '@jest/globals';

import { EdtfError, isoOfDay, lastDayOfBeginning, parseEdtf, windowOfRange, type Window } from './index.js';

const iso = ({ earliest, latest }: Window): string =>
  `${earliest === null ? '..' : isoOfDay(earliest)} ${latest === null ? '..' : isoOfDay(latest)}`;

describe('the dates that the contract names', () => {
  it.each([
    ['2010/..', '2010-01-01 ..', '2010-01-01 2010-12-31'],
    ['../2023-11-30', '.. 2023-11-30', '.. 2023-11-30'],
    ['2022/2024', '2022-01-01 2024-12-31', '2022-01-01 2022-12-31'],
    ['2024-07-31', '2024-07-31 2024-07-31', '2024-07-31 2024-07-31'],
    ['2024-06', '2024-06-01 2024-06-30', '2024-06-01 2024-06-30'],
    ['2023-10~/2023-12', '2023-10-01 2023-12-31', '2023-10-01 2023-10-31'],
    ['[..2023-11-30]', '.. 2023-11-30', '.. 2023-11-30'],
  ])('reads %s as the days %s, beginning in %s', (text, window, beginning) => {
    const date = parseEdtf(text);
    expect([date.edtf, iso(date.window), iso(date.beginning)]).toEqual([text, window, beginning]);
  });
});

describe('the examples of the specification', () => {
  it.each([
    // Level 0
    ['1985-04-12', '1985-04-12 1985-04-12', 'day'],
    ['1985-04', '1985-04-01 1985-04-30', 'month'],
    ['1985', '1985-01-01 1985-12-31', 'year'],
    ['1964/2008', '1964-01-01 2008-12-31', 'interval'],
    ['2004-06/2006-08', '2004-06-01 2006-08-31', 'interval'],
    ['2004-02-01/2005-02-08', '2004-02-01 2005-02-08', 'interval'],
    ['2004-02-01/2005-02', '2004-02-01 2005-02-28', 'interval'],
    ['2004-02-01/2005', '2004-02-01 2005-12-31', 'interval'],
    ['2005/2006-02', '2005-01-01 2006-02-28', 'interval'],
    // Level 1
    ['2001-21', '2001-03-01 2001-05-31', 'season'],
    ['1984?', '1984-01-01 1984-12-31', 'year'],
    ['2004-06~', '2004-06-01 2004-06-30', 'month'],
    ['2004-06-11%', '2004-06-11 2004-06-11', 'day'],
    ['201X', '2010-01-01 2019-12-31', 'decade'],
    ['20XX', '2000-01-01 2099-12-31', 'century'],
    ['2004-XX', '2004-01-01 2004-12-31', 'year'],
    ['1985-04-XX', '1985-04-01 1985-04-30', 'month'],
    ['1985-XX-XX', '1985-01-01 1985-12-31', 'year'],
    ['1985-04-12/..', '1985-04-12 ..', 'interval'],
    ['1985-04/..', '1985-04-01 ..', 'interval'],
    ['1985/..', '1985-01-01 ..', 'interval'],
    ['../1985-04-12', '.. 1985-04-12', 'interval'],
    ['../1985-04', '.. 1985-04-30', 'interval'],
    ['../1985', '.. 1985-12-31', 'interval'],
    ['1985-04-12/', '1985-04-12 ..', 'interval'],
    ['1985-04/', '1985-04-01 ..', 'interval'],
    ['1985/', '1985-01-01 ..', 'interval'],
    ['/1985-04-12', '.. 1985-04-12', 'interval'],
    ['/1985-04', '.. 1985-04-30', 'interval'],
    ['/1985', '.. 1985-12-31', 'interval'],
    ['-1985', '-1985-01-01 -1985-12-31', 'year'],
    // Level 2, as far as it is supported
    ['2001-34', '2001-04-01 2001-06-30', 'season'],
    ['[..1760-12-03]', '.. 1760-12-03', 'interval'],
  ])('reads %s as the days %s with precision %s', (text, window, precision) => {
    const date = parseEdtf(text);
    expect([iso(date.window), date.precision]).toEqual([window, precision]);
  });
});

describe('years at the edges', () => {
  it.each([
    ['0000', '0000-01-01 0000-12-31'],
    ['0000-02-29', '0000-02-29 0000-02-29'],
    ['-0004-02', '-0004-02-01 -0004-02-29'],
    ['0050', '0050-01-01 0050-12-31'],
    ['9999-12', '9999-12-01 9999-12-31'],
    ['Y275759', '+275759-01-01 +275759-12-31'],
    ['1900-02', '1900-02-01 1900-02-28'],
    ['2000-02-XX', '2000-02-01 2000-02-29'],
    ['000X', '0000-01-01 0009-12-31'],
    ['-000X', '-0009-01-01 -0001-12-31'],
    ['-198X', '-1989-01-01 -1980-12-31'],
    ['-19XX', '-1999-01-01 -1900-12-31'],
    ['-00XX', '-0099-01-01 -0001-12-31'],
    ['-2023-XX-XX', '-2023-01-01 -2023-12-31'],
    ['Y12345', '+012345-01-01 +012345-12-31'],
    ['Y-12345', '-012345-01-01 -012345-12-31'],
    ['Y-271820', '-271820-01-01 -271820-12-31'],
  ])('reads %s as the days %s', (text, window) => {
    expect(iso(parseEdtf(text).window)).toBe(window);
  });
});

describe('the divisions of a year', () => {
  it.each([
    [21, '2023-03-01 2023-05-31'],
    [22, '2023-06-01 2023-08-31'],
    [23, '2023-09-01 2023-11-30'],
    [24, '2023-12-01 2024-02-29'],
    [25, '2023-03-01 2023-05-31'],
    [26, '2023-06-01 2023-08-31'],
    [27, '2023-09-01 2023-11-30'],
    [28, '2023-12-01 2024-02-29'],
    [29, '2023-09-01 2023-11-30'],
    [30, '2023-12-01 2024-02-29'],
    [31, '2023-03-01 2023-05-31'],
    [32, '2023-06-01 2023-08-31'],
    [33, '2023-01-01 2023-03-31'],
    [34, '2023-04-01 2023-06-30'],
    [35, '2023-07-01 2023-09-30'],
    [36, '2023-10-01 2023-12-31'],
    [37, '2023-01-01 2023-04-30'],
    [38, '2023-05-01 2023-08-31'],
    [39, '2023-09-01 2023-12-31'],
    [40, '2023-01-01 2023-06-30'],
    [41, '2023-07-01 2023-12-31'],
  ])('counts %i of 2023 as %s', (season, window) => {
    const date = parseEdtf(`2023-${season}`);
    expect([iso(date.window), date.precision]).toEqual([window, 'season']);
  });

  it('may bound an interval', () => {
    expect(iso(parseEdtf('2023-21/2023-24').window)).toBe('2023-03-01 2024-02-29');
  });
});

describe('marks', () => {
  it.each([
    ['1984', false, false],
    ['1984~', true, false],
    ['1984?', false, true],
    ['1984%', true, true],
    ['1984~/1990', true, false],
    ['1984/1990?', false, true],
    ['1984?/1990~', true, true],
    ['../1990%', true, true],
    ['[..1990~]', true, false],
  ])('of %s: approximate %s, uncertain %s', (text, approximate, uncertain) => {
    expect(parseEdtf(text)).toMatchObject({ approximate, uncertain });
  });

  it('leave the window as it is', () => {
    expect(parseEdtf('1984-05~').window).toEqual(parseEdtf('1984-05').window);
  });
});

describe('the last day of the beginning', () => {
  it.each([
    ['2022/2024', '2022-12-31'],
    ['2022-05/..', '2022-05-31'],
    ['2022/', '2022-12-31'],
    ['../2023-11-30', '2023-11-30'],
    ['/2023', '2023-12-31'],
    ['2023-09', '2023-09-30'],
    ['202X', '2029-12-31'],
  ])('of %s is %s', (text, day) => {
    expect(isoOfDay(lastDayOfBeginning(parseEdtf(text)) ?? Number.NaN)).toBe(day);
  });
});

describe('intervals whose ends overlap', () => {
  it.each([
    ['2023-05/2023-05', '2023-05-01 2023-05-31'],
    ['2023-05-15/2023-05', '2023-05-15 2023-05-31'],
    ['2023/2023-03-01', '2023-01-01 2023-03-01'],
  ])('reads %s as the days %s', (text, window) => {
    expect(iso(parseEdtf(text).window)).toBe(window);
  });
});

describe('the window of from and to', () => {
  it.each([
    ['2023', '2024', '2023-01-01 2024-12-31'],
    ['2023-05', undefined, '2023-05-01 ..'],
    [undefined, '202X', '.. 2029-12-31'],
    [undefined, undefined, '.. ..'],
    ['../2020', '2021/..', '.. ..'],
    ['2020/2021', '2020/2021', '2020-01-01 2021-12-31'],
    ['2023', '2023-01', '2023-01-01 2023-01-31'],
  ])('from %s to %s is %s', (from, to, window) => {
    expect(iso(windowOfRange(from, to))).toBe(window);
  });

  it.each([
    ['2024-02-30', '2025', 'from'],
    ['2024', '2025-13', 'to'],
    ['2024', '2023', 'to'],
  ])('refuses from %s to %s and blames "%s"', (from, to, parameter) => {
    expect(() => windowOfRange(from, to)).toThrow(EdtfError);
    expect(() => windowOfRange(from, to)).toThrow(expect.objectContaining({ parameter }));
  });
});
