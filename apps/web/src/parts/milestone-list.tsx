import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import type { Milestone, Occurred } from '../api/answers.js';
import { dayInWords } from './dates.js';
import { To } from './links.js';

/**
 * Milestones with their window, how they stand, and why they are due. Alone on a page they name their subjects, and their
 * headings are those of the page.
 */
export const MilestoneList: FC<{ items: readonly Milestone[]; alone?: true }> = ({ items, alone }) => {
  const { t } = useTranslation();
  const Heading = alone === true ? 'h2' : 'h3';
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
            <Heading>{milestone.title}</Heading>
            <p className="marks">
              <span className={`mark ${milestone.status}`}>
                {t(`milestoneStatus.${milestone.status}` as 'milestoneStatus.due')}
              </span>
              {milestone.status === 'upcoming' ? (
                <span className="mark">{t(`flag.${milestone.flag}` as 'flag.far')}</span>
              ) : null}
            </p>
            <p className="summary">{milestone.rule.text}</p>
            <p className="known">
              {t('milestones.from')}{' '}
              {milestone.rule.derivedFrom.map((fact, index) => (
                <span key={fact}>
                  {index === 0 ? null : ', '}
                  <To path={`/facts/${fact}`}>{fact}</To>
                </span>
              ))}
            </p>
          </article>
        </li>
      ))}
    </ol>
  );
};

/** When something is due; a window that is wider than a day says so. */
export const Window: FC<{ window: Pick<Occurred, 'earliest' | 'latest' | 'edtf'> }> = ({ window }) => {
  const { t, i18n } = useTranslation();
  const { earliest, latest, edtf } = window;
  if (earliest !== null && earliest === latest)
    return <time dateTime={earliest}>{dayInWords(earliest, i18n.language)}</time>;
  const [from, to] = [earliest, latest].map((day) => (day === null ? '…' : dayInWords(day, i18n.language)));
  return (
    <span title={t('milestones.noday')}>
      {/^\d{4}$/.test(edtf) ? <time dateTime={edtf}>{edtf}</time> : `${from} – ${to}`}
    </span>
  );
};
