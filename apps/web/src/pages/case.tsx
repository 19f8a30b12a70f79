import { useTranslation } from 'react-i18next';
import type { CaseDetail, CaseHistory, Milestones } from '../api/answers.js';
import { definePage } from '../page.js';
import { ChangedFields } from '../parts/changed-fields.js';
import { When } from '../parts/dates.js';
import { Fields, nameInWords } from '../parts/fields.js';
import { To } from '../parts/links.js';
import { MilestoneList } from '../parts/milestone-list.js';
import { Sources } from '../parts/sources.js';
import { filtersOf, withFilters } from '../query.js';

interface CaseData {
  one: CaseDetail;
  history: CaseHistory;
  milestones: Milestones;
}

/** One case: how it stands, its legal deadlines, and how it came to that. */
export const casePage = definePage<CaseData>({
  name: 'case',
  path: '/cases/:id',
  load: async ({ parameters, query, get }) => {
    const id = parameters['id']!;
    const deadlines = filtersOf(query);
    deadlines.set('subject', id);
    const [one, history, milestones] = await Promise.all([
      get<CaseDetail>(withFilters(`/v1/cases/${id}`, query)),
      get<CaseHistory>(withFilters(`/v1/cases/${id}/history`, query)),
      get<Milestones>(`/v1/milestones?${deadlines}`),
    ]);
    return { one, history, milestones };
  },
  title: ({ one }) => one.name,
  dataPath: ({ parameters, query }) => withFilters(`/v1/cases/${parameters['id']}`, query),
  View: ({ data: { one, history, milestones } }) => {
    const { t } = useTranslation();
    const inForce = one.measures.filter(({ lifted }) => !lifted);
    return (
      <article dir="auto" className="record">
        <p className="about">
          <To path="/cases">{t('cases.title')}</To>
        </p>
        <h1>{one.name}</h1>
        <p className="marks">
          <span className={`mark status-${one.status}`}>{t(`caseStatus.${one.status}` as 'caseStatus.filed')}</span>
          {one.outcome === null ? null : <span className="mark">{one.outcome.replaceAll('-', ' ')}</span>}
        </p>
        {inForce.length === 0 ? null : (
          <>
            <h2>{t('cases.measures')}</h2>
            <ul>
              {inForce.map(({ kind, since }) => (
                <li key={`${kind} ${since}`}>
                  {nameInWords(kind)}
                  {since === null ? null : ` (${since})`}
                </li>
              ))}
            </ul>
          </>
        )}
        <Fields fields={one.attributes} />
        {milestones.items.length === 0 ? null : (
          <>
            <h2>{t('subject.milestones')}</h2>
            <MilestoneList items={milestones.items} />
          </>
        )}
        <h2>{t('cases.history')}</h2>
        <ol className="history">
          {history.items.map((step) => (
            <li key={`${step.fact} ${step.recordedAt} ${step.kind}`} className={step.kind}>
              <div className="when">
                <When occurred={step.occurred} />
              </div>
              <div>
                <h3>
                  <To path={`/facts/${step.fact}`}>{step.title}</To>
                </h3>
                {step.kind === 'development' ? null : (
                  <p className="marks">
                    <span className="mark corrected">{t(`fact.kind.${step.kind}`)}</span> {step.reason}
                  </p>
                )}
                <ChangedFields changes={step.changes} />
                <Sources sources={step.sources} />
              </div>
            </li>
          ))}
        </ol>
      </article>
    );
  },
});
