import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import type { CaseStatistics } from '../api/answers.js';
import { useApiWords } from '../parts/api-words.js';
import { DEADLINE_STATES } from '../parts/deadline-states.js';
import { DeadlineTexts } from '../parts/deadline-words.js';
import { rangeInWords, type NumberRange } from '../parts/ranges.js';
import { Chart } from '../charts/chart.js';
import { IN_DOUBT, shapesOf } from '../charts/counts-in-doubt.js';
import { StackedBars } from '../charts/stacked-bars.js';

/** The legal deadlines by rule, every one in its state. */
export const LegalClocks: FC<{ statistics: CaseStatistics; csv: string }> = ({ statistics: { clocks }, csv }) => {
  const { t, i18n } = useTranslation();
  const inRange = (range: NumberRange): string => rangeInWords(range, t, i18n.language);
  const api = useApiWords();
  const title = t('statistics.clocks.title');
  if (clocks.length === 0) return null;
  const bars = clocks.map(({ rule, title: words, deadlines, states }) => ({
    key: rule,
    words: api.rule(rule, words),
    states,
    counts: shapesOf(states, deadlines.max),
    total: inRange(deadlines),
  }));
  const named = DEADLINE_STATES.map((name) => ({ name, words: t(`deadlineState.${name}`) }));
  const isInDoubt = bars.some(({ counts }) => (counts[IN_DOUBT] ?? 0) > 0);
  const series = isInDoubt ? [...named, { name: IN_DOUBT, words: t('statistics.clocks.inDoubt') }] : named;
  const sums = named.map(({ name, words }) => ({ words, sum: sumOf(bars.map(({ states }) => states[name])) }));
  const parts = sums.filter(({ sum }) => sum.max > 0).map(({ words, sum }) => `${words}: ${inRange(sum)}`);
  const range = inRange(sumOf(clocks.map(({ deadlines }) => deadlines)));
  const summary = t('statistics.clocks.summary', { range, parts: parts.join('; ') });
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
        columns: [t('statistics.clocks.column'), ...named.map(({ words }) => words)],
        rows: bars.map(({ key, words, states }) => ({
          key,
          cells: [words, ...DEADLINE_STATES.map((name) => inRange(states[name]))],
        })),
      }}
    >
      <StackedBars id="clocks" title={title} description={summary} bars={bars} series={series} />
    </Chart>
  );
};

function sumOf(ranges: readonly { min: number; max: number }[]): { min: number; max: number } {
  return ranges.reduce((sum, { min, max }) => ({ min: sum.min + min, max: sum.max + max }), { min: 0, max: 0 });
}
