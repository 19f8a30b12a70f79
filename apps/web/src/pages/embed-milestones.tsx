import { useTranslation } from 'react-i18next';
import type { Milestones } from '../api/answers.js';
import { askedMilestones } from '../milestones/asked.js';
import { definePage } from '../page.js';
import { DeadlineCaution } from '../parts/deadline-words.js';
import { MilestoneList } from '../parts/milestone-list.js';
import { withFilters } from '../query.js';

/** Lists elsewhere are of what lies ahead, unless they ask for more. */
function asked(query: URLSearchParams): string {
  return askedMilestones('/v1/milestones', query, ['upcoming', 'due']);
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
        <DeadlineCaution of={milestones.items} />
        {milestones.page.next === null ? null : <p className="known">{t('embed.more')}</p>}
      </>
    );
  },
});
