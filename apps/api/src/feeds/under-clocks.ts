import type { QueryBus } from '@nestjs/cqrs';
import { coverageInWords, CoverageQuery } from '#libs/cases';
import { singleParameters, type RawParameters } from '#libs/timeline';

/** Of the parameters of a list those that a single subject takes too: its clocks, and the position to wait for. */
export function clocksOf(raw: RawParameters): RawParameters {
  return Object.fromEntries(Object.entries(raw).filter(([name]) => Object.hasOwn(singleParameters.shape, name)));
}

/**
 * How new the data is under the clocks of a question, in English.
 *
 * @param shownNews the newest news of what is shown, `YYYY-MM-DD`; null where there is none
 */
export async function coverageLine(questions: QueryBus, raw: RawParameters, shownNews: string | null): Promise<string> {
  return coverageInWords(await questions.execute(new CoverageQuery(clocksOf(raw))), shownNews);
}

/** How a title and the name of a file say which clock they are under. */
const CLOCKS = [
  ['asOf', 'as of', 'as-of'],
  ['knownAt', 'as known on', 'known-at'],
  ['recordedBy', 'as recorded by', 'recorded-by'],
] as const;

/** The title of a list with the clocks that it is under; that of the present as it is. */
export function titleUnder(title: string, raw: RawParameters): string {
  const clocks = CLOCKS.flatMap(([name, words]) => (raw[name] === undefined ? [] : [`${words} ${String(raw[name])}`]));
  return clocks.length === 0 ? title : `${title} (${clocks.join(', ')})`;
}

/** The name of a file, without its ending, with the clocks that it is under, in characters that every file system takes. */
export function fileUnder(name: string, raw: RawParameters): string {
  const clocks = CLOCKS.flatMap(([clock, , words]) =>
    raw[clock] === undefined ? [] : [`${words}-${String(raw[clock]).replaceAll(/[^\dTZ-]/g, '')}`],
  );
  return [name, ...clocks].join('-');
}
