import { Command } from 'commander';
import {
  CaseStatisticsQuery,
  caseStatisticsParameters,
  type CaseFigures,
  type CaseStatistics,
  type DurationFigures,
} from '#libs/cases';
import { dateInWords } from '../case-table.js';
import { chartOf } from '../chart.js';
import { counted, textOf } from '../format.js';
import { coverageUnder, sayCoverage } from '../coverage-line.js';
import { examples } from '../help.js';
import { addParameters, givenParameters } from '../parameters.js';
import { does } from '../run.js';
import { tableOf } from '../table.js';
import type { Terminal } from '../terminal.js';

/** `dateline statistics`: what cases add up to, with a chart of those that were open. */
export function statisticsCommand(): Command {
  const command = new Command('statistics')
    .summary('tell what cases add up to: states over time, durations, deadlines, sums')
    .description(
      'Tell what cases add up to: how many were in each state at each step of time, how long they took, how the legal deadlines were kept, what they brought.',
    )
    .addHelpText(
      'after',
      examples(
        ['statistics --interval year', 'All cases, year by year:'],
        ['statistics --interval quarter --sector mining', 'The cases of one sector:'],
        ['statistics --group-by petitioner --as-of 2024-07-31', 'By petitioner, as things stood on a day:'],
        ['statistics --known-at 2024-09-16 --json', 'As it was known on a day, for a program:'],
      ),
    );
  return addParameters(command, caseStatisticsParameters).action(
    does<Record<string, unknown>>(async ({ terminal, json, open }, options) => {
      const raw = givenParameters(options, caseStatisticsParameters);
      const [found, coverage] = await open(
        'read',
        async ({ ask }) => [await ask(new CaseStatisticsQuery(raw)), await coverageUnder(ask, raw)] as const,
      );
      if (json) return terminal.json(found);
      show(terminal, found);
      sayCoverage(terminal, coverage);
    }),
  );
}

function show(terminal: Terminal, found: CaseStatistics): void {
  const { steps, interval, groups } = found;
  const labelled = steps.map(({ from, open }) => ({
    label: interval === 'year' ? from.slice(0, 4) : from.slice(0, 7),
    value: open,
  }));
  const chart = chartOf(terminal, `Open cases at the end of each ${interval}`, labelled);
  if (chart !== '') terminal.say(`${chart}\n`);
  if (steps.length > 0) terminal.say(`${stepTable(terminal, found)}\n`);
  terminal.say(`${heading(terminal, 'How long cases took, in days')}\n${durationTable(terminal, found)}\n`);
  if (found.clocks.length > 0)
    terminal.say(`${heading(terminal, 'How legal deadlines were kept')}\n${clockTable(terminal, found)}\n`);
  terminal.say(`${heading(terminal, 'What they brought')}\n${sumTable(terminal, found)}\n`);
  if (groups.length > 0)
    terminal.say(
      `${heading(terminal, 'By group: median days to the end, by Kaplan-Meier')}\n${groupTable(terminal, groups)}\n`,
    );
  const what = found.cases === 0 ? 'No cases on record fit.' : `${counted(found.cases, 'case')}.`;
  terminal.say(terminal.look('dim', `${what} Told up to position ${found.position} of the log.`));
}

function stepTable(terminal: Terminal, { steps }: CaseFigures): string {
  const columns = [
    { title: 'By', most: 0.25 },
    { title: 'Cases', most: 0.1 },
    { title: 'Open', most: 0.1 },
    { title: 'States' },
    { title: 'Measures', most: 0.34 },
  ];
  const rows = steps.map(({ to, cases, open, states, measures }) => [
    dateInWords(to),
    String(cases),
    String(open),
    countsInWords(states),
    countsInWords(measures),
  ]);
  return tableOf(terminal, columns, rows, {
    dress: (line, _row, column) => (column === 0 ? terminal.look('cyan', line) : line),
  });
}

function durationTable(terminal: Terminal, { petitionToEnd, requestToEnd }: CaseFigures): string {
  const titles = ['From', 'Ended', 'Open', 'Unknown', 'Quartiles', 'Kaplan-Meier'];
  return tableOf(
    terminal,
    titles.map((title) => (title === 'From' ? { title } : { title, most: 0.25 })),
    [durationRow('petition', petitionToEnd), durationRow('request', requestToEnd)],
  );
}

function durationRow(from: string, told: DurationFigures): string[] {
  const counts = [told.ended, told.open, told.unknown].map(String);
  return [from, ...counts, quartiles(told.quartiles), quartiles(told.kaplanMeier.quartiles)];
}

function clockTable(terminal: Terminal, { clocks }: CaseFigures): string {
  const counts = ['Kept', 'Late', 'Open', 'Overdue', 'Dropped', 'Unknown'];
  const rows = clocks.map(({ title, kept, keptLate, open, overdue, cancelled, unknown }) => [
    textOf(title),
    ...[kept, keptLate, open, overdue, cancelled, unknown].map(String),
  ]);
  return tableOf(terminal, [{ title: 'Deadline' }, ...counts.map((title) => ({ title, most: 0.12 }))], rows);
}

function sumTable(terminal: Terminal, { workers, backPay }: CaseFigures): string {
  const money = Object.entries(backPay.totals).map(([currency, total]) => `${total} ${currency}`);
  return tableOf(
    terminal,
    [{ title: '', most: 0.3 }, { title: '' }, { title: '', most: 0.45 }],
    [
      ['workers', String(workers.total), known(workers)],
      ['back pay', money.join(', ') || 'none told', known(backPay)],
    ],
  );
}

function groupTable(terminal: Terminal, groups: CaseStatistics['groups']): string {
  const titles = ['Group', 'Cases', 'Ended', 'From petition', 'From request'];
  const rows = groups.map(({ value, cases, petitionToEnd, requestToEnd, ended }) => [
    textOf(value) || 'not told',
    ...[cases, ended].map(String),
    dayCount(petitionToEnd.kaplanMeier.median),
    dayCount(requestToEnd.kaplanMeier.median),
  ]);
  return tableOf(
    terminal,
    titles.map((title, column) => (column === 0 ? { title } : { title, most: 0.19 })),
    rows,
  );
}

function known({ known: told, unknown }: { known: number; unknown: number }): string {
  return `told of ${counted(told, 'case')}, not of ${unknown}`;
}

function quartiles(days: DurationFigures['quartiles']): string {
  return days.map(dayCount).join(' / ');
}

/** A number of days; a dash where it is not reached. */
function dayCount(days: number | null): string {
  return days === null ? '-' : String(days);
}

function countsInWords(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}

function heading(terminal: Terminal, text: string): string {
  return terminal.look(['bold', 'underline'], text);
}
