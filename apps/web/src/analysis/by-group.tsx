import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import type { CaseGroup } from '../api/answers.js';
import { Chart } from '../charts/chart.js';
import { IN_DOUBT, shapesOf } from '../charts/counts-in-doubt.js';
import { StackedBars } from '../charts/stacked-bars.js';
import { casesInWords, rangeInWords, type NumberRange } from '../parts/ranges.js';

/** How many cases each group has, and how many of them still go on; the largest first. */
export const ByGroup: FC<{ by: 'sector' | 'state'; groups: readonly CaseGroup[]; csv: string }> = ({
  by,
  groups,
  csv,
}) => {
  const { t, i18n } = useTranslation();
  const inWords = (range: NumberRange): string => rangeInWords(range, t, i18n.language);
  const rows = groups
    .map((group) => ({
      key: group.value ?? '',
      words: group.value ?? t('statistics.withoutValue'),
      counts: shapesOf({ open: group.open, ended: group.ended }, group.cases.max),
      total: inWords(group.cases),
      group,
    }))
    .toSorted((one, other) => other.group.cases.max - one.group.cases.max);
  const title = t(`statistics.${by}.title`);
  const [largest] = rows;
  if (largest === undefined) return null;
  const summary = t('statistics.groups.summary', {
    count: rows.length,
    group: largest.words,
    cases: casesInWords(largest.group.cases, t, i18n.language),
    open: inWords(largest.group.open),
  });
  const named = (['open', 'ended'] as const).map((name) => ({ name, words: t(`statistics.${name}`) }));
  const inDoubt = rows.some(({ counts }) => (counts[IN_DOUBT] ?? 0) > 0);
  const series = inDoubt ? [...named, { name: IN_DOUBT, words: t('statistics.states.inDoubt') }] : named;
  return (
    <Chart
      id={by}
      title={title}
      summary={summary}
      series={series}
      csv={csv}
      table={{
        columns: [
          t(`statistics.${by}.column`),
          t('statistics.cases'),
          t('statistics.open'),
          t('statistics.ended'),
          t('statistics.columns.median'),
        ],
        rows: rows.map(({ key, words, group: { cases, open, ended, requestToEnd } }) => ({
          key,
          cells: [words, ...[cases, open, ended, requestToEnd.kaplanMeier.median].map(inWords)],
        })),
      }}
    >
      <StackedBars id={by} title={title} description={summary} bars={rows} series={series} />
    </Chart>
  );
};
