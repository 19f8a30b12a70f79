import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';

import { addDuration, dayOfIso, durationInWords, EdtfError, isDuration, isoOfDay } from './index.js';

describe('a duration after a day', () => {
  it.each([
    ['2020-07-01', 'P6Y', '2026-07-01'],
    ['2020-07-01', 'P16Y', '2036-07-01'],
    ['2023-01-31', 'P1M', '2023-02-28'],
    ['2024-01-31', 'P1M', '2024-02-29'],
    ['2024-02-29', 'P1Y', '2025-02-28'],
    ['2024-02-29', 'P4Y', '2028-02-29'],
    ['2023-11-30', 'P3M', '2024-02-29'],
    ['2023-12-31', 'P1M', '2024-01-31'],
    ['2023-01-31', 'P1M1D', '2023-03-01'],
    ['2023-01-31', 'P1Y1M', '2024-02-29'],
    ['2023-06-30', 'P45D', '2023-08-14'],
    ['2023-12-20', 'P2W', '2024-01-03'],
    ['2023-12-20', 'P1Y2M3W4D', '2025-03-17'],
    ['2023-06-30', 'P0D', '2023-06-30'],
    ['-0001-12-31', 'P1D', '0000-01-01'],
    ['-0001-11-30', 'P3M', '0000-02-29'],
  ])('%s and %s is %s', (day, duration, sum) => {
    expect(isoOfDay(addDuration(dayOfIso(day), duration))).toBe(sum);
  });

  it.each([
    ['2023-01-31', 'P1M', 2, '2023-03-31'],
    ['2020-07-01', 'P6Y', 3, '2038-07-01'],
    ['2023-03-31', 'P1M', -1, '2023-02-28'],
    ['2024-01-15', 'P1Y1M', -1, '2022-12-15'],
    ['2023-03-31', 'P30D', -1, '2023-03-01'],
    ['2023-03-31', 'P30D', 0, '2023-03-31'],
  ])('%s and %s, %i times, is %s', (day, duration, times, sum) => {
    expect(isoOfDay(addDuration(dayOfIso(day), duration, times))).toBe(sum);
  });

  it('never comes earlier for a later day', () => {
    const someDay = fc.integer({ min: -800_000, max: 800_000 });
    const duration = fc
      .tuple(fc.nat(50), fc.nat(50), fc.nat(50))
      .map(([years, months, days]) => `P${years}Y${months}M${days}D`);
    fc.assert(
      fc.property(someDay, fc.nat(400), duration, (day, later, text) => {
        expect(addDuration(day + later, text)).toBeGreaterThanOrEqual(addDuration(day, text));
      }),
    );
  });

  it.each(['P9999999Y', `P${'9'.repeat(400)}D`])('is refused when %s leads beyond the calendar', (duration) => {
    expect(isDuration(duration)).toBe(true);
    expect(() => addDuration(0, duration)).toThrow(/beyond the days/);
  });
});

describe('a text that is no duration of days', () => {
  it.each([
    ['PT1H', 'time of day'],
    ['P1DT1H', 'time of day'],
    ['P1YT', 'time of day'],
    ['P', 'is not a duration'],
    ['', 'is not a duration'],
    ['6Y', 'is not a duration'],
    ['P6', 'is not a duration'],
    ['P1.5Y', 'is not a duration'],
    ['-P1D', 'is not a duration'],
    ['P-1D', 'is not a duration'],
    ['P1D1Y', 'is not a duration'],
    ['p1y', 'is not a duration'],
    ['P1Y ', 'is not a duration'],
    ['P6 years', 'is not a duration'],
  ])('is refused: %j, since it %s', (text, reason) => {
    expect(isDuration(text)).toBe(false);
    expect(() => addDuration(0, text)).toThrow(EdtfError);
    expect(() => addDuration(0, text)).toThrow(reason);
  });
});

describe('a duration in words', () => {
  it.each([
    ['P6Y', '6 years'],
    ['P1Y', '1 year'],
    ['P1Y6M', '1 year and 6 months'],
    ['P1M2W3D', '1 month, 2 weeks and 3 days'],
    ['P0D', '0 days'],
  ])('of %s is "%s"', (duration, words) => {
    expect(durationInWords(duration)).toBe(words);
  });

  it('refuses what is none', () => {
    expect(() => durationInWords('6 years')).toThrow(EdtfError);
  });
});
