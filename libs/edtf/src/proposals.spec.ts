import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { dayOfIso, EdtfError, parseEdtf, remarkOn, type Window } from './index.js';

/** A part of a date, with the days that its writer meant; where it reads as a season, those of the years as well. */
interface Part {
  text: string;
  days: Window;
  years: Window;
}

const spanOf = (first: string, last: string): Window => ({ earliest: dayOfIso(first), latest: dayOfIso(last) });

const partWith = (text: string, days: Window, years = days): fc.Arbitrary<Part> => fc.constant({ text, days, years });

const partOf = fc
  .tuple(
    fc.integer({ min: 1990, max: 2030 }),
    fc.constantFrom('24', '25', '31', '40', '13', '98', '-9-5', '-09-05', 'X', '00', '~', '?%', '', '-00-00', '2040'),
    fc.constantFrom('', '~'),
  )
  .chain(([year, form, mark]): fc.Arbitrary<Part> => {
    const whole = spanOf(`${year}-01-01`, `${year}-12-31`);
    if (form.includes('9-5') || form.includes('09-05'))
      return partWith(`${year}${form}${mark}`, spanOf(`${year}-09-05`, `${year}-09-05`));
    if (form === 'X') return partWith(`${String(year).slice(0, 3)}X`, parseEdtf(`${String(year).slice(0, 3)}X`).window);
    if (form === '2040') return partWith(`${year}-2040`, spanOf(`${year}-01-01`, '2040-12-31'));
    if (!/^\d\d$/.test(form)) return partWith(`${year}${form}`, whole);
    const text = `${year}-${form}`;
    const last = Number(`${String(year).slice(0, 2)}${form}`);
    const isLater = form === '00' ? year === 1999 : last > year;
    const years = isLater ? spanOf(`${year}-01-01`, `${form === '00' ? 2000 : last}-12-31`) : whole;
    const isSeason = Number(form) >= 21 && Number(form) <= 41;
    return partWith(
      `${text}${mark}`,
      isSeason ? parseEdtf(text).window : years,
      isSeason && !isLater ? parseEdtf(text).window : years,
    );
  });

const holds = (outer: Window, inner: Window): boolean =>
  (outer.earliest === null || (inner.earliest !== null && outer.earliest <= inner.earliest)) &&
  (outer.latest === null || (inner.latest !== null && outer.latest >= inner.latest));

const WHOLES: readonly (readonly [string, (one: string, other: string) => string, 'both' | 'start' | 'end'])[] = [
  ['A/B', (one, other) => `${one}/${other}`, 'both'],
  ['[A..B]', (one, other) => `[${one}..${other}]`, 'both'],
  ['[A,B]', (one, other) => `[${one},${other}]`, 'both'],
  ['A/..', (one) => `${one}/..`, 'start'],
  ['A/', (one) => `${one}/`, 'start'],
  ['A/present', (one) => `${one}/present`, 'start'],
  ['../B', (one) => `../${one}`, 'end'],
  ['/B', (one) => `/${one}`, 'end'],
  ['unknown/B', (one) => `unknown/${one}`, 'end'],
  ['[..B]', (one) => `[..${one}]`, 'end'],
];

describe('what is proposed for an interval, a set or an open end', () => {
  it.each(WHOLES)('of %s is a form of the whole, which holds what was meant', (_form, wholeOf, ends) => {
    fc.assert(
      fc.property(partOf, partOf, (one, other) => {
        const text = wholeOf(one.text, other.text);
        const meantOf = (of: 'days' | 'years'): Window => ({
          earliest: ends === 'end' ? null : one[of].earliest,
          latest: ends === 'start' ? null : (ends === 'end' ? one : other)[of].latest,
        });
        const { sure, guesses } = proposalsOf(text);
        for (const form of [...sure, ...guesses])
          expect({ text, form, holds: holds(parseEdtf(form).window, meantOf('days')) }).toMatchObject({ holds: true });
        // What may be years is proposed as years, or not at all.
        const all = [...sure, ...guesses];
        const isYears = all.length === 0 || all.some((form) => holds(parseEdtf(form).window, meantOf('years')));
        expect({ text, all, isYears }).toMatchObject({ isYears: true });
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['2019-20/2020-21', ['2019/2021']],
    ['../2019-20', ['../2020']],
    ['2019-20/..', ['2019/..']],
    ['[..2019-20]', ['[..2020]']],
    ['[2019-20..2020-21]', ['[2019..2021]']],
    ['2019-20/2021-20', []],
    ['2023-00/2024', ['2023/2024']],
    ['2022-2024/..', ['2022/..']],
    ['../2022-2024', ['../2024']],
    ['2023-9-5/2024', ['2023-09-05/2024']],
    ['1950S1/2024', []],
    ['–2020/2021', ['-2020/2021']],
    ['45551/2025', ['2024-09-16/2025']],
    ['45551/45560', []],
  ])('of %s is one of %j', (text, forms) => {
    const { sure, guesses } = proposalsOf(text);
    expect([...sure, ...guesses]).toEqual(forms);
  });
});

/** What a refusal proposes, or the remark on a date that is accepted. */
function proposalsOf(text: string): { sure: string[]; guesses: string[] } {
  try {
    const remark = remarkOn(text, dayOfIso('2026-11-30'));
    return { sure: [], guesses: remark?.code === 'read-as-season' ? [remark.params['years']!] : [] };
  } catch (error) {
    if (!(error instanceof EdtfError)) throw error;
    const { proposed = [], meant = [] } = error.params;
    return { sure: [proposed].flat().map(String), guesses: [meant].flat().map(String) };
  }
}
