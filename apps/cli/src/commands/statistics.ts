import { Command } from 'commander';
import {
  CaseStatisticsQuery,
  caseStatisticsParameters,
  type CaseFigures,
  type CaseStatistics,
  type DurationFigures,
  type OpenRange,
  type Range,
} from '#libs/cases';
import { dayInWords, dayOfIso } from '#libs/edtf';
import { DEADLINE_STATES } from '#libs/timeline';
import { chartOf } from '../chart.js';
import { counted, textOf } from '../format.js';
import { coverageUnder, sayCoverage } from '../coverage-line.js';
import { examples } from '../help.js';
import { citedTexts } from '../milestone-table.js';
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
      sayCoverage(terminal, coverage, [found]);
    }),
  );
}

function show(terminal: Terminal, found: CaseStatistics): void {
  const { steps, interval, groups } = found;
  const labelled = steps.map(({ from, open }) => ({
    label: interval === 'year' ? from.slice(0, 4) : from.slice(0, 7),
    value: open,
  }));
  const inDoubt = steps.some(({ open }) => open.min !== open.max);
  const title = `Open cases at the end of each ${interval}${inDoubt ? ', at least and at most' : ''}`;
  const chart = chartOf(terminal, title, labelled);
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
  const what = found.cases.max === 0 ? 'No cases on record fit.' : `${casesInWords(found.cases)}.`;
  terminal.say(terminal.look('dim', `${what} As of position ${found.position} of the log.`));
}

function stepTable(terminal: Terminal, { steps }: CaseFigures): string {
  const columns = [
    { title: 'By', most: 0.25 },
    { title: 'Cases', most: 0.1 },
    { title: 'Open', most: 0.1 },
    { title: 'States' },
    { title: 'Measures in force', most: 0.34 },
  ];
  const rows = steps.map(({ to, cases, open, states, measures, measuresWithoutEnd }) => [
    dayInWords(dayOfIso(to)),
    rangeInWords(cases),
    rangeInWords(open),
    countsInWords(states),
    [countsInWords(measures), withoutEnd(measuresWithoutEnd)].filter(Boolean).join('; '),
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

function durationRow(from: string, { ended, open, unknown, ...durations }: DurationFigures): string[] {
  const counts = [ended, open, unknown].map(rangeInWords);
  return [from, ...counts, quartiles(durations.quartiles), quartiles(durations.kaplanMeier.quartiles)];
}

function clockTable(terminal: Terminal, { clocks }: CaseFigures): string {
  const counts = ['Met', 'Late', 'Day unknown', 'No record', 'Open', 'Not applicable', 'Disputed'];
  const rows = clocks.map(({ title, states }) => [
    textOf(title),
    ...DEADLINE_STATES.map((state) => rangeInWords(states[state])),
  ]);
  const table = tableOf(terminal, [{ title: 'Deadline' }, ...counts.map((title) => ({ title, most: 0.12 }))], rows);
  return [
    table,
    ...citedTexts(
      terminal,
      clocks.flatMap(({ texts }) => texts),
    ),
  ].join('\n');
}

function sumTable(terminal: Terminal, { workers, backPay }: CaseFigures): string {
  const money = Object.entries(backPay.totals).map(([currency, total]) => `${rangeInWords(total)} ${currency}`);
  return tableOf(
    terminal,
    [{ title: '', most: 0.3 }, { title: '' }, { title: '', most: 0.45 }],
    [
      ['workers', rangeInWords(workers.total), known(workers)],
      ['back pay', money.join(', ') || 'none on record', known(backPay)],
    ],
  );
}

function groupTable(terminal: Terminal, groups: CaseStatistics['groups']): string {
  const titles = ['Group', 'Cases', 'Ended', 'From petition', 'From request'];
  const rows = groups.map(({ value, cases, petitionToEnd, requestToEnd, ended }) => [
    textOf(value) || 'not stated',
    ...[cases, ended].map(rangeInWords),
    dayCount(petitionToEnd.kaplanMeier.median),
    dayCount(requestToEnd.kaplanMeier.median),
  ]);
  return tableOf(
    terminal,
    titles.map((title, column) => (column === 0 ? { title } : { title, most: 0.19 })),
    rows,
  );
}

function known({ known: stated, unknown }: CaseFigures['workers' | 'backPay']): string {
  return `stated for ${casesInWords(stated)}, not stated for ${rangeInWords(unknown)}`;
}

function quartiles(days: DurationFigures['quartiles']): string {
  return days.map(dayCount).join(' / ');
}

/** A range of days; a dash where it is not reached. */
function dayCount({ min, max }: OpenRange): string {
  if (min === null && max === null) return '-';
  return min === max ? String(min) : `${min ?? '-'} to ${max ?? '-'}`;
}

function countsInWords(counts: Readonly<Record<string, Range>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${rangeInWords(count)}`)
    .join(', ');
}

function withoutEnd(counts: Readonly<Record<string, Range>>): string {
  const words = countsInWords(counts);
  return words && `no end on record: ${words}`;
}

function casesInWords(range: Range): string {
  return range.min === range.max ? counted(range.min, 'case') : `${rangeInWords(range)} cases`;
}

/** Both ends of a range, one where they are equal; without an upper bound what it is at least. */
function rangeInWords({ min, max }: { min: number | string; max: number | string | null }): string {
  if (max === null) return `at least ${min}`;
  return min === max ? String(min) : `${min} to ${max}`;
}

function heading(terminal: Terminal, text: string): string {
  return terminal.look(['bold', 'underline'], text);
}
