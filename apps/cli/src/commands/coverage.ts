import { Command } from 'commander';
import type { Coverage } from '#libs/cases';
import { dayInWords, dayOfIso, inWords, parseEdtf } from '#libs/edtf';
import { singleParameters } from '#libs/timeline';
import { coverageUnder } from '../coverage-line.js';
import { textOf } from '../format.js';
import { examples } from '../help.js';
import { addParameters, givenParameters } from '../parameters.js';
import { does } from '../run.js';
import { tableOf } from '../table.js';
import type { Terminal } from '../terminal.js';

/** `dateline coverage`: how complete and how new the data is. */
export function coverageCommand(): Command {
  const command = new Command('coverage')
    .summary('show how complete and how new the data is')
    .description('Show the newest source and the newest news on record, what is counted of it, and the official count.')
    .addHelpText(
      'after',
      examples(
        ['coverage', 'What is on record today:'],
        ['coverage --known-at 2024-09-16', 'What was known on a day:'],
        ['coverage --json', 'For a program:'],
      ),
    );
  return addParameters(command, singleParameters).action(
    does<Record<string, unknown>>(async ({ terminal, json, open }, options) => {
      const raw = givenParameters(options, singleParameters);
      const coverage = await open('read', ({ ask }) => coverageUnder(ask, raw));
      if (json) terminal.json(coverage);
      else show(terminal, coverage);
    }),
  );
}

function show(terminal: Terminal, coverage: Coverage): void {
  const { newestPublished, newestKnown, facts, subjects, sources, byTopic, cases, position } = coverage;
  const counted = cases.countedOn === null ? 'no day' : inWords(parseEdtf(cases.countedOn));
  const official =
    cases.officiallyCounted === null
      ? 'none on record'
      : `${cases.officiallyCounted} (${counted}, ${cases.onRecordThen} on record by then, source ${cases.source})`;
  const pairs = [
    ['newest source', dayOrNone(newestPublished)],
    ['newest news', dayOrNone(newestKnown)],
    ['newest news of a case', dayOrNone(cases.newestNews)],
    // The official count is of requests; without one every case is counted.
    [cases.officiallyCounted === null ? 'cases on record' : 'requests for review', String(cases.onRecord)],
    ['official count', official],
    ['facts', String(facts)],
    ['subjects', String(subjects)],
    ['sources', String(sources)],
  ];
  const quiet = (line: string, _row: number, column: number): string =>
    column === 0 ? terminal.look('dim', line) : line;
  terminal.say(tableOf(terminal, [{ title: '', most: 0.4 }, { title: '' }], pairs, { dress: quiet }));
  const rows = byTopic.map((one) => [textOf(one.topic), String(one.facts), dayOrNone(one.newestKnown)]);
  const columns = [{ title: 'Topic' }, { title: 'Facts', most: 0.2 }, { title: 'Newest news', most: 0.4 }];
  if (rows.length > 0) terminal.say(`\n${tableOf(terminal, columns, rows)}`);
  terminal.say(`\n${terminal.look('dim', `Data at position ${position} of the log.`)}`);
}

function dayOrNone(day: string | null): string {
  return day === null ? 'none' : dayInWords(dayOfIso(day));
}
