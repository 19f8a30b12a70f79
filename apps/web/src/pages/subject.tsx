import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useCallback, useMemo, type FC, type ReactNode } from 'react';
import type { Milestones, SubjectDetail, Timeline } from '../api/answers.js';
import { goTo, useQuery } from '../address.js';
import { Band } from '../band/band.js';
import { loadOverview, type Overview } from '../band/content.js';
import { definePage } from '../page.js';
import { lastNewsInWords } from '../parts/case-standing.js';
import { UndatedAttributes, useAttributesShown } from '../parts/case-attributes.js';
import { DeadlineCaution } from '../parts/deadline-words.js';
import { Entries } from '../parts/entries.js';
import { useApiWords, type ApiWords } from '../parts/api-words.js';
import { edtfInWords } from '../parts/dates.js';
import { Fields } from '../parts/fields.js';
import { newsDayInWords } from '../parts/known-words.js';
import { To } from '../parts/links.js';
import { measureInWords, measureStateInWords, type MeasureShown } from '../parts/measure-words.js';
import { MilestoneList } from '../parts/milestone-list.js';
import { RemindLink } from '../parts/remind-link.js';
import { filtersOf, withFilters, withValues } from '../query.js';

interface SubjectData {
  subject: SubjectDetail;
  timeline: Timeline;
  milestones: Milestones;
  overview: Overview;
  /** The filters of the picture. */
  pictured: string;
}

/** One subject: how it stands, what is due, and its story. */
export const subjectPage = definePage<SubjectData>({
  name: 'subject',
  path: '/subjects/:id',
  load: async ({ parameters, query, get }) => {
    const ofSubject = withValues(filtersOf(query), { subject: parameters['id']! });
    const pictured = withValues(ofSubject, { include: 'milestones', lane: 'type' });
    const [subject, timeline, milestones, overview] = await Promise.all([
      get<SubjectDetail>(withFilters(`/v1/subjects/${parameters['id']}`, query)),
      get<Timeline>(`/v1/timeline?${withValues(ofSubject, { limit: '200', undated: 'include' })}`),
      get<Milestones>(`/v1/milestones?${withValues(ofSubject, { from: '0001' })}`),
      loadOverview(pictured, get),
    ]);
    return { subject, timeline, milestones, overview, pictured: pictured.toString() };
  },
  title: ({ subject }) => subject.name,
  dataPath: ({ parameters, query }) => withFilters(`/v1/subjects/${parameters['id']}`, query),
  feeds: ({ parameters }) => [
    {
      type: 'application/atom+xml',
      path: `/v1/timeline.atom?subject=${encodeURIComponent(parameters['id']!)}`,
      title: 'Atom',
    },
  ],
  View: ({ data }) => {
    const { t, i18n } = useTranslation();
    const words = useApiWords();
    const { subject, timeline, milestones } = data;
    const attributes = useAttributesShown(
      subject.attributes,
      timeline.items.map(({ type }) => type),
    );
    return (
      <article dir="auto" className="record">
        <p className="about">
          <To path={`/?subjectType=${subject.type}`}>{t(`subjectType.${subject.type}`)}</To>
          {subject.partOf === null ? null : (
            <>
              {' '}
              · {t('subject.partOf')}{' '}
              <To path={`/subjects/${subject.partOf}`}>{subject.partOf.replaceAll('-', ' ')}</To>
            </>
          )}
        </p>
        <h1>{subject.name}</h1>
        <p className="known">{lastNewsInWords(subject.lastNews, t, i18n.language)}</p>
        <p>
          <RemindLink about={`subject=${subject.id}`} of={subject.name} />
        </p>
        {subject.type === 'case' ? (
          <p>
            <To path={`/cases/${subject.id}`}>{t('subject.asCase')}</To>
          </p>
        ) : null}
        <div className="stand">
          <Stand title={t('subject.state')} fields={stateInWords(subject, words, t, i18n.language)} />
          <Stand title={t('subject.attributes')} fields={attributes}>
            <UndatedAttributes />
          </Stand>
        </div>
        <p className="words">
          {subject.topics.map((topic) => (
            <To key={topic} path={`/?topic=${encodeURIComponent(topic)}`} className="word">
              {words.topic(topic)}
            </To>
          ))}
          {subject.parties.map((party) => (
            <To key={party} path={`/?party=${encodeURIComponent(party)}`} className="word">
              {party}
            </To>
          ))}
        </p>
        {timeline.items.length > 1 ? <Picture data={data} /> : null}
        {milestones.items.length === 0 ? null : (
          <>
            <h2>{t('subject.milestones')}</h2>
            <DeadlineCaution of={milestones.items} />
            <MilestoneList items={milestones.items} />
          </>
        )}
        <h2>{t('subject.story')}</h2>
        <Entries items={timeline.items} of={subject.id} />
        <p>
          <To path={`/?subject=${subject.id}`}>{t('subject.all', { count: subject.facts })}</To>
        </p>
        {subject.parts.length === 0 ? null : (
          <>
            <h2>{t('subject.parts')}</h2>
            <ul className="columns">
              {subject.parts.map(({ id, name }) => (
                <li key={id}>
                  <To path={`/subjects/${id}`}>{name}</To>
                </li>
              ))}
            </ul>
          </>
        )}
      </article>
    );
  },
});

/** The state of a subject with the statuses that it may have besides, and the measures of a case in words. */
function stateInWords(
  { state: { termOver, ...state }, possible }: SubjectDetail,
  words: ApiWords,
  t: TFunction,
  language: string,
): Record<string, unknown> {
  if (termOver) {
    const reported = { status: words.chosen(String(state['status'])) };
    const day = termOver.asOf === null ? null : newsDayInWords(termOver.asOf, language);
    const parts = {
      reported: day === null ? t('subject.reported', reported) : t('subject.reportedOn', { ...reported, day }),
      end: edtfInWords(termOver.endedOn, language),
    };
    const standing = termOver.inDoubt ? t('subject.termOverInDoubt', parts) : t('subject.termOver', parts);
    // The sentence has the end; "ends on" a day that is past would say that it did end.
    return { standing, ...state, status: null, endsOn: null, possible };
  }
  const measures = (state['measures'] ?? []) as MeasureShown[];
  const inWords = measures.map(
    (one) => `${measureInWords(one, t, language)}: ${measureStateInWords(one, t, language)}`,
  );
  return { ...state, ...(measures.length > 0 && { measures: inWords }), possible };
}

const Stand: FC<{ title: string; fields: Record<string, unknown>; children?: ReactNode }> = ({
  title,
  fields,
  children,
}) =>
  Object.values(fields).every((value) => value === null || (Array.isArray(value) && value.length === 0)) ? null : (
    <section>
      <h2>{title}</h2>
      <Fields fields={fields} />
      {children}
    </section>
  );

const Picture: FC<{ data: SubjectData }> = ({ data: { overview, pictured, timeline } }) => {
  const address = useQuery('');
  const headlines = useMemo(
    () =>
      Object.fromEntries(timeline.items.flatMap((item) => ('headline' in item ? [[item.type, item.headline]] : []))),
    [timeline],
  );
  const onAddress = useCallback((name: 'view' | 'lane', value: string) => {
    goTo(withValues(new URLSearchParams(location.search), { [name]: value }), 'replace');
  }, []);
  const query = withValues(new URLSearchParams(pictured), { view: new URLSearchParams(address).get('view') });
  return <Band overview={overview} query={query} headlines={headlines} onAddress={onAddress} isSmall />;
};
