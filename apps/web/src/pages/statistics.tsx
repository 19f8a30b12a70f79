import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import type { CaseStatistics } from '../api/answers.js';
import { ByGroup } from '../analysis/by-group.js';
import { LegalClocks } from '../analysis/legal-clocks.js';
import { MeasuresOverTime } from '../analysis/measures-over-time.js';
import { StatesOverTime } from '../analysis/states-over-time.js';
import { TimeToEnd } from '../analysis/time-to-end.js';
import { definePage } from '../page.js';
import { CaseFilters, caseValues, type CaseValues } from '../parts/case-filters.js';
import { CasePlaces } from '../parts/case-places.js';
import { ChoiceField, TextField } from '../parts/filters.js';
import { filtersOf } from '../query.js';
import { rangeInWords, type NumberRange } from '../parts/ranges.js';
import { localeOf } from '../words/locales.js';

interface StatisticsData {
  statistics: CaseStatistics;
  sectors: CaseStatistics['groups'];
  states: CaseStatistics['groups'];
  values: CaseValues;
  query: string;
}

const PATH = '/v1/cases/statistics';

/** The question with a quarter for a step where none is named: few enough to read, many enough to see a year's course. */
function asked(query: URLSearchParams, more: Record<string, string> = {}): string {
  const filters = filtersOf(query);
  if (!filters.has('interval')) filters.set('interval', 'quarter');
  for (const [name, value] of Object.entries(more)) filters.set(name, value);
  return filters.toString();
}

/** What cases add up to, as charts with their tables. */
export const statisticsPage = definePage<StatisticsData>({
  name: 'statistics',
  path: '/cases/statistics',
  still: true,
  load: async ({ query, get }) => {
    const groups = async (by: string): Promise<CaseStatistics['groups']> =>
      // The groups' own steps are not drawn: one for all time is enough.
      (await get<CaseStatistics>(`${PATH}?${asked(query, { groupBy: by, interval: 'year' })}`)).groups;
    const [statistics, sectors, states, values] = await Promise.all([
      get<CaseStatistics>(`${PATH}?${asked(query)}`),
      groups('sector'),
      groups('state'),
      caseValues({ query, get }),
    ]);
    return { statistics, sectors, states, values, query: filtersOf(query).toString() };
  },
  title: (_data, t) => t('statistics.title'),
  dataPath: ({ query }) => `${PATH}?${asked(query)}`,
  View: ({ data: { statistics, sectors, states, values, query } }) => {
    const { t } = useTranslation();
    const intervals = (['quarter', 'month', 'year'] as const).map((value) => ({
      value,
      label: t(`statistics.intervals.${value}`),
    }));
    const csv = (table: string, more: Record<string, string> = {}): string =>
      `${PATH}.csv?${asked(new URLSearchParams(query), { table, ...more })}`;
    return (
      <>
        <header className="lead">
          <h1>{t('statistics.title')}</h1>
          <p>{t('statistics.intro')}</p>
        </header>
        <CasePlaces here="/cases/statistics" query={query} />
        <CaseFilters
          path="/cases/statistics"
          query={query}
          values={values}
          first={
            <>
              <ChoiceField
                name="interval"
                label={t('statistics.interval')}
                query={query}
                choices={intervals}
                required
              />
              <TextField name="from" label={t('filter.from')} query={query} />
              <TextField name="to" label={t('filter.to')} query={query} />
            </>
          }
        />
        {statistics.steps.length === 0 ? (
          <p className="empty">{t('cases.empty')}</p>
        ) : (
          <div className="charts">
            <StatesOverTime statistics={statistics} csv={csv('steps')} />
            <TimeToEnd from="requestToEnd" statistics={statistics} csv={csv('survival')} />
            <TimeToEnd from="petitionToEnd" statistics={statistics} csv={csv('survival')} />
            <LegalClocks statistics={statistics} csv={csv('clocks')} />
            <MeasuresOverTime statistics={statistics} csv={csv('steps')} />
            <ByGroup by="sector" groups={sectors} csv={csv('durations', { groupBy: 'sector' })} />
            <ByGroup by="state" groups={states} csv={csv('durations', { groupBy: 'state' })} />
            <Sums statistics={statistics} csv={csv('sums')} />
          </div>
        )}
      </>
    );
  },
});

const Sums: FC<{ statistics: CaseStatistics; csv: string }> = ({ statistics: { workers, backPay }, csv }) => {
  const { t, i18n } = useTranslation();
  const words = (range: NumberRange): string => rangeInWords(range, t, i18n.language);
  const money = Object.entries(backPay.totals).map(([currency, { min, max }]) => {
    const amount = (value: string): string =>
      Number(value).toLocaleString(localeOf(i18n.language), { style: 'currency', currency });
    if (max === null) return t('range.atLeast', { min: amount(min) });
    return min === max ? amount(min) : t('range.between', { min: amount(min), max: amount(max) });
  });
  return (
    <section className="chart">
      <h2>{t('statistics.sums.title')}</h2>
      <ul>
        <li>
          {t('statistics.sums.workers', {
            total: words(workers.total),
            known: words(workers.known),
            unknown: words(workers.unknown),
          })}
        </li>
        <li>
          {t('statistics.sums.backPay', {
            total: money.length === 0 ? '0' : money.join(', '),
            known: words(backPay.known),
            unknown: words(backPay.unknown),
          })}
        </li>
      </ul>
      <p className="downloads">
        <a href={csv} download>
          {t('chart.csv')}
        </a>
      </p>
    </section>
  );
};
