import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import type { CaseGroup } from '../api/answers.js';
import { Chart } from '../charts/chart.js';
import { StackedBars } from '../charts/stacked-bars.js';

/** How many cases each group has, and how many of them still go on; the largest first. */
export const ByGroup: FC<{ by: 'sector' | 'state'; groups: readonly CaseGroup[]; csv: string }> = ({
  by,
  groups,
  csv,
}) => {
  const { t } = useTranslation();
  const rows = groups
    .map((group) => ({
      key: group.value ?? '',
      words: group.value ?? t('statistics.withoutValue'),
      counts: { open: group.cases - group.ended, ended: group.ended },
      cases: group.cases,
      median: group.requestToEnd.kaplanMeier.median,
    }))
    .toSorted((one, other) => other.cases - one.cases);
  const title = t(`statistics.${by}.title`);
  const [largest] = rows;
  if (largest === undefined) return null;
  const summary = t('statistics.groups.summary', {
    count: rows.length,
    group: largest.words,
    cases: t('cases.count', { count: largest.cases }),
    open: largest.counts.open,
  });
  const series = (['open', 'ended'] as const).map((name) => ({ name, words: t(`statistics.${name}`) }));
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
        rows: rows.map(({ key, words, counts, cases, median }) => ({
          key,
          cells: [words, cases, counts.open, counts.ended, median],
        })),
      }}
    >
      <StackedBars id={by} title={title} description={summary} bars={rows} series={series} />
    </Chart>
  );
};
