import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import type { CaseStatistics } from '../api/answers.js';
import { useApiWords } from '../parts/api-words.js';
import { Chart } from '../charts/chart.js';
import { StackedBars } from '../charts/stacked-bars.js';

const SERIES = ['kept', 'keptLate', 'ahead', 'overdue', 'unknown'] as const;

/** How the legal deadlines were kept: in time, late, not yet due, past and unmet, or met on no known day. */
export const LegalClocks: FC<{ statistics: CaseStatistics; csv: string }> = ({ statistics: { clocks }, csv }) => {
  const { t } = useTranslation();
  const api = useApiWords();
  const title = t('statistics.clocks.title');
  if (clocks.length === 0) return null;
  const bars = clocks.map(({ rule, title: words, kept, keptLate, open, overdue, unknown, cancelled }) => ({
    key: rule,
    words: api.rule(rule, words),
    counts: { kept, keptLate, ahead: open - overdue, overdue, unknown },
    cancelled,
  }));
  const sum = (name: (typeof SERIES)[number]): number => bars.reduce((total, { counts }) => total + counts[name], 0);
  const summary = t('statistics.clocks.summary', Object.fromEntries(SERIES.map((name) => [name, sum(name)])));
  const series = SERIES.map((name) => ({ name, words: t(`clock.${name}`) }));
  return (
    <Chart
      id="clocks"
      title={title}
      summary={summary}
      note={t('statistics.clocks.note')}
      series={series}
      csv={csv}
      table={{
        columns: [t('statistics.clocks.column'), ...series.map(({ words }) => words), t('clock.cancelled')],
        rows: bars.map(({ key, words, counts, cancelled }) => ({
          key,
          cells: [words, ...SERIES.map((name) => counts[name]), cancelled],
        })),
      }}
    >
      <StackedBars id="clocks" title={title} description={summary} bars={bars} series={series} />
    </Chart>
  );
};
