import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';

import { certainlyWithin, compareWindows, parseEdtf, possiblyWithin, windowOfRange, type Window } from './index.js';

const bound = fc.option(fc.integer({ min: -20, max: 20 }), { nil: null });
const anyWindow: fc.Arbitrary<Window> = fc
  .tuple(bound, bound)
  .map(([a, b]) =>
    a !== null && b !== null ? { earliest: Math.min(a, b), latest: Math.max(a, b) } : { earliest: a, latest: b },
  );
const closed = anyWindow.filter(({ earliest, latest }) => earliest !== null && latest !== null);

/** The days of a window out of those from -60 to 60, beyond which only what is open reaches. */
function daysOf({ earliest, latest }: Window): number[] {
  return Array.from({ length: 121 }, (_, index) => index - 60).filter(
    (day) => day >= (earliest ?? -60) && day <= (latest ?? 60),
  );
}

describe('the order of windows', () => {
  it('is by first day, an open start by its last day, then the earlier end, an open end last', () => {
    const inOrder = [
      '2019',
      '2022-05-01',
      '2022-05',
      '2022-05/2023',
      '2022-05/..',
      '2022-06-01',
      '../2023-10-31',
      '2023-11-30',
      '2023-11-30/2024',
      '2023-12',
    ];
    const shuffled = inOrder.map((_, index) => inOrder[(index * 7 + 3) % inOrder.length] ?? '');
    expect(new Set(shuffled).size).toBe(inOrder.length);
    expect(shuffled.toSorted((a, b) => compareWindows(parseEdtf(a).window, parseEdtf(b).window))).toEqual(inOrder);
  });

  it('leaves a day and "by that day" to the position', () => {
    expect(compareWindows(parseEdtf('../2023-11-30').window, parseEdtf('2023-11-30').window)).toBe(0);
  });

  it('puts what is open on both sides last', () => {
    expect(compareWindows({ earliest: null, latest: null }, parseEdtf('2023/..').window)).toBeGreaterThan(0);
  });

  it('is total: antisymmetric, transitive, and every window equals itself', () => {
    fc.assert(
      fc.property(anyWindow, anyWindow, anyWindow, (a, b, c) => {
        expect(compareWindows(a, a)).toBe(0);
        expect(Math.sign(compareWindows(a, b)) + Math.sign(compareWindows(b, a))).toBe(0);
        if (compareWindows(a, b) <= 0 && compareWindows(b, c) <= 0) {
          expect(compareWindows(a, c)).toBeLessThanOrEqual(0);
        }
      }),
    );
  });
});

describe('a filter', () => {
  it.each([
    ['2023-05', '2023', '2023', true, true],
    ['2023', '2023-05', '2023-05', false, true],
    ['2022/2024', '2023', '2023', false, true],
    ['2022', '2023', '2023', false, false],
    ['2022-12-31/2023-01-01', '2023', '2023', false, true],
    ['2010/..', '2005', undefined, true, true],
    ['2010/..', '2005', '2030', false, true],
    ['2010/..', undefined, '2009', false, false],
    ['../2010', undefined, '2010', true, true],
    ['../2010', '1900', '2010', false, true],
    ['../2010', '2011', undefined, false, false],
    ['2010', undefined, undefined, true, true],
  ])('lets %s through from %s to %s: certainly %s, possibly %s', (text, from, to, certain, possible) => {
    const { window } = parseEdtf(text);
    const filter = windowOfRange(from, to);
    expect([certainlyWithin(window, filter), possiblyWithin(window, filter)]).toEqual([certain, possible]);
  });

  it('lets through what a count of the days lets through', () => {
    fc.assert(
      fc.property(anyWindow, anyWindow, (window, filter) => {
        const filtered = new Set(daysOf(filter));
        expect(possiblyWithin(window, filter)).toBe(daysOf(window).some((day) => filtered.has(day)));
        expect(certainlyWithin(window, filter)).toBe(daysOf(window).every((day) => filtered.has(day)));
      }),
    );
  });

  it('lets nothing through certainly that it does not let through possibly', () => {
    fc.assert(
      fc.property(closed, anyWindow, (window, filter) => {
        expect(certainlyWithin(window, filter) && !possiblyWithin(window, filter)).toBe(false);
      }),
    );
  });
});
