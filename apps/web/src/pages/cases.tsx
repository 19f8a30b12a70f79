import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import type { Case, Cases } from '../api/answers.js';
import { definePage } from '../page.js';
import { ChoiceField, Filters, TextField } from '../parts/filters.js';
import { Pager, To } from '../parts/links.js';
import { Window } from '../parts/milestone-list.js';
import { RemindLink } from '../parts/remind-link.js';
import { filtersOf, withFilters } from '../query.js';

/** The statuses of a case in the order of its life, as contract.md section 3 names them. */
const STATUSES = [
  'noted',
  'filed',
  'review-requested',
  'under-review',
  'in-consultation',
  'in-remediation',
  'in-panel',
  'remedy-pending',
  'resolved',
  'closed',
  'not-pursued',
  'review-declined',
] as const;

interface CasesData {
  cases: Cases;
  query: string;
}

/** All cases on a board, by how they stand. */
export const casesPage = definePage<CasesData>({
  name: 'cases',
  path: '/cases',
  load: async ({ query, get }) => {
    const filters = filtersOf(query);
    if (!filters.has('limit')) filters.set('limit', '200');
    return { cases: await get<Cases>(`/v1/cases?${filters}`), query: filtersOf(query).toString() };
  },
  title: (_data, t) => t('cases.title'),
  dataPath: ({ query }) => withFilters('/v1/cases', query),
  View: ({ data: { cases, query } }) => {
    const { t } = useTranslation();
    const columns = STATUSES.map((status) => ({
      status,
      items: cases.items.filter((one) => one.status === status),
    })).filter(({ items }) => items.length > 0);
    const statuses = STATUSES.map((status) => ({ value: status, label: t(`caseStatus.${status}`) }));
    return (
      <>
        <header className="lead">
          <h1>{t('cases.title')}</h1>
          <p>{t('cases.intro')}</p>
        </header>
        <Filters path="/cases" query={query}>
          <TextField name="q" label={t('filter.q')} query={query} />
          <ChoiceField name="status" label={t('filter.status')} query={query} choices={statuses} />
          <TextField name="state" label={t('filter.state')} query={query} />
          <TextField name="sector" label={t('filter.sector')} query={query} />
          <TextField name="knownAt" label={t('filter.knownAt')} query={query} type="date" />
        </Filters>
        <p>
          <RemindLink about={query === '' ? 'type=case' : new URLSearchParams({ cases: query }).toString()} />
        </p>
        {columns.length === 0 ? <p className="empty">{t('cases.empty')}</p> : null}
        <div className="board" role="region" aria-label={t('cases.board')} tabIndex={0}>
          {columns.map(({ status, items }) => (
            <section key={status} className="column">
              <h2>
                {t(`caseStatus.${status}`)} <span className="count">{items.length}</span>
              </h2>
              <ul>
                {items.map((one) => (
                  <CaseCard key={one.id} item={one} />
                ))}
              </ul>
            </section>
          ))}
        </div>
        <Pager path="/cases" query={query} page={cases.page} />
      </>
    );
  },
});

const CaseCard: FC<{ item: Case }> = ({ item }) => {
  const { t } = useTranslation();
  return (
    <li className="card" dir="auto">
      <h3>
        <To path={`/cases/${item.id}`}>{item.name}</To>
      </h3>
      <p className="known">
        {item.openedOn === null ? null : t('cases.opened', { day: item.openedOn })}
        {item.closedOn === null ? null : `, ${t('cases.closed', { day: item.closedOn })}`}
      </p>
      {item.outcome === null ? null : <p className="outcome">{item.outcome.replaceAll('-', ' ')}</p>}
      {item.nextMilestone === null ? null : (
        <p className={`next ${item.nextMilestone.status}`}>
          {t('cases.next')}: {item.nextMilestone.title}, <Window window={item.nextMilestone.window} />
        </p>
      )}
    </li>
  );
};
