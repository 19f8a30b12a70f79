import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import type { CaseStatistics } from '../api/answers.js';
import { Chart } from '../charts/chart.js';
import { IN_DOUBT, shapesOf } from '../charts/counts-in-doubt.js';
import { StackedSteps } from '../charts/stacked-steps.js';
import { CASE_STATUSES } from '../parts/case-statuses.js';
import { dayInWords } from '../parts/dates.js';
import { newsDayInWords } from '../parts/known-words.js';
import { casesInWords, rangeInWords, type NumberRange } from '../parts/ranges.js';

/** The day of the newest news, where the steps go on beyond it; undefined where they do not. */
export function newsBeforeTheEnd({ steps, lastNews }: CaseStatistics): string | undefined {
  return lastNews !== null && lastNews < steps.at(-1)!.to ? lastNews : undefined;
}

/** How many cases stood how at the end of each step of time. */
export const StatesOverTime: FC<{ statistics: CaseStatistics; csv: string }> = ({ statistics, csv }) => {
  const { t, i18n } = useTranslation();
  const { steps } = statistics;
  const words = (range: NumberRange): string => rangeInWords(range, t, i18n.language);
  const last = steps.at(-1)!;
  const news = newsBeforeTheEnd(statistics);
  const busiest = steps.reduce((most, step) => (step.open.max > most.open.max ? step : most));
  const named = CASE_STATUSES.filter((status) => steps.some(({ states }) => (states[status]?.max ?? 0) > 0)).map(
    (status) => ({ name: status, words: t(`caseStatus.${status}`) }),
  );
  const drawn = steps.map(({ from, to, states, cases }) => ({ from, to, counts: shapesOf(states, cases.max) }));
  const inDoubt = drawn.some(({ counts }) => (counts[IN_DOUBT] ?? 0) > 0);
  const series = inDoubt ? [...named, { name: IN_DOUBT, words: t('statistics.states.inDoubt') }] : named;
  const title = t('statistics.states.title');
  const summary = t('statistics.states.summary', {
    day: dayInWords(last.to, i18n.language),
    cases: casesInWords(last.cases, t, i18n.language),
    open: words(last.open),
    step: t(`statistics.intervals.${statistics.interval}`),
    most: words(busiest.open),
    when: dayInWords(busiest.to, i18n.language),
  });
  const newest = news && t('statistics.states.newest', { day: newsDayInWords(news, i18n.language) });
  const counts = named
    .filter(({ name }) => last.states[name] !== undefined)
    .map(({ name, words: status }) => `${status}: ${words(last.states[name]!)}`);
  return (
    <Chart
      id="states"
      title={title}
      summary={[summary, newest, t('statistics.states.now', { counts: counts.join(', ') })].filter(Boolean).join(' ')}
      {...(news && { note: t('statistics.states.note', { day: dayInWords(news, i18n.language) }) })}
      series={series}
      csv={csv}
      isOverTime
      table={{
        columns: [
          t('statistics.until'),
          t('statistics.cases'),
          t('statistics.open'),
          ...named.map(({ words: status }) => status),
        ],
        rows: steps.map(({ to, cases, open, states }) => ({
          key: to,
          cells: [
            dayInWords(to, i18n.language),
            words(cases),
            words(open),
            ...named.map(({ name }) => words(states[name] ?? NONE)),
          ],
        })),
      }}
    >
      <StackedSteps
        id="states"
        title={title}
        description={summary}
        breadth="whole"
        series={series}
        steps={drawn}
        news={news}
      />
    </Chart>
  );
};

const NONE = { min: 0, max: 0 };
