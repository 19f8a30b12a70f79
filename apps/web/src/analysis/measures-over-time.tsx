import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import type { CaseStatistics } from '../api/answers.js';
import { Chart } from '../charts/chart.js';
import { StackedSteps } from '../charts/stacked-steps.js';
import { CASE_MEASURES } from '../parts/case-statuses.js';
import { dayInWords } from '../parts/dates.js';

/** How many customs measures of each kind were in force at the end of each step of time. */
export const MeasuresOverTime: FC<{ statistics: CaseStatistics; csv: string }> = ({ statistics: { steps }, csv }) => {
  const { t, i18n } = useTranslation();
  const series = CASE_MEASURES.filter((kind) => steps.some(({ measures }) => (measures[kind] ?? 0) > 0)).map(
    (kind) => ({
      name: kind,
      words: t(`caseMeasure.${kind}`),
    }),
  );
  const title = t('statistics.measures.title');
  if (series.length === 0)
    return (
      <section className="chart">
        <h2>{title}</h2>
        <p className="empty">{t('statistics.measures.empty')}</p>
      </section>
    );
  const last = steps.at(-1)!;
  const told = series.map(({ name, words }) => `${words}: ${last.measures[name] ?? 0}`).join(', ');
  const summary = t('statistics.measures.summary', { day: dayInWords(last.to, i18n.language), told });
  return (
    <Chart
      id="measures"
      title={title}
      summary={summary}
      note={t('statistics.measures.note')}
      series={series}
      csv={csv}
      table={{
        columns: [t('statistics.until'), ...series.map(({ words }) => words)],
        rows: steps.map(({ to, measures }) => ({
          key: to,
          cells: [dayInWords(to, i18n.language), ...series.map(({ name }) => measures[name] ?? 0)],
        })),
      }}
    >
      <StackedSteps
        id="measures"
        title={title}
        description={summary}
        breadth="half"
        series={series}
        steps={steps.map(({ from, to, measures }) => ({ from, to, counts: measures }))}
      />
    </Chart>
  );
};
