import { CoverageQuery, type Coverage } from '#libs/cases';
import { inWords, parseEdtf } from '#libs/edtf';
import { singleParameters, type RawParameters } from '#libs/timeline';
import type { Context } from './context.js';
import type { Terminal } from './terminal.js';
import { wrap } from './wrap.js';

/** How new the data is, under the clocks that a command was given. */
export function coverageUnder(ask: Context['ask'], raw: RawParameters): Promise<Coverage> {
  const clocks = Object.entries(raw).filter(([name]) => Object.hasOwn(singleParameters.shape, name));
  return ask(new CoverageQuery(Object.fromEntries(clocks)));
}

/** Says under a table up to which day anything is on record, and how many of the cases are. */
export function sayCoverage(terminal: Terminal, coverage: Coverage): void {
  for (const line of wrap(coverageInWords(coverage), terminal.width)) terminal.say(terminal.look('dim', line));
}

function coverageInWords({ newestPublished, newestKnown, cases }: Coverage): string {
  const newest = [newestPublished, newestKnown]
    .filter((day) => day !== null)
    .toSorted()
    .at(-1);
  if (newest === undefined) return 'No dated source is on record.';
  const { officiallyCounted, onRecord, newestNews } = cases;
  return `${[
    `Data as of ${dayInWords(newest)}`,
    ...(newestNews === null ? [] : [`newest news of a case: ${dayInWords(newestNews)}`]),
    ...(officiallyCounted === null ? [] : [`${onRecord} of ${officiallyCounted} officially counted cases on record`]),
  ].join('; ')}.`;
}

function dayInWords(day: string): string {
  return inWords(parseEdtf(day));
}
