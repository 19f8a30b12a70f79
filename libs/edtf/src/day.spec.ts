import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';

import { calendarOf, dayOf } from './day.js';
import { dayOfInstant, dayOfIso, EdtfError, edtfOfDay, isoOfDay, parseEdtf } from './index.js';

describe('a day', () => {
  it.each([
    ['1970-01-01', 0],
    ['1969-12-31', -1],
    ['2000-02-29', 11_016],
    ['2024-02-29', 19_782],
    ['0001-01-01', -719_162],
    ['0000-02-29', -719_469],
    ['0000-01-01', -719_528],
    ['-0001-12-31', -719_529],
    ['-0043-03-15', -735_160],
    ['0099-12-31', -683_004],
    ['9999-12-31', 2_932_896],
    ['+010000-01-01', 2_932_897],
    ['+275760-09-13', 100_000_000],
    ['-271821-04-20', -100_000_000],
  ])('%s is number %i', (text, day) => {
    expect([dayOfIso(text), isoOfDay(day)]).toEqual([day, text]);
  });

  it('comes back from its text, whatever its year', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000_000, max: 100_000_000 }), (day) => {
        expect(dayOfIso(isoOfDay(day))).toBe(day);
      }),
    );
  });

  it.each([
    ['2023-09-29', '2023-09-29', '2023-09', '2023'],
    ['-0043-03-15', '-0043-03-15', '-0043-03', '-0043'],
    ['+012345-01-01', 'Y12345', 'Y12345', 'Y12345'],
    ['-012000-12-31', 'Y-12000', 'Y-12000', 'Y-12000'],
    ['+275760-09-13', 'Y275759', 'Y275759', 'Y275759'],
  ])('is %s as EDTF by the day, the month and the year', (iso, ...forms) => {
    const day = dayOfIso(iso);
    expect((['day', 'month', 'year'] as const).map((precision) => edtfOfDay(day, precision))).toEqual(forms);
  });

  it('is written as EDTF that is accepted and holds it, whatever its year', () => {
    const [first, last] = ['-271820-01-01', '+275759-12-31'].map(dayOfIso);
    fc.assert(
      fc.property(
        fc.integer({ min: first, max: last }),
        fc.constantFrom('day' as const, 'month' as const, 'year' as const),
        (day, precision) => {
          const { earliest, latest } = parseEdtf(edtfOfDay(day, precision)).window;
          expect([earliest! <= day, latest! >= day]).toEqual([true, true]);
        },
      ),
    );
  });

  it('has the calendar of the platform, also where centuries leap and where they do not', () => {
    for (const year of [-400, -100, -1, 0, 4, 99, 100, 400, 1600, 1700, 1800, 1900, 2000, 2023, 2024, 2100]) {
      for (let day = dayOf(year, 1, 1); day <= dayOf(year, 12, 31); day += 1) {
        const { month, dayOfMonth } = calendarOf(day);
        expect(dayOfIso(isoOfDay(day))).toBe(day);
        expect([calendarOf(day).year, dayOf(year, month, dayOfMonth)]).toEqual([year, day]);
      }
    }
  });

  it.each([
    '2023-02-29',
    '2023-13-01',
    '2023-00-01',
    '2023-01-00',
    '2023-1-1',
    '2023-01',
    '23-01-01',
    '-0000-01-01',
    '-000000-01-01',
    '+275760-09-14',
    '2023-01-01T00:00:00Z',
    ' 2023-01-01',
    '',
  ])('is not read from %j', (text) => {
    expect(() => dayOfIso(text)).toThrow(EdtfError);
  });

  it.each([0.5, Number.NaN, Infinity, 100_000_001])('is not %d', (number) => {
    expect(() => isoOfDay(number)).toThrow(RangeError);
  });

  it.each([
    ['2026-07-01T00:00:00.000Z', '2026-07-01'],
    ['2026-07-01T23:59:59.999Z', '2026-07-01'],
    ['2026-07-01T00:30:00+02:00', '2026-06-30'],
    ['1969-12-31T23:59:59.999Z', '1969-12-31'],
  ])('holds the instant %s when it is %s in UTC', (instant, day) => {
    expect(isoOfDay(dayOfInstant(new Date(instant)))).toBe(day);
  });
});
