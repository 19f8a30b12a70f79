import { iso31661 } from 'iso-3166/1.js';
import { iso31661Reserved } from 'iso-3166/1-reserved.js';
import { iso31663 } from 'iso-3166/3.js';

/** The alpha-2 codes that ISO 3166-1 assigns to a country today. */
export const ASSIGNED: ReadonlySet<string> = new Set(iso31661.map(({ alpha2 }) => alpha2));

/** The alpha-2 codes that ISO 3166-3 lists: assigned once, to a country that has ended or changed its name. */
export const FORMERLY_ASSIGNED: ReadonlySet<string> = new Set(iso31663.map(({ from }) => from.alpha2));

/** The names that ISO 3166-1 has for codes that it reserves and never assigned, such as UK and EU. */
export const RESERVED: ReadonlyMap<string, string> = new Map(
  iso31661Reserved.flatMap(({ alpha2, name }) =>
    ASSIGNED.has(alpha2) || FORMERLY_ASSIGNED.has(alpha2) ? [] : [[alpha2, name]],
  ),
);

const byAlpha3 = new Map([
  ...iso31663.map(({ from }) => [from.alpha3, from.alpha2] as const),
  ...iso31661.map(({ alpha2, alpha3 }) => [alpha3, alpha2] as const),
]);

/** The alpha-2 code beside an alpha-3 code such as MEX, assigned now or formerly. */
export function alpha2Of(alpha3: string): string | undefined {
  return byAlpha3.get(alpha3);
}

/** Whether ISO 3166-1 assigns a code to a country, or did so once. */
export function isCountryCode(code: string): boolean {
  return ASSIGNED.has(code) || FORMERLY_ASSIGNED.has(code);
}
