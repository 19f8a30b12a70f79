import { coverageInWords, CoverageQuery, type Coverage } from '#libs/cases';
import { newestOf, singleParameters, type Newsworthy, type RawParameters } from '#libs/timeline';
import type { Context } from './context.js';
import type { Terminal } from './terminal.js';
import { wrap } from './wrap.js';

/** How new the data is, under the clocks that a command was given. */
export function coverageUnder(ask: Context['ask'], raw: RawParameters): Promise<Coverage> {
  const clocks = Object.entries(raw).filter(([name]) => Object.hasOwn(singleParameters.shape, name));
  return ask(new CoverageQuery(Object.fromEntries(clocks)));
}

/**
 * Says under a table up to which day anything is on record, how new what it shows is, and how many of the cases are on
 * record.
 *
 * @param shown what the table shows
 */
export function sayCoverage(terminal: Terminal, coverage: Coverage, shown: readonly Newsworthy[]): void {
  for (const line of wrap(coverageInWords(coverage, newestOf(shown)), terminal.width))
    terminal.say(terminal.look('dim', line));
}
