import type { Coverage } from '#libs/cases';
import type { Newsworthy, RawParameters } from '#libs/timeline';
import { sayCoverage } from './coverage-line.js';
import { counted } from './format.js';
import { asTyped } from './parameters.js';
import type { Terminal } from './terminal.js';

/** Says under a table how much it shows of which position of the log, how new that is, and how to go on to either side. */
export function sayFooter(
  terminal: Terminal,
  list: { items: readonly unknown[]; page: { next: string | null; prev: string | null }; position: string },
  asked: { command: string; raw: RawParameters; one: string; many: string },
  coverage: Coverage,
  shown: readonly Newsworthy[],
): void {
  const count = list.items.length;
  const what = count === 0 ? `No ${asked.many} on record fit.` : `${counted(count, asked.one, asked.many)}.`;
  terminal.say(terminal.look('dim', `${what} As of position ${list.position} of the log.`));
  sayCoverage(terminal, coverage, shown);
  const { cursor: _cursor, after: _after, ...filters } = asked.raw;
  const again = [`dateline ${asked.command}`, asTyped(filters)].filter((part) => part !== '').join(' ');
  for (const [word, cursor] of [
    ['Next', list.page.next],
    ['Back', list.page.prev],
  ]) {
    if (cursor) terminal.say(terminal.look('dim', `${word}: ${again} --cursor ${cursor}`));
  }
}
