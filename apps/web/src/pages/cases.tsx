import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import type { Case, Cases } from '../api/answers.js';
import { definePage } from '../page.js';
import { CASE_STATUSES } from '../parts/case-statuses.js';
import { CaseFilters, caseValues, type CaseValues } from '../parts/case-filters.js';
import { lastNewsInWords, PossibleStatuses } from '../parts/case-standing.js';
import { CasePlaces } from '../parts/case-places.js';
import { edtfInWords, sinceInWords } from '../parts/dates.js';
import { useApiWords } from '../parts/api-words.js';
import { ChoiceField } from '../parts/filters.js';
import { Pager, To } from '../parts/links.js';
import { DeadlineCaution, deadlineStateInWords, DeadlineTexts } from '../parts/deadline-words.js';
import { measureStateInWords } from '../parts/measure-words.js';
import { Window } from '../parts/milestone-list.js';
import { PossibleStates } from '../parts/milestone-marks.js';
import { RemindLink } from '../parts/remind-link.js';
import { filtersOf } from '../query.js';

interface CasesData {
  cases: Cases;
  values: CaseValues;
  query: string;
  view: 'board' | 'list';
}

function asked(query: URLSearchParams): string {
  const filters = filtersOf(query);
  if (!filters.has('limit')) filters.set('limit', '200');
  return `/v1/cases?${filters}`;
}

/** All cases by how they stand: on a board, or as a list. */
export const casesPage = definePage<CasesData>({
  name: 'cases',
  path: '/cases',
  still: true,
  load: async ({ query, get }) => {
    const [cases, values] = await Promise.all([get<Cases>(asked(query)), caseValues({ query, get })]);
    return { cases, values, query: query.toString(), view: query.get('view') === 'list' ? 'list' : 'board' };
  },
  title: (_data, t) => t('cases.title'),
  dataPath: ({ query }) => asked(query),
  feeds: () => [
    { type: 'application/atom+xml', path: '/v1/cases/changes.atom', title: 'Atom' },
    { type: 'application/feed+json', path: '/v1/cases/changes.feed.json', title: 'JSON Feed' },
  ],
  View: ({ data: { cases, values, query, view } }) => {
    const { t } = useTranslation();
    const filters = filtersOf(new URLSearchParams(query)).toString();
    const matches = (['certain', 'possible'] as const).map((value) => ({ value, label: t(`cases.matches.${value}`) }));
    const next = cases.items.flatMap(({ nextMilestone }) => nextMilestone ?? []);
    const views = (['board', 'list'] as const).map((value) => ({ value, label: t(`cases.views.${value}`) }));
    return (
      <>
        <header className="lead">
          <h1>{t('cases.title')}</h1>
          <p>{t('cases.intro')}</p>
        </header>
        <CasePlaces here="/cases" query={query} />
        <CaseFilters
          path="/cases"
          query={query}
          values={values}
          first={
            <>
              <ChoiceField name="view" label={t('cases.view')} query={query} choices={views} required />
              <ChoiceField name="match" label={t('cases.match')} query={query} choices={matches} required />
            </>
          }
        />
        <div className="results">
          <p className="found" role="status">
            {t('cases.count', { count: cases.items.length })}
            {cases.page.next === null ? null : ` ${t('cases.onThisPage')}`}
          </p>
          <RemindLink about={filters === '' ? 'type=case' : new URLSearchParams({ cases: filters }).toString()} />
        </div>
        {cases.items.length === 0 ? (
          <p className="empty">{t('cases.empty')}</p>
        ) : view === 'list' ? (
          <CaseList cases={cases.items} />
        ) : (
          <Board cases={cases.items} />
        )}
        <DeadlineCaution of={next} />
        <DeadlineTexts texts={next.flatMap(({ deadline }) => deadline?.rule.texts ?? [])} />
        <Pager path="/cases" query={query} page={cases.page} />
      </>
    );
  },
});

const Board: FC<{ cases: readonly Case[] }> = ({ cases }) => {
  const { t } = useTranslation();
  const columns = CASE_STATUSES.map((status) => ({ status, items: cases.filter((one) => one.status === status) }));
  return (
    <div className="board" role="region" aria-label={t('cases.board')} tabIndex={0}>
      {columns
        .filter(({ items }) => items.length > 0)
        .map(({ status, items }) => (
          <section key={status} className="column" aria-labelledby={`column-${status}`}>
            <h2 id={`column-${status}`}>
              {t(`caseStatus.${status}`)} <span className="count">{items.length}</span>
            </h2>
            <ul>
              {items.map((one) => (
                <li key={one.id} className="card" dir="auto">
                  <h3>
                    <To path={`/cases/${one.id}`}>{one.name}</To>
                  </h3>
                  <Since item={one} />
                  <Standing item={one} />
                </li>
              ))}
            </ul>
          </section>
        ))}
    </div>
  );
};

const CaseList: FC<{ cases: readonly Case[] }> = ({ cases }) => {
  const { t } = useTranslation();
  return (
    <div className="scroll" role="group" tabIndex={0} aria-label={t('cases.title')}>
      <table className="figures cases">
        <caption>{t('cases.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('cases.name')}</th>
            <th scope="col">{t('cases.status')}</th>
            <th scope="col">{t('cases.standing')}</th>
          </tr>
        </thead>
        <tbody>
          {cases.map((one) => (
            <tr key={one.id}>
              <th scope="row" dir="auto">
                <To path={`/cases/${one.id}`}>{one.name}</To>
              </th>
              <td>
                <span className={`mark status-${one.status}`}>{t(`caseStatus.${one.status}`)}</span>
                <Since item={one} />
              </td>
              <td>
                <Standing item={one} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

/** Since when a case stands as it does (of one that is only noted, since when it is open), and its last news. */
const Since: FC<{ item: Case }> = ({ item: { status, possible, statusSince, openedOn, lastNews } }) => {
  const { t, i18n } = useTranslation();
  const day = statusSince ?? (status === 'noted' ? openedOn : null);
  return (
    <p className="known">
      {day === null ? t('cases.sinceUnknown') : sinceInWords(day, i18n.language)}
      {openedOn === null || openedOn === day ? null : (
        <> {t('cases.openedOn', { day: edtfInWords(openedOn, i18n.language) })}</>
      )}{' '}
      <PossibleStatuses possible={possible} /> {lastNewsInWords(lastNews, t, i18n.language)}
    </p>
  );
};

/** What a case ended with, what is due next in it, and how its customs measures stand, but for those that are lifted. */
const Standing: FC<{ item: Case }> = ({ item: { name, outcome, nextMilestone, measures } }) => {
  const { t, i18n } = useTranslation();
  const words = useApiWords();
  const standing = measures.filter(({ state, possible }) => state !== 'lifted' || Boolean(possible?.length));
  return (
    <>
      {outcome === null ? null : <p className="outcome">{words.chosen(outcome)}</p>}
      {nextMilestone === null ? null : <NextDeadline milestone={nextMilestone} caseName={name} />}
      {standing.map((measure, index) => (
        <p key={`${measure.kind} ${measure.since} ${index}`} className={`measure ${measure.state ?? 'may-be'}`}>
          {t(`caseMeasure.${measure.kind}`)}: {measureStateInWords(measure, t, i18n.language)}
        </p>
      ))}
    </>
  );
};

/** What is due next, and by when; of a deadline whose last day has passed, how it stands. */
const NextDeadline: FC<{ milestone: NonNullable<Case['nextMilestone']>; caseName: string }> = ({
  milestone,
  caseName,
}) => {
  const { t } = useTranslation();
  const words = useApiWords();
  const { status, window, deadline } = milestone;
  if (status === 'unconfirmed' && deadline)
    return (
      <p className="known">
        {words.dueAlone(milestone, caseName)}, {t('cases.due')} <Window window={window} />:{' '}
        {deadlineStateInWords(deadline.state, deadline, t)}
        {deadline.sourcesEndBefore ? `; ${t('deadlines.sourcesEnd')}` : null} <PossibleStates milestone={milestone} />
      </p>
    );
  return (
    <p className={`next ${status}`}>
      {t(status === 'overdue' ? 'cases.passed' : 'cases.next')}: {words.dueAlone(milestone, caseName)},{' '}
      <Window window={window} />
      {deadline?.kind === 'indicative' ? <>. {t('deadlines.indicative')}</> : null}{' '}
      <PossibleStates milestone={milestone} />
    </p>
  );
};
