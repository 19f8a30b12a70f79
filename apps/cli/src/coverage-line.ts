import { CoverageQuery, type Coverage } from '#libs/cases';
import { singleParameters, type RawParameters } from '#libs/timeline';
import { dateInWords } from './case-table.js';
import type { Context } from './context.js';
import { counted } from './format.js';
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
  const newest = newestPublished ?? newestKnown;
  if (newest === null) return 'No dated source is on record.';
  const { officiallyCounted, onRecord, newestNews } = cases;
  const countedOn = cases.countedOn === null ? '' : ` (${dateInWords(cases.countedOn)})`;
  return `${[
    `Data as of ${dateInWords(newest)}`,
    ...(newestNews === null ? [] : [`newest news of a case: ${dateInWords(newestNews)}`]),
    ...(officiallyCounted === null
      ? []
      : [`${counted(onRecord, 'case')} on record, official count ${officiallyCounted}${countedOn}`]),
  ].join('; ')}.`;
}
