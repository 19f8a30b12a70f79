import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import type { Milestone, Occurred } from '../api/answers.js';
import { useApiWords } from './api-words.js';
import { edtfInWords, endsOf } from './dates.js';
import { BecauseOf, DeadlineNotes } from './deadline-words.js';
import { To } from './links.js';
import { MilestoneMarks } from './milestone-marks.js';
import { RemindLink } from './remind-link.js';

/**
 * Milestones with their window, how they stand, and why they are due. Alone on a page they name their subjects.
 */
export const MilestoneList: FC<{ items: readonly Milestone[]; alone?: true }> = ({ items, alone }) => {
  const words = useApiWords();
  return (
    <ol className="milestones">
      {items.map((milestone) => (
        <li key={milestone.id} className={`milestone ${milestone.status}`} id={milestone.id}>
          <div className="when">
            <Window window={milestone.window} />
          </div>
          <article dir="auto">
            {alone === true ? (
              <p className="about">
                <To path={`/subjects/${milestone.subject.id}`}>{milestone.subject.name}</To>
              </p>
            ) : null}
            <h3>
              <To path={`/milestones/${milestone.id}`}>{words.due(milestone, milestone.subject.name)}</To>
            </h3>
            <MilestoneMarks milestone={milestone} />
            <MilestoneReasons milestone={milestone} />
            <p>
              <RemindOf milestone={milestone} />
            </p>
          </article>
        </li>
      ))}
    </ol>
  );
};

/** Leads to reminders of a milestone that is still ahead or due; of any other, to what comes next of its subject. */
export const RemindOf: FC<{ milestone: Pick<Milestone, 'id' | 'title' | 'status' | 'subject'> }> = ({
  milestone: { id, title, status, subject },
}) => {
  const words = useApiWords();
  return status === 'upcoming' || status === 'due' ? (
    <RemindLink about={`milestone=${encodeURIComponent(id)}`} of={words.due({ id, title }, subject.name)} />
  ) : (
    <RemindLink about={`subject=${encodeURIComponent(subject.id)}`} of={subject.name} />
  );
};

/**
 * The rule that a milestone follows in words, the facts that it comes from, and the sources of those. The texts of a
 * legal deadline stand in its notes, not also beside the rule.
 */
export const MilestoneReasons: FC<{ milestone: Milestone }> = ({ milestone }) => {
  const { t } = useTranslation();
  const words = useApiWords();
  const { rule, sources, metBy, cancelledBy, deadline } = milestone;
  const ended = metBy ?? cancelledBy;
  return (
    <>
      <p className="summary rule">
        {deadline === undefined ? <BecauseOf milestone={milestone} /> : words.because(milestone)}
      </p>
      {deadline === undefined ? null : <DeadlineNotes id={milestone.id} deadline={deadline} />}
      <ul className="reasons">
        {rule.derivedFrom.length === 0 ? null : (
          <li>
            {t('milestones.from')} <Listed path="/facts" items={rule.derivedFrom.map((id) => ({ id, name: id }))} />
          </li>
        )}
        {ended === null ? null : (
          <li>
            {t(
              metBy === null
                ? 'milestones.cancelledBy'
                : deadline?.inferred
                  ? 'milestones.provedBy'
                  : 'milestones.metBy',
            )}{' '}
            <To path={`/facts/${ended}`}>{ended}</To>
          </li>
        )}
        {sources.length === 0 ? null : (
          <li>
            {t('fact.sources')}:{' '}
            <Listed path="/sources" items={sources.map(({ source, title }) => ({ id: source, name: title }))} />
          </li>
        )}
      </ul>
    </>
  );
};

const Listed: FC<{ path: string; items: readonly { id: string; name: string }[] }> = ({ path, items }) =>
  items.map(({ id, name }, index) => (
    <span key={id}>
      {index === 0 ? null : ', '}
      <To path={`${path}/${id}`}>{name}</To>
    </span>
  ));

/** When something is due, in the words of its date, with precision and marks; a window wider than a day says so. */
export const Window: FC<{ window: Pick<Occurred, 'earliest' | 'latest' | 'edtf'> }> = ({ window }) => {
  const { t, i18n } = useTranslation();
  const { earliest, latest, edtf } = window;
  const words = edtfInWords(edtf, i18n.language);
  if (earliest !== null && earliest === latest) return <time dateTime={earliest}>{words}</time>;
  const [date, last] = endsOf(edtf);
  // A month and a year are valid values of <time>; a season (2024-22), which looks like a month, is none.
  const isValue = last === undefined && /^\d{4}(-(0[1-9]|1[0-2]))?$/.test(date);
  return <span title={t('milestones.noday')}>{isValue ? <time dateTime={date}>{words}</time> : words}</span>;
};
