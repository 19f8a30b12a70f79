import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import type { CaseChanges } from '../api/answers.js';
import { definePage } from '../page.js';
import { CasePlaces } from '../parts/case-places.js';
import { CaseChangedFields } from '../parts/case-changed-fields.js';
import { dayInWords, When } from '../parts/dates.js';
import { subjectFields } from '../parts/case-filters.js';
import { clockFields } from '../parts/clock-fields.js';
import { ChoiceField, Filters, SuggestField, TextField } from '../parts/filters.js';
import { Pager, To } from '../parts/links.js';
import { Sources } from '../parts/sources.js';
import { filtersOf, withFilters } from '../query.js';

interface ChangesData {
  changes: CaseChanges;
  query: string;
}

type Change = CaseChanges['items'][number];

/** The latest first, where nobody asks otherwise: people come to see what is new. */
function asked(query: URLSearchParams): URLSearchParams {
  const filters = filtersOf(query);
  if (!filters.has('order')) filters.set('order', 'desc');
  return filters;
}

/** How cases changed between two days, by what was known or by what was recorded. */
export const changesPage = definePage<ChangesData>({
  name: 'changes',
  path: '/cases/changes',
  still: true,
  load: async ({ query, get }) => ({
    changes: await get<CaseChanges>(withFilters('/v1/cases/changes', asked(query))),
    query: filtersOf(query).toString(),
  }),
  title: (_data, t) => t('changes.title'),
  dataPath: ({ query }) => withFilters('/v1/cases/changes', asked(query)),
  feeds: () => [{ type: 'application/atom+xml', path: '/v1/cases/changes.atom', title: 'Atom' }],
  View: ({ data: { changes, query } }) => {
    const { t } = useTranslation();
    const choices = <Values extends string>(name: 'clocks' | 'orders', values: readonly Values[]) =>
      values.map((value) => ({ value, label: t(`changes.${name}.${value}` as 'changes.clocks.known') }));
    const all = new URLSearchParams(query);
    for (const name of ['limit', 'cursor']) all.delete(name);
    return (
      <>
        <header className="lead">
          <h1>{t('changes.title')}</h1>
          <p>{t('changes.intro')}</p>
        </header>
        <CasePlaces here="/cases/changes" query={query} />
        <Filters
          path="/cases/changes"
          query={query}
          more={
            <>
              {subjectFields(query, t)}
              {clockFields(query, t)}
            </>
          }
        >
          <TextField name="since" label={t('changes.since')} query={query} type="date" />
          <TextField name="until" label={t('changes.until')} query={query} type="date" />
          <ChoiceField
            name="clock"
            label={t('changes.clock')}
            query={query}
            choices={choices('clocks', ['known', 'recorded'])}
            required
          />
          <ChoiceField
            name="order"
            label={t('filter.order')}
            query={query}
            choices={choices('orders', ['desc', 'asc'])}
            required
          />
          <TextField name="q" label={t('filter.q')} query={query} />
          <SuggestField name="sector" label={t('filter.sector')} query={query} />
          <SuggestField name="state" label={t('cases.state')} query={query} />
        </Filters>
        {changes.items.length === 0 ? (
          <p className="empty">{t('changes.empty')}</p>
        ) : (
          <>
            <ChangeList changes={changes.items.filter(({ basis }) => basis !== 'recorded')} />
            <Apart changes={changes.items.filter(({ basis }) => basis === 'recorded')} />
          </>
        )}
        <Pager path="/cases/changes" query={query} page={changes.page} />
        <p className="downloads">
          <a href={withFilters('/v1/cases/changes.csv', all)} download>
            {t('changes.csv')}
          </a>
        </p>
      </>
    );
  },
});

const ChangeList: FC<{ changes: readonly Change[] }> = ({ changes }) =>
  changes.length === 0 ? null : (
    <ol className="history changes-of-cases">
      {changes.map((change) => (
        <ChangeItem key={`${change.case.id} ${change.at} ${change.recordedPosition}`} change={change} />
      ))}
    </ol>
  );

/** What no source dates, below the news. */
const Apart: FC<{ changes: readonly Change[] }> = ({ changes }) => {
  const { t } = useTranslation();
  if (changes.length === 0) return null;
  return (
    <section aria-labelledby="apart">
      <h2 id="apart">{t('changes.apart')}</h2>
      <p>{t('changes.apartNote')}</p>
      <ChangeList changes={changes} />
    </section>
  );
};

const ChangeItem: FC<{ change: Change }> = ({ change }) => {
  const { t, i18n } = useTranslation();
  const day = change.at.split('T', 1)[0]!;
  const told = dayInWords(day, i18n.language);
  return (
    <li className={change.kind} dir="auto">
      <p className="when">
        {change.basis === 'recorded' ? (
          t('changes.onRecordSince', { day: told })
        ) : change.recordedPosition === null ? (
          <>
            {t('changes.knownOn')} <time dateTime={day}>{told}</time>
          </>
        ) : (
          <>
            {t('changes.recordedOn')} <time dateTime={change.at}>{told}</time>,{' '}
            {t('changes.position', { position: change.recordedPosition })}
          </>
        )}
      </p>
      <h2>
        <To path={`/cases/${change.case.id}`}>{change.case.name}</To>
      </h2>
      <p className="marks">
        <span className={`mark ${change.kind === 'development' ? '' : 'corrected'}`}>
          {t(`fact.kind.${change.kind}`)}
        </span>
      </p>
      <CaseChangedFields changes={change.changes} />
      <ul className="because">
        {change.facts.map((fact) => (
          <li key={fact.id}>
            <To path={`/facts/${fact.id}`}>{fact.title}</To> (<When occurred={fact.occurred} />)
            {fact.kind === 'development' ? null : (
              <>
                {' '}
                · {t(`fact.kind.${fact.kind}`)}{' '}
                <span className="known">
                  {t('changes.recordedOn')} {dayInWords(fact.recordedAt.slice(0, 10), i18n.language)}
                </span>
              </>
            )}
            <Sources sources={fact.sources} />
          </li>
        ))}
      </ul>
    </li>
  );
};
