import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import type { CaseDetail, CaseHistory, Milestones } from '../api/answers.js';
import { definePage } from '../page.js';
import { Deadlines } from '../analysis/deadlines.js';
import { CaseChangedFields } from '../parts/case-changed-fields.js';
import { sinceInWords, When } from '../parts/dates.js';
import { lastNewsInWords, PossibleStatuses } from '../parts/case-standing.js';
import { CaseAttributes, useAttributesShown } from '../parts/case-attributes.js';
import { useApiWords } from '../parts/api-words.js';
import { changeDaysInWords, knownInWords } from '../parts/known-words.js';
import { To } from '../parts/links.js';
import { measureInWords, measureStateInWords } from '../parts/measure-words.js';
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
    // Without a beginning the list starts with what is due next.
    deadlines.set('from', '0001');
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
    const { t, i18n } = useTranslation();
    const words = useApiWords();
    const legal = milestones.items.filter(({ deadline }) => deadline !== undefined);
    const others = milestones.items.filter((item) => !legal.includes(item));
    const developments = history.items.filter(({ kind }) => kind === 'development');
    const attributes = useAttributesShown(
      one.attributes,
      developments.map(({ type }) => type),
    );
    const since = one.statusSince === null ? null : sinceInWords(one.statusSince, i18n.language);
    return (
      <article dir="auto" className="record wide">
        <p className="about">
          <To path="/cases">{t('cases.title')}</To>
        </p>
        <h1>{one.name}</h1>
        <p className="marks">
          <span className={`mark status-${one.status}`}>{t(`caseStatus.${one.status}`)}</span>
          {one.outcome === null ? null : <span className="mark">{words.chosen(one.outcome)}</span>}
          {since === null ? null : <span className="known">{since}</span>}
          <PossibleStatuses possible={one.possible} />
          <span className="known">{lastNewsInWords(one.lastNews, t, i18n.language)}</span>
        </p>
        <CaseAttributes attributes={attributes} />
        <Measures measures={one.measures} />
        <Deadlines milestones={legal} history={history} caseName={one.name} />
        {others.length === 0 ? null : (
          <>
            <h2>{t('deadlines.others')}</h2>
            <MilestoneList items={others} />
          </>
        )}
        <h2>{t('cases.history')}</h2>
        <ol className="history">
          {history.items.map((step) => (
            <HistoryStep key={`${step.fact} ${step.recordedAt} ${step.kind}`} step={step} />
          ))}
        </ol>
      </article>
    );
  },
});

const Measures: FC<{ measures: CaseDetail['measures'] }> = ({ measures }) => {
  const { t, i18n } = useTranslation();
  if (measures.length === 0) return null;
  return (
    <>
      <h2>{t('cases.measures')}</h2>
      <ul className="measures">
        {measures.map((measure, index) => (
          <li key={`${measure.kind} ${measure.since} ${index}`} className={measure.state ?? 'may-be'}>
            {measureInWords(measure, t, i18n.language)}:{' '}
            <strong>{measureStateInWords(measure, t, i18n.language)}</strong>
          </li>
        ))}
      </ul>
    </>
  );
};

const HistoryStep: FC<{ step: CaseHistory['items'][number] }> = ({ step }) => {
  const { t, i18n } = useTranslation();
  return (
    <li className={step.kind}>
      <div className="when">
        <When occurred={step.occurred} />
      </div>
      <h3>
        <To path={`/facts/${step.fact}`}>{step.title}</To>
      </h3>
      <p className="marks">
        <span className={`mark ${step.kind === 'development' ? '' : 'corrected'}`}>{t(`fact.kind.${step.kind}`)}</span>
        <span className="known">
          {step.kind === 'development'
            ? knownInWords(step.known, t, i18n.language)
            : changeDaysInWords(step, t, i18n.language)}
        </span>
      </p>
      {step.reason === null ? null : <p>{step.reason}</p>}
      <CaseChangedFields changes={step.changes} />
      <Sources sources={step.sources} />
    </li>
  );
};
