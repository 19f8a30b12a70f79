import { useTranslation } from 'react-i18next';
import { useCallback, useContext, useEffect, useState, type FC } from 'react';
import type { SourceList, Subjects, Values } from '../api/answers.js';
import { goTo, useQuery } from '../address.js';
import { Band } from '../band/band.js';
import { definePage, type Asked } from '../page.js';
import { Entries } from '../parts/entries.js';
import type { Choice } from '../parts/choice.js';
import { underClocks } from '../parts/clocks.js';
import { ReportShown } from '../parts/coverage-line.js';
import { Pager } from '../parts/links.js';
import { RemindLink } from '../parts/remind-link.js';
import { withFilters, withValues } from '../query.js';
import { loadListed, type Listed } from '../timeline/load.js';
import { Replay } from '../timeline/replay.js';
import { TimelineFilters, type Choices } from '../timeline/timeline-filters.js';
import { useListed } from '../timeline/use-listed.js';

interface TimelineData {
  listed: Listed;
  choices: Choices;
  /** How many facts the list has with each value alone, under the other filters that the page came with. */
  counts: Record<Counted, Record<string, number>>;
  /** What fact types are called. */
  headlines: Record<string, string>;
}

const COUNTED = ['types', 'topics', 'parties'] as const;
type Counted = (typeof COUNTED)[number];
const PARAMETER = { types: 'type', topics: 'topic', parties: 'party' } as const satisfies Record<Counted, string>;

async function countsOf(query: URLSearchParams, get: Asked['get']): Promise<TimelineData['counts']> {
  const lists = COUNTED.map(async (list) => {
    const others = withValues(query, { [PARAMETER[list]]: null, cursor: null, limit: null, order: null });
    const { items } = await get<Values>(withFilters(`/v1/${list}`, others));
    return [list, Object.fromEntries(items.map(({ value, facts }) => [value, facts]))] as const;
  });
  return Object.fromEntries(await Promise.all(lists)) as TimelineData['counts'];
}

/** The first page: what happened, in order. */
export const timelinePage = definePage<TimelineData>({
  name: 'timeline',
  path: '/',
  load: async ({ query, get }) => {
    const [listed, counts, subjects, types, topics, parties, sources] = await Promise.all([
      loadListed(query, get),
      countsOf(query, get),
      get<Subjects>(underClocks('/v1/subjects?limit=200', query)),
      get<Values>(underClocks('/v1/types?undated=include', query)),
      get<Values>(underClocks('/v1/topics?undated=include', query)),
      get<Values>(underClocks('/v1/parties?undated=include', query)),
      get<SourceList>(underClocks('/v1/sources?limit=200', query)),
    ]);
    const told = types.items.filter(({ facts }) => facts > 0);
    return {
      listed,
      counts,
      choices: {
        subjects: subjects.items.map(({ id, name }) => ({ value: id, label: name })),
        types: told.map(choiceOf),
        topics: topics.items.map(choiceOf),
        parties: parties.items.map(choiceOf),
        sources: sources.items.map(({ id, title }) => ({ value: id, label: title })),
      },
      headlines: Object.fromEntries(told.map(({ value, headline }) => [value, headline ?? value])),
    };
  },
  title: (_data, t) => t('timeline.title'),
  dataPath: ({ query }) => withFilters('/v1/timeline', query),
  embedPath: ({ query }) => withFilters('/embed/timeline', query),
  feeds: ({ query }) => [
    { type: 'application/feed+json', path: withFilters('/v1/timeline.feed.json', query), title: 'JSON Feed' },
    { type: 'application/atom+xml', path: withFilters('/v1/timeline.atom', query), title: 'Atom' },
    { type: 'text/calendar', path: withFilters('/v1/timeline.ics', query), title: 'iCalendar' },
  ],
  View: ({ data }) => <TimelineView data={data} />,
});

const TimelineView: FC<{ data: TimelineData }> = ({ data: { listed: first, choices, counts, headlines } }) => {
  const { t } = useTranslation();
  const { listed, isAsking, problem, returns, ask } = useListed(first);
  const address = useQuery(first.query);
  const [lit, setLit] = useState<ReadonlyMap<string, string>>(() => new Map());
  const { timeline, overview, query } = listed;
  const reportShown = useContext(ReportShown);
  useEffect(() => reportShown(listed), [reportShown, listed]);
  const onAddress = useCallback(
    (name: 'view' | 'lane', value: string) => {
      const next = withValues(new URLSearchParams(location.search), { [name]: value });
      if (name === 'view') goTo(next, 'replace');
      else void ask(next, { way: 'replace' });
    },
    [ask],
  );
  return (
    <>
      <header className="lead">
        <h1>{t('timeline.title')}</h1>
        <p>{t('timeline.intro')}</p>
      </header>
      <TimelineFilters
        key={returns}
        query={address}
        choices={query === first.query ? counted(choices, counts) : choices}
        ask={(next, isTyping) => void ask(next, { way: isTyping ? 'replace' : 'push', isByForm: true })}
      />
      <div className="results">
        <p className="found" role="status">
          {problem ?? t('timeline.found', { count: overview.density.total + overview.density.undated })}
        </p>
        <RemindLink about={address} />
      </div>
      <Band
        overview={overview}
        query={new URLSearchParams(address)}
        headlines={headlines}
        lit={lit}
        onAddress={onAddress}
      />
      <Replay query={address} ask={(next) => ask(next, { way: 'replace' })} onLit={setLit} />
      <div className={isAsking ? 'outdated' : ''} aria-busy={isAsking}>
        {timeline.items.length === 0 ? (
          <p className="empty">{t('timeline.empty')}</p>
        ) : (
          <Entries items={timeline.items} lit={lit} />
        )}
      </div>
      <Pager path="/" query={query} page={timeline.page} />
    </>
  );
};

function choiceOf({ value, headline }: Values['items'][number]): Choice {
  return { value, label: headline ?? value };
}

/** The choices with their counts, which are those of the filters that the page came with. */
function counted(choices: Choices, counts: TimelineData['counts']): Choices {
  const lists = COUNTED.map((list) => [
    list,
    choices[list].map(({ value, label }) => ({ value, label: `${label} (${counts[list][value] ?? 0})` })),
  ]);
  return { ...choices, ...(Object.fromEntries(lists) as Pick<Choices, Counted>) };
}
