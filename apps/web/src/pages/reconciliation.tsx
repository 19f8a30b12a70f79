import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Fragment, type FC } from 'react';
import type { Cases, Reconciliation } from '../api/answers.js';
import { definePage } from '../page.js';
import { CasePlaces } from '../parts/case-places.js';
import { dayInWords, When } from '../parts/dates.js';
import { useApiWords } from '../parts/api-words.js';
import { clockFields } from '../parts/clock-fields.js';
import { clocksInWords, underClocks } from '../parts/clocks.js';
import { Filters } from '../parts/filters.js';
import { Pager, To } from '../parts/links.js';
import { rangeInWords, type NumberRange } from '../parts/ranges.js';
import { Sources } from '../parts/sources.js';
import { filtersOf, withFilters } from '../query.js';
import { localeOf } from '../words/locales.js';

interface ReconciliationData {
  claims: Reconciliation;
  /** Of the first page of cases; a case beyond it is told by its id. */
  names: Record<string, string>;
  query: string;
}

type Claim = Reconciliation['items'][number];
type Count = Claim['records'][number];
type Verdict = Count['knownNow']['verdict'];

const VERDICTS = ['agrees', 'possible', 'compatible', 'exceeded', 'differs'] as const satisfies Verdict[];

/** What officials claim, compared with what the records add up to. */
export const reconciliationPage = definePage<ReconciliationData>({
  name: 'reconciliation',
  path: '/reconciliation',
  still: true,
  load: async ({ query, get }) => {
    const [claims, { items }] = await Promise.all([
      get<Reconciliation>(withFilters('/v1/reconciliation', query)),
      get<Cases>(underClocks('/v1/cases?limit=200', query)),
    ]);
    const names = Object.fromEntries(items.map(({ id, name }) => [id, name]));
    return { claims, names, query: filtersOf(query).toString() };
  },
  title: (_data, t) => t('reconciliation.title'),
  dataPath: ({ query }) => withFilters('/v1/reconciliation', query),
  View: ({ data: { claims, names, query } }) => {
    const { t, i18n } = useTranslation();
    const known = knownInWords(query, t, i18n.language);
    const comparable = claims.items.filter((claim) => claim.comparable);
    const found = Object.groupBy(comparable, ({ records: [first] }) => first!.knownNow.verdict);
    const verdicts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, found[verdict]?.length ?? 0]));
    return (
      <>
        <header className="lead">
          <h1>{t('reconciliation.title')}</h1>
          <p>{t('reconciliation.intro')}</p>
        </header>
        <CasePlaces here="/reconciliation" query={query} />
        <Filters path="/reconciliation" query={query}>
          {clockFields(query, t)}
        </Filters>
        {claims.items.length === 0 ? (
          <p className="empty">{t('reconciliation.empty')}</p>
        ) : (
          <>
            <p className="summary">
              {t('reconciliation.summary', {
                claims: claims.items.length,
                comparable: comparable.length,
                known,
                ...verdicts,
              })}
            </p>
            <ol className="claims">
              {claims.items.map((claim) => (
                <ClaimItem
                  key={`${claim.fact} ${claim.claim.value} ${claim.day}`}
                  claim={claim}
                  names={names}
                  known={known}
                />
              ))}
            </ol>
          </>
        )}
        <Pager path="/reconciliation" query={query} page={claims.page} />
      </>
    );
  },
});

/** As known when the records are read: now, or under the clocks of the page; `asOf` chooses the claims. */
function knownInWords(query: string, t: TFunction, language: string): string {
  const asked = new URLSearchParams(query);
  asked.delete('asOf');
  return clocksInWords(asked, t, language) ?? t('reconciliation.now');
}

const ClaimItem: FC<{ claim: Claim; names: Record<string, string>; known: string }> = ({
  names,
  known,
  claim: { fact, title, measure, claim, day, days, sources, reason, records },
}) => {
  const { t, i18n } = useTranslation();
  const words = useApiWords();
  return (
    <li className="claim" dir="auto">
      <h2>
        <To path={`/facts/${fact}`}>{title}</To>
      </h2>
      <p className="figure">
        <span className="claimed">
          {claim.qualifier === null ? null : `${words.chosen(claim.qualifier)} `}
          {Number(claim.value).toLocaleString(localeOf(i18n.language))} {words.unit(claim.unit)}
        </span>{' '}
        <span className="known">
          <When occurred={claim.occurred} />
        </span>{' '}
        {claim.countedBy === 'press' ? <span className="mark">{t('reconciliation.press')}</span> : null}
      </p>
      <Sources sources={sources} />
      {reason === null ? null : (
        <p>
          <span className="mark">{t('reconciliation.notComparable')}</span> {t('reconciliation.why')}{' '}
          {words.incomparable(measure, reason)}
        </p>
      )}
      {records.map((count, at) => (
        <Counted
          key={count.counts}
          counts={words.counts(measure, at, count.counts)}
          count={count}
          isClaimed={at === 0}
          day={day}
          days={days}
          names={names}
          known={known}
        />
      ))}
    </li>
  );
};

const Counted: FC<{
  counts: string;
  count: Count;
  /** Whether it is the way of counting that the claim states: no verdict follows from another one. */
  isClaimed: boolean;
  day: string;
  days: Claim['days'];
  names: Record<string, string>;
  known: string;
}> = ({ counts, count, isClaimed, day, days, names, known }) => {
  const { t, i18n } = useTranslation();
  const last = dayInWords(day, i18n.language);
  const { knownNow, knownThen } = count;
  return (
    <div className="counted">
      <div className="scroll" role="group" tabIndex={0} aria-label={counts}>
        <table className="figures">
          <caption>{counts}</caption>
          <thead>
            <tr>
              <th scope="col">{t('reconciliation.records')}</th>
              {isClaimed ? <th scope="col">{t('reconciliation.verdict')}</th> : null}
              <th scope="col">{t('reconciliation.value')}</th>
              <th scope="col">{t('reconciliation.difference')}</th>
              <th scope="col">{t('reconciliation.unknown')}</th>
            </tr>
          </thead>
          <tbody>
            {(['knownNow', 'knownThen'] as const).map((name) => (
              <tr key={name}>
                <th scope="row">{t(`reconciliation.${name}`, { day: last, known })}</th>
                {isClaimed ? (
                  <td className={count[name].verdict}>{t(`reconciliation.verdicts.${count[name].verdict}`)}</td>
                ) : null}
                <td>{rangeInWords(numbersOf(count[name].value), t, i18n.language)}</td>
                <td>{rangeInWords(numbersOf(count[name].difference), t, i18n.language)}</td>
                <td>{rangeInWords(count[name].unknown, t, i18n.language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {isClaimed ? null : <p className="known">{t('reconciliation.other')}</p>}
      <p className="known">{basisOf(count, days, t, i18n.language)}</p>
      {knownNow.possible.length === 0 ? null : (
        <>
          <p>{t('reconciliation.may', { count: knownNow.possible.length })}:</p>
          <ul>
            {knownNow.possible.map((one) => (
              <li key={one.case}>
                <To path={`/cases/${one.case}`}>{names[one.case] ?? one.case}</To>
                {one.facts.map((fact) => (
                  <Fragment key={fact}>
                    {', '}
                    <To path={`/facts/${fact}`}>{t('reconciliation.decides')}</To>
                  </Fragment>
                ))}
              </li>
            ))}
          </ul>
        </>
      )}
      <details>
        <summary>{t('reconciliation.counted', { count: knownNow.cases.length })}</summary>
        <ul>
          {knownNow.cases.map((id) => (
            <li key={id}>
              <To path={`/cases/${id}`}>{names[id] ?? id}</To>
              {knownThen.cases.includes(id) ? null : ` (${t('reconciliation.notThen')})`}
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
};

function numbersOf({ min, max }: Count['knownNow']['value']): NumberRange {
  return { min: Number(min), max: max === null ? null : Number(max) };
}

/** Over which days the records are counted where they are several, and up to when all cases are on record. */
function basisOf({ knownNow }: Count, { first, last }: Claim['days'], t: TFunction, language: string): string {
  const [from, to] = [first === null ? null : dayInWords(first, language), dayInWords(last, language)];
  const over =
    from === null
      ? [t('reconciliation.overOpen', { last: to })]
      : first === last
        ? []
        : [t('reconciliation.over', { first: from, last: to })];
  const { completeThrough } = knownNow;
  const complete =
    completeThrough === null
      ? t('reconciliation.incomplete')
      : t('reconciliation.complete', { day: dayInWords(completeThrough, language) });
  return [...over, complete].join(' ');
}
