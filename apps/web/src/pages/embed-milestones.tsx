import { useTranslation } from 'react-i18next';
import type { Milestones } from '../api/answers.js';
import { definePage } from '../page.js';
import { MilestoneList } from '../parts/milestone-list.js';
import { filtersOf, withFilters } from '../query.js';

/** Who names no status wants to know of what lies ahead; `all` is a word of the pages for every status. */
function asked(query: URLSearchParams): string {
  const filters = filtersOf(query);
  const named = filters.getAll('status');
  if (named.includes('all')) filters.delete('status');
  else if (named.length === 0) for (const status of ['upcoming', 'due']) filters.append('status', status);
  return withFilters('/v1/milestones', filters);
}

/** A list of milestones to be framed by other sites: the same filters, and nothing around it. */
export const embeddedMilestonesPage = definePage<{ milestones: Milestones }>({
  name: 'embed-milestones',
  path: '/embed/milestones',
  still: true,
  wholePath: ({ query }) => withFilters('/milestones', query),
  load: async ({ query, get }) => ({ milestones: await get<Milestones>(asked(query)) }),
  title: (_data, t) => t('milestones.title'),
  dataPath: ({ query }) => asked(query),
  View: ({ data: { milestones } }) => {
    const { t } = useTranslation();
    return (
      <>
        <h1>{t('milestones.title')}</h1>
        <h2 className="unseen">{t('milestones.list')}</h2>
        {milestones.items.length === 0 ? (
          <p className="empty">{t('milestones.empty')}</p>
        ) : (
          <MilestoneList items={milestones.items} alone />
        )}
        {milestones.page.next === null ? null : <p className="known">{t('embed.more')}</p>}
      </>
    );
  },
});
