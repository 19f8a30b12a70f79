import {
  CASE_STATUSES,
  type CaseFigures,
  type CaseStatistics,
  type DurationFigures,
  type OpenRange,
  type Range,
} from '#libs/cases';
import { CASE_MEASURES, DEADLINE_STATES } from '#libs/timeline';
import { csvRow } from './csv.js';

type Row = readonly (string | number | null)[];

/** One table of the statistics: its columns beside the group, and the rows of some cases. */
interface Table {
  columns: readonly string[];
  rows: (figures: CaseFigures) => Row[];
}

const NONE: Range = { min: 0, max: 0 };
const DURATIONS = ['petitionToEnd', 'requestToEnd'] as const;

/** The tables of the statistics, by the name that `table=` takes. */
const TABLES = {
  steps: {
    columns: [
      'from',
      'to',
      ...ends('cases', 'open', ...CASE_STATUSES, ...CASE_MEASURES),
      ...ends(...CASE_MEASURES.map((measure) => `${measure}.no-end-on-record`)),
    ],
    rows: ({ steps }) =>
      steps.map(({ from, to, cases, open, states, measures, measuresWithoutEnd }) => [
        from,
        to,
        ...cellsOf(
          cases,
          open,
          ...CASE_STATUSES.map((status) => states[status] ?? NONE),
          ...CASE_MEASURES.map((measure) => measures[measure] ?? NONE),
          ...CASE_MEASURES.map((measure) => measuresWithoutEnd[measure] ?? NONE),
        ),
      ]),
  },
  survival: {
    columns: [
      'duration',
      'days',
      ...ends('atRisk', 'ended', 'censored', 'survival', 'standardError'),
      'lower',
      'upper',
    ],
    rows: (figures) =>
      DURATIONS.flatMap((name) =>
        figures[name].kaplanMeier.curve.map((step) => [
          name,
          step.days,
          ...cellsOf(step.atRisk, step.ended, step.censored, step.survival, step.standardError),
          step.lower,
          step.upper,
        ]),
      ),
  },
  durations: {
    columns: [
      'duration',
      ...ends(
        'ended',
        'open',
        'unknown',
        'imprecise',
        'lowerQuartile',
        'median',
        'upperQuartile',
        'kaplanMeierLowerQuartile',
        'kaplanMeierMedian',
        'kaplanMeierUpperQuartile',
      ),
    ],
    rows: (figures) => DURATIONS.map((name) => [name, ...durationCells(figures[name])]),
  },
  clocks: {
    columns: ['rule', 'title', ...ends('deadlines', ...DEADLINE_STATES)],
    rows: ({ clocks }) =>
      clocks.map(({ rule, title, deadlines, states }) => [
        rule,
        title,
        ...cellsOf(deadlines, ...DEADLINE_STATES.map((state) => states[state])),
      ]),
  },
  sums: {
    columns: ends(
      'cases',
      'ended',
      'workers',
      'workersKnown',
      'workersUnknown',
      'backPay',
      'backPayKnown',
      'backPayUnknown',
    ),
    rows: ({ cases, ended, workers, backPay }) => [
      [
        ...cellsOf(cases, ended, workers.total, workers.known, workers.unknown),
        moneyOf(backPay.totals, 'min'),
        moneyOf(backPay.totals, 'max'),
        ...cellsOf(backPay.known, backPay.unknown),
      ],
    ],
  },
} as const satisfies Record<string, Table>;

/** What `table=` takes. */
export const STATISTICS_TABLES = Object.keys(TABLES) as [keyof typeof TABLES, ...(keyof typeof TABLES)[]];

/**
 * One table of the statistics as CSV (RFC 4180, UTF-8): first the rows of all cases, with nothing in the column `group`,
 * then those of each group; where a case has no value for the group the column says `-`. A range takes two columns,
 * `.min` and `.max`; the second is empty where no upper bound is known.
 */
export function statisticsTable(statistics: CaseStatistics, name: keyof typeof TABLES): string {
  const { columns, rows }: Table = TABLES[name];
  const parts = [
    { group: '', figures: statistics as CaseFigures },
    ...statistics.groups.map((figures) => ({ group: figures.value ?? '-', figures })),
  ];
  const cells = parts.flatMap(({ group, figures }) => rows(figures).map((row) => [group, ...row]));
  return [['group', ...columns], ...cells].map((row) => csvRow(row.map((cell) => String(cell ?? '')))).join('');
}

function durationCells({ ended, open, unknown, imprecise, quartiles, kaplanMeier }: DurationFigures): Row {
  return cellsOf(ended, open, unknown, imprecise, ...quartiles, ...kaplanMeier.quartiles);
}

/** The columns of ranges: the least and the most of each. */
function ends(...names: string[]): string[] {
  return names.flatMap((name) => [`${name}.min`, `${name}.max`]);
}

function cellsOf(...ranges: (OpenRange | null)[]): (number | null)[] {
  return ranges.flatMap((range) => [range?.min ?? null, range?.max ?? null]);
}

/** The amounts by currency, those that are known. */
function moneyOf(totals: CaseFigures['backPay']['totals'], end: 'min' | 'max'): string {
  return Object.entries(totals)
    .flatMap(([currency, { [end]: amount }]) => (amount === null ? [] : [`${amount} ${currency}`]))
    .join(';');
}
