import { useTranslation } from 'react-i18next';
import type { Milestones } from '../api/answers.js';
import { definePage } from '../page.js';
import { ChoiceField, Filters, TextField } from '../parts/filters.js';
import { Pager } from '../parts/links.js';
import { MilestoneList } from '../parts/milestone-list.js';
import { filtersOf, withFilters } from '../query.js';

const STATUSES = ['upcoming', 'due', 'overdue', 'unconfirmed', 'met', 'cancelled'] as const;
const FLAGS = ['far', 'on-horizon', 'approaching', 'imminent', 'due', 'overdue'] as const;
const SPANS = ['P30D', 'P90D', 'P1Y'] as const;

/** Who names no status wants to know what lies ahead; `all` is a word of the page for every status. */
function asked(query: URLSearchParams): string {
  const filters = filtersOf(query);
  const named = filters.getAll('status');
  if (named.includes('all')) filters.delete('status');
  else if (named.length === 0) for (const status of ['upcoming', 'due']) filters.append('status', status);
  return withFilters('/v1/milestones', filters);
}

/** What is coming, what is due, what was never confirmed. */
export const milestonesPage = definePage<{ milestones: Milestones; query: string }>({
  name: 'milestones',
  path: '/milestones',
  load: async ({ query, get }) => ({
    milestones: await get<Milestones>(asked(query)),
    query: filtersOf(query).toString(),
  }),
  title: (_data, t) => t('milestones.title'),
  dataPath: ({ query }) => asked(query),
  feeds: ({ query }) => [
    { type: 'text/calendar', path: withFilters('/v1/milestones.ics', query), title: 'iCalendar' },
    { type: 'application/atom+xml', path: withFilters('/v1/milestones.atom', query), title: 'Atom' },
  ],
  View: ({ data: { milestones, query } }) => {
    const { t } = useTranslation();
    const statuses = [
      { value: '', label: t('milestones.ahead') },
      { value: 'all', label: t('milestones.all') },
      ...STATUSES.map((status) => ({ value: status, label: t(`milestoneStatus.${status}`) })),
    ];
    const flags = FLAGS.map((flag) => ({ value: flag, label: t(`flag.${flag}`) }));
    const spans = SPANS.map((span) => ({ value: span, label: t(`days.${span}`) }));
    return (
      <>
        <header className="lead">
          <h1>{t('milestones.title')}</h1>
          <p>{t('milestones.intro')}</p>
        </header>
        <Filters path="/milestones" query={query}>
          <ChoiceField name="status" label={t('filter.status')} query={query} choices={statuses} required />
          <ChoiceField name="flag" label={t('filter.flag')} query={query} choices={flags} />
          <ChoiceField name="within" label={t('filter.within')} query={query} choices={spans} />
          <TextField name="from" label={t('filter.from')} query={query} type="date" />
          <TextField name="to" label={t('filter.to')} query={query} type="date" />
          <TextField name="knownAt" label={t('filter.knownAt')} query={query} type="date" />
        </Filters>
        {milestones.items.length === 0 ? (
          <p className="empty">{t('milestones.empty')}</p>
        ) : (
          <MilestoneList items={milestones.items} alone />
        )}
        <Pager path="/milestones" query={query} page={milestones.page} />
      </>
    );
  },
});
