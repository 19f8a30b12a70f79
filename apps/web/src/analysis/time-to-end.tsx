import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import type { CaseStatistics, Durations } from '../api/answers.js';
import { Chart } from '../charts/chart.js';
import { SurvivalCurve } from '../charts/survival-curve.js';
import { rangeInWords, type NumberRange } from '../parts/ranges.js';

/** How long cases take from a beginning to their end, those that go on taken into account. */
export const TimeToEnd: FC<{ from: 'petitionToEnd' | 'requestToEnd'; statistics: CaseStatistics; csv: string }> = ({
  from,
  statistics,
  csv,
}) => {
  const { t, i18n } = useTranslation();
  const words = (range: NumberRange): string => rangeInWords(range, t, i18n.language);
  const durations = statistics[from];
  const { ended, open, unknown, imprecise, kaplanMeier } = durations;
  const title = t(`statistics.${from}.title`);
  if (kaplanMeier.curve.length === 0)
    return (
      <section className="chart">
        <h2>{title}</h2>
        <p className="empty">{t('statistics.durations.empty', { open: words(open) })}</p>
      </section>
    );
  const [low, high] = medianBand(durations);
  const middle =
    kaplanMeier.median.min === null
      ? t('statistics.durations.notReached')
      : t(high === null ? 'statistics.durations.medianOpen' : 'statistics.durations.median', {
          days: words(kaplanMeier.median),
          low: low ?? 0,
          high: high ?? 0,
        });
  const summary = `${middle} ${t('statistics.durations.counts', { ended: words(ended), open: words(open), unknown: words(unknown) })}`;
  return (
    <Chart
      id={from}
      title={title}
      summary={summary}
      note={[t('statistics.durations.note'), ...(imprecise.max > 0 ? [t('statistics.durations.bounds')] : [])].join(
        ' ',
      )}
      csv={csv}
      table={{
        columns: (['days', 'atRisk', 'ended', 'censored', 'survival', 'lower', 'upper'] as const).map((name) =>
          t(`statistics.columns.${name}`),
        ),
        rows: kaplanMeier.curve.map((step) => ({
          key: String(step.days),
          cells: [
            step.days,
            ...[step.atRisk, step.ended, step.censored, step.survival].map(words),
            step.lower,
            step.upper,
          ],
        })),
      }}
    >
      <SurvivalCurve id={from} title={title} description={summary} durations={durations} />
    </Chart>
  );
};

/** The days between which the median lies with 95 per cent confidence: where each edge of the band comes to a half. */
function medianBand({ kaplanMeier: { curve } }: Durations): [low: number | null, high: number | null] {
  const reached = (edge: 'lower' | 'upper'): number | null =>
    curve.find((step) => (step[edge] ?? 1) <= 0.5)?.days ?? null;
  return [reached('lower'), reached('upper')];
}
