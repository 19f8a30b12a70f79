import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import type { CaseStatistics } from '../api/answers.js';
import { Chart } from '../charts/chart.js';
import { IN_DOUBT, shapesOf } from '../charts/counts-in-doubt.js';
import { StackedSteps } from '../charts/stacked-steps.js';
import { CASE_MEASURES } from '../parts/case-statuses.js';
import { dayInWords } from '../parts/dates.js';
import { rangeInWords } from '../parts/ranges.js';
import { newsBeforeTheEnd } from './states-over-time.js';

type Counts = CaseStatistics['steps'][number]['measures'];

/**
 * How many customs measures of each kind were in force at the end of each step of time. Those of ended cases that no record
 * lifts are in the table only.
 */
export const MeasuresOverTime: FC<{ statistics: CaseStatistics; csv: string }> = ({ statistics, csv }) => {
  const { t, i18n } = useTranslation();
  const { steps } = statistics;
  const kindsIn = (of: (step: CaseStatistics['steps'][number]) => Counts): { name: string; words: string }[] =>
    CASE_MEASURES.filter((kind) => steps.some((step) => (of(step)[kind]?.max ?? 0) > 0)).map((kind) => ({
      name: kind,
      words: t(`caseMeasure.${kind}`),
    }));
  const [inForce, withoutEnd] = [kindsIn(({ measures }) => measures), kindsIn((step) => step.measuresWithoutEnd)];
  const title = t('statistics.measures.title');
  if (inForce.length + withoutEnd.length === 0)
    return (
      <section className="chart">
        <h2>{title}</h2>
        <p className="empty">{t('statistics.measures.empty')}</p>
      </section>
    );
  const last = steps.at(-1)!;
  const news = newsBeforeTheEnd(statistics);
  const words = (counts: Counts, kind: string): string =>
    rangeInWords(counts[kind] ?? { min: 0, max: 0 }, t, i18n.language);
  const counted = (counts: Counts, kinds: typeof inForce): string =>
    kinds.map((kind) => `${kind.words}: ${words(counts, kind.name)}`).join(', ') || t('chart.none');
  const summary = t('statistics.measures.summary', {
    day: dayInWords(last.to, i18n.language),
    inForce: counted(last.measures, inForce),
    withoutEnd: counted(last.measuresWithoutEnd, withoutEnd),
  });
  const drawn = steps.map(({ from, to, measures }) => ({
    from,
    to,
    counts: shapesOf(
      measures,
      Object.values(measures).reduce((sum, { max }) => sum + max, 0),
    ),
  }));
  const inDoubt = drawn.some(({ counts }) => (counts[IN_DOUBT] ?? 0) > 0);
  const series = inDoubt ? [...inForce, { name: IN_DOUBT, words: t('statistics.measures.inDoubt') }] : inForce;
  return (
    <Chart
      id="measures"
      title={title}
      summary={summary}
      note={[
        t('statistics.measures.note'),
        ...(news ? [t('statistics.states.note', { day: dayInWords(news, i18n.language) })] : []),
      ].join(' ')}
      series={series}
      csv={csv}
      isOverTime
      table={{
        columns: [
          t('statistics.until'),
          ...inForce.map((kind) => kind.words),
          ...withoutEnd.map((kind) => t('statistics.measures.withoutEnd', { measure: kind.words })),
        ],
        rows: steps.map(({ to, measures, measuresWithoutEnd }) => ({
          key: to,
          cells: [
            dayInWords(to, i18n.language),
            ...inForce.map(({ name }) => words(measures, name)),
            ...withoutEnd.map(({ name }) => words(measuresWithoutEnd, name)),
          ],
        })),
      }}
    >
      <StackedSteps
        id="measures"
        title={title}
        description={summary}
        breadth="half"
        series={series}
        steps={drawn}
        news={news}
      />
    </Chart>
  );
};
