import { useTranslation } from 'react-i18next';
import type { Milestones, SubjectDetail, Timeline } from '../api/answers.js';
import { definePage } from '../page.js';
import { Entries } from '../parts/entries.js';
import { Fields } from '../parts/fields.js';
import { To } from '../parts/links.js';
import { MilestoneList } from '../parts/milestone-list.js';
import { RemindLink } from '../parts/remind-link.js';
import { filtersOf, withFilters } from '../query.js';

interface SubjectData {
  subject: SubjectDetail;
  timeline: Timeline;
  milestones: Milestones;
}

/** One subject: how it stands, what is due, and its story. */
export const subjectPage = definePage<SubjectData>({
  name: 'subject',
  path: '/subjects/:id',
  load: async ({ parameters, query, get }) => {
    const ofSubject = filtersOf(query);
    ofSubject.set('subject', parameters['id']!);
    const [subject, timeline, milestones] = await Promise.all([
      get<SubjectDetail>(withFilters(`/v1/subjects/${parameters['id']}`, query)),
      get<Timeline>(`/v1/timeline?${ofSubject}&limit=200`),
      get<Milestones>(`/v1/milestones?${ofSubject}`),
    ]);
    return { subject, timeline, milestones };
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
  View: ({ data: { subject, timeline, milestones } }) => {
    const { t } = useTranslation();
    return (
      <article dir="auto" className="record">
        <p className="about">
          <span className="kind">{subject.type}</span>
        </p>
        <h1>{subject.name}</h1>
        <p>
          <RemindLink about={`subject=${subject.id}`} of={subject.name} />
        </p>
        {subject.partOf === null ? null : (
          <p>
            {t('subject.partOf')} <To path={`/subjects/${subject.partOf}`}>{subject.partOf}</To>
          </p>
        )}
        {subject.type === 'case' ? (
          <p>
            <To path={`/cases/${subject.id}`}>{t('subject.asCase')}</To>
          </p>
        ) : null}
        <Fields fields={subject.state} />
        <Fields fields={subject.attributes} />
        {milestones.items.length === 0 ? null : (
          <>
            <h2>{t('subject.milestones')}</h2>
            <MilestoneList items={milestones.items} />
          </>
        )}
        <h2>{t('subject.story')}</h2>
        <Entries items={timeline.items} />
        <p>
          <To path={`/?subject=${subject.id}`}>{t('subject.all', { count: subject.facts })}</To>
        </p>
        {subject.parts.length === 0 ? null : (
          <>
            <h2>{t('subject.parts')}</h2>
            <ul>
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
