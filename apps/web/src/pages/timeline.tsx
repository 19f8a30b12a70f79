import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import type { Subjects, Timeline, Values } from '../api/answers.js';
import { definePage } from '../page.js';
import { Entries } from '../parts/entries.js';
import { ChoiceField, Filters, TextField, type Choice } from '../parts/filters.js';
import { Pager } from '../parts/links.js';
import { RemindLink } from '../parts/remind-link.js';
import { filtersOf, withFilters } from '../query.js';

interface TimelineData {
  timeline: Timeline;
  query: string;
  subjects: Choice[];
  types: Choice[];
  topics: Choice[];
  parties: Choice[];
}

/** The first page: what happened, in order. */
export const timelinePage = definePage<TimelineData>({
  name: 'timeline',
  path: '/',
  load: async ({ query, get }) => {
    const [timeline, subjects, types, topics, parties] = await Promise.all([
      get<Timeline>(withFilters('/v1/timeline', query)),
      get<Subjects>('/v1/subjects?limit=200'),
      get<Values>('/v1/types'),
      get<Values>('/v1/topics'),
      get<Values>('/v1/parties'),
    ]);
    return {
      timeline,
      query: filtersOf(query).toString(),
      subjects: subjects.items.map(({ id, name }) => ({ value: id, label: name })),
      types: types.items.map(choiceOf),
      topics: topics.items.map(choiceOf),
      parties: parties.items.map(choiceOf),
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
  View: ({ data }) => {
    const { t } = useTranslation();
    return (
      <>
        <header className="lead">
          <h1>{t('timeline.title')}</h1>
          <p>{t('timeline.intro')}</p>
        </header>
        <TimelineFilters data={data} />
        <p>
          <RemindLink about={data.query} />
        </p>
        {data.timeline.items.length === 0 ? (
          <p className="empty">{t('timeline.empty')}</p>
        ) : (
          <Entries items={data.timeline.items} />
        )}
        <Pager path="/" query={data.query} page={data.timeline.page} />
      </>
    );
  },
});

const TimelineFilters: FC<{ data: TimelineData }> = ({ data: { query, subjects, types, topics, parties } }) => {
  const { t } = useTranslation();
  const more = (
    <>
      <ChoiceField name="type" label={t('filter.type')} query={query} choices={types} />
      <ChoiceField name="topic" label={t('filter.topic')} query={query} choices={topics} />
      <ChoiceField name="party" label={t('filter.party')} query={query} choices={parties} />
      <ChoiceField
        name="match"
        label={t('filter.match')}
        query={query}
        required
        choices={[
          { value: 'possible', label: t('filter.matchPossible') },
          { value: 'certain', label: t('filter.matchCertain') },
        ]}
      />
      <ChoiceField
        name="order"
        label={t('filter.order')}
        query={query}
        required
        choices={[
          { value: 'asc', label: t('filter.asc') },
          { value: 'desc', label: t('filter.desc') },
        ]}
      />
      <TextField name="asOf" label={t('filter.asOf')} query={query} type="date" />
    </>
  );
  return (
    <Filters path="/" query={query} more={more}>
      <TextField name="q" label={t('filter.q')} query={query} />
      <ChoiceField name="subject" label={t('filter.subject')} query={query} choices={subjects} />
      <TextField name="from" label={t('filter.from')} query={query} type="date" />
      <TextField name="to" label={t('filter.to')} query={query} type="date" />
      <TextField name="knownAt" label={t('filter.knownAt')} query={query} type="date" />
    </Filters>
  );
};

function choiceOf({ value, headline, facts }: { value: string; headline?: string; facts: number }): Choice {
  return { value, label: `${headline ?? value} (${facts})` };
}
