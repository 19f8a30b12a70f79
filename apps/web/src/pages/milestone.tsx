import { useTranslation } from 'react-i18next';
import { useContext, type FC } from 'react';
import type { MilestoneDetail } from '../api/answers.js';
import { definePage } from '../page.js';
import { useApiWords } from '../parts/api-words.js';
import { dayInWords } from '../parts/dates.js';
import { DeadlineCaution } from '../parts/deadline-words.js';
import { PageClocks, To } from '../parts/links.js';
import { MilestoneReasons, RemindOf, Window } from '../parts/milestone-list.js';
import { MilestoneMarks } from '../parts/milestone-marks.js';
import { withFilters } from '../query.js';

/** One milestone: when it is due, how it stands, by which rule and from which facts, and how it came to that. */
export const milestonePage = definePage<MilestoneDetail>({
  name: 'milestone',
  path: '/milestones/:id',
  load: ({ parameters, query, get }) => get<MilestoneDetail>(withFilters(`/v1/milestones/${parameters['id']}`, query)),
  title: (milestone, _t, words) => words.due(milestone, milestone.subject.name),
  dataPath: ({ parameters, query }) => withFilters(`/v1/milestones/${parameters['id']}`, query),
  feeds: ({ parameters }) => {
    const subject = new URLSearchParams({ subject: parameters['id']!.split('.')[0]! });
    return [
      { type: 'text/calendar', path: `/v1/milestones.ics?${subject}`, title: 'iCalendar' },
      { type: 'application/atom+xml', path: `/v1/milestones.atom?${subject}`, title: 'Atom' },
    ];
  },
  View: ({ data: milestone }) => {
    const { t } = useTranslation();
    const { subject, window } = milestone;
    const words = useApiWords();
    const named = words.due(milestone, subject.name);
    const ofSubject = new URLSearchParams([['subject', subject.id], ...new URLSearchParams(useContext(PageClocks))]);
    const isCertain = window.earliest !== null && window.earliest === window.latest;
    return (
      <article dir="auto" className="record">
        <p className="about">
          <To path={`/subjects/${subject.id}`}>{subject.name}</To> · <To path="/milestones">{t('milestones.title')}</To>
        </p>
        <h1>{named}</h1>
        <p className="due-when">
          <Window window={window} />
          {isCertain ? null : <span className="kind"> {t('milestones.noday')}</span>}
        </p>
        <MilestoneMarks milestone={milestone} />
        <h2>{t('milestones.why')}</h2>
        <MilestoneReasons milestone={milestone} />
        <DeadlineCaution of={[milestone]} />
        <p className="ways">
          <RemindOf milestone={milestone} />
          <a href={`/v1/milestones.ics?${ofSubject}`}>{t('milestones.calendar')}</a>
        </p>
        <History turns={milestone.history} />
      </article>
    );
  },
});

const History: FC<{ turns: MilestoneDetail['history'] }> = ({ turns }) => {
  const { t, i18n } = useTranslation();
  const words = useApiWords();
  if (turns.length === 0) return null;
  return (
    <>
      <h2>{t('milestones.history')}</h2>
      <ol className="history">
        {turns.map((told, at) => {
          const { turn, window, fact, recordedAt, position } = told;
          const before = turns.slice(0, at).findLast((one) => one.turn !== 'flagged')?.window;
          return (
            <li key={`${position} ${turn} ${window}`}>
              <div className="when">{dayInWords(recordedAt.slice(0, 10), i18n.language)}</div>
              <p>
                {words.turn(told, before)}{' '}
                {fact === null ? null : (
                  <>
                    (<To path={`/facts/${fact}`}>{fact}</To>)
                  </>
                )}
              </p>
            </li>
          );
        })}
      </ol>
    </>
  );
};
