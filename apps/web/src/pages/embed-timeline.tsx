import { useTranslation } from 'react-i18next';
import type { Timeline } from '../api/answers.js';
import { definePage } from '../page.js';
import { Entries } from '../parts/entries.js';
import { withFilters } from '../query.js';

/** A timeline to be framed by other sites: the same filters, and nothing around it. */
export const embeddedTimelinePage = definePage<{ timeline: Timeline }>({
  name: 'embed-timeline',
  path: '/embed/timeline',
  still: true,
  wholePath: ({ query }) => withFilters('/', query),
  load: async ({ query, get }) => ({ timeline: await get<Timeline>(withFilters('/v1/timeline', query)) }),
  title: (_data, t) => t('timeline.title'),
  dataPath: ({ query }) => withFilters('/v1/timeline', query),
  View: ({ data: { timeline } }) => {
    const { t } = useTranslation();
    return (
      <>
        <h1>{t('timeline.title')}</h1>
        {timeline.items.length === 0 ? (
          <p className="empty">{t('timeline.empty')}</p>
        ) : (
          <Entries items={timeline.items} />
        )}
        {timeline.page.next === null ? null : <p className="known">{t('embed.more')}</p>}
      </>
    );
  },
});
