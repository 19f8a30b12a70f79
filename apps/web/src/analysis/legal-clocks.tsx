import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import type { CaseStatistics } from '../api/answers.js';
import { useApiWords } from '../parts/api-words.js';
import { DEADLINE_STATES } from '../parts/deadline-states.js';
import { DeadlineTexts } from '../parts/deadline-words.js';
import { Chart } from '../charts/chart.js';
import { StackedBars } from '../charts/stacked-bars.js';

/** The legal deadlines by rule, every one in its state. */
export const LegalClocks: FC<{ statistics: CaseStatistics; csv: string }> = ({ statistics: { clocks }, csv }) => {
  const { t } = useTranslation();
  const api = useApiWords();
  const title = t('statistics.clocks.title');
  if (clocks.length === 0) return null;
  const bars = clocks.map(({ rule, title: words, states }) => ({
    key: rule,
    words: api.rule(rule, words),
    counts: states,
  }));
  const series = DEADLINE_STATES.map((name) => ({ name, words: t(`deadlineState.${name}`) }));
  const sums = series.map(({ name, words }) => ({
    words,
    sum: bars.reduce((total, { counts }) => total + counts[name], 0),
  }));
  const count = sums.reduce((total, { sum }) => total + sum, 0);
  const parts = sums.filter(({ sum }) => sum > 0).map(({ words, sum }) => `${words}: ${sum}`);
  const summary = t('statistics.clocks.summary', { count, parts: parts.join('; ') });
  return (
    <Chart
      id="clocks"
      title={title}
      summary={summary}
      note={t('statistics.clocks.note')}
      below={<DeadlineTexts texts={clocks.flatMap(({ texts }) => texts)} />}
      series={series}
      csv={csv}
      table={{
        columns: [t('statistics.clocks.column'), ...series.map(({ words }) => words)],
        rows: bars.map(({ key, words, counts }) => ({
          key,
          cells: [words, ...DEADLINE_STATES.map((name) => counts[name])],
        })),
      }}
    >
      <StackedBars id="clocks" title={title} description={summary} bars={bars} series={series} />
    </Chart>
  );
};
