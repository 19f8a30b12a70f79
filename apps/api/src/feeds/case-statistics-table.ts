import { CASE_STATUSES, type CaseFigures, type CaseStatistics, type DurationFigures } from '#libs/cases';
import { CASE_MEASURES, DEADLINE_STATES } from '#libs/timeline';
import { csvRow } from './csv.js';

type Row = readonly (string | number | null)[];

/** One table of the statistics: its columns beside the group, and the rows of some cases. */
interface Table {
  columns: readonly string[];
  rows: (figures: CaseFigures) => Row[];
}

const DURATIONS = ['petitionToEnd', 'requestToEnd'] as const;

/** The tables of the statistics, by the name that `table=` takes. */
const TABLES = {
  steps: {
    columns: ['from', 'to', 'cases', 'open', ...CASE_STATUSES, ...CASE_MEASURES],
    rows: ({ steps }) =>
      steps.map(({ from, to, cases, open, states, measures }) => [
        from,
        to,
        cases,
        open,
        ...CASE_STATUSES.map((status) => states[status] ?? 0),
        ...CASE_MEASURES.map((measure) => measures[measure] ?? 0),
      ]),
  },
  survival: {
    columns: ['duration', 'days', 'atRisk', 'ended', 'censored', 'survival', 'standardError', 'lower', 'upper'],
    rows: (figures) =>
      DURATIONS.flatMap((name) =>
        figures[name].kaplanMeier.curve.map((step) => [
          name,
          step.days,
          step.atRisk,
          step.ended,
          step.censored,
          step.survival,
          step.standardError,
          step.lower,
          step.upper,
        ]),
      ),
  },
  durations: {
    columns: [
      'duration',
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
    ],
    rows: (figures) => DURATIONS.map((name) => [name, ...durationCells(figures[name])]),
  },
  clocks: {
    columns: ['rule', 'title', ...DEADLINE_STATES],
    rows: ({ clocks }) =>
      clocks.map(({ rule, title, states }) => [rule, title, ...DEADLINE_STATES.map((state) => states[state])]),
  },
  sums: {
    columns: [
      'cases',
      'ended',
      'workers',
      'workersKnown',
      'workersUnknown',
      'backPay',
      'backPayKnown',
      'backPayUnknown',
    ],
    rows: ({ cases, ended, workers, backPay }) => [
      [
        cases,
        ended,
        workers.total,
        workers.known,
        workers.unknown,
        Object.entries(backPay.totals)
          .map(([currency, amount]) => `${amount} ${currency}`)
          .join(';'),
        backPay.known,
        backPay.unknown,
      ],
    ],
  },
} as const satisfies Record<string, Table>;

/** What `table=` takes. */
export const STATISTICS_TABLES = Object.keys(TABLES) as [keyof typeof TABLES, ...(keyof typeof TABLES)[]];

/**
 * One table of the statistics as CSV (RFC 4180, UTF-8): first the rows of all cases, with nothing in the column `group`,
 * then those of each group; where a case has no value for the group the column says `-`.
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
  return [ended, open, unknown, imprecise, ...quartiles, ...kaplanMeier.quartiles];
}
