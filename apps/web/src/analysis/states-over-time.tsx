import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import type { CaseStatistics } from '../api/answers.js';
import { Chart } from '../charts/chart.js';
import { StackedSteps } from '../charts/stacked-steps.js';
import { CASE_STATUSES } from '../parts/case-statuses.js';
import { dayInWords } from '../parts/dates.js';

/** How many cases stood how at the end of each step of time. */
export const StatesOverTime: FC<{ statistics: CaseStatistics; csv: string }> = ({ statistics: { steps }, csv }) => {
  const { t, i18n } = useTranslation();
  const last = steps.at(-1)!;
  const busiest = steps.reduce((most, step) => (step.open > most.open ? step : most));
  const series = CASE_STATUSES.filter((status) => steps.some(({ states }) => (states[status] ?? 0) > 0)).map(
    (status) => ({ name: status, words: t(`caseStatus.${status}`) }),
  );
  const title = t('statistics.states.title');
  const summary = t('statistics.states.summary', {
    day: dayInWords(last.to, i18n.language),
    cases: t('cases.count', { count: last.cases }),
    open: last.open,
    most: busiest.open,
    when: dayInWords(busiest.to, i18n.language),
  });
  const counts = series
    .filter(({ name }) => (last.states[name] ?? 0) > 0)
    .map(({ name, words }) => `${words}: ${last.states[name]}`);
  return (
    <Chart
      id="states"
      title={title}
      summary={`${summary} ${t('statistics.states.now', { told: counts.join(', ') })}`}
      series={series}
      csv={csv}
      table={{
        columns: [
          t('statistics.until'),
          t('statistics.cases'),
          t('statistics.open'),
          ...series.map(({ words }) => words),
        ],
        rows: steps.map(({ to, cases, open, states }) => ({
          key: to,
          cells: [dayInWords(to, i18n.language), cases, open, ...series.map(({ name }) => states[name] ?? 0)],
        })),
      }}
    >
      <StackedSteps
        id="states"
        title={title}
        description={summary}
        breadth="whole"
        series={series}
        steps={steps.map(({ from, to, states }) => ({ from, to, counts: states }))}
      />
    </Chart>
  );
};
