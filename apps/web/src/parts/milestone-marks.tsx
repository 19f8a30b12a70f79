import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import type { Milestone } from '../api/answers.js';
import { deadlineStateInWords } from './deadline-words.js';

type Standing = Pick<Milestone, 'status' | 'possible' | 'deadline'>;

/** How a milestone stands, what else may hold, and how near it is. */
export const MilestoneMarks: FC<{ milestone: Standing & Pick<Milestone, 'flag'> }> = ({ milestone }) => {
  const { t } = useTranslation();
  const { status, flag, deadline } = milestone;
  return (
    <p className="marks">
      {deadline === undefined || status === 'overdue' ? (
        <span className={`mark ${status}`}>{t(`milestoneStatus.${status}`)}</span>
      ) : (
        <span className={`mark deadline-${deadline.state}`}>{deadlineStateInWords(deadline.state, deadline, t)}</span>
      )}{' '}
      <PossibleStates milestone={milestone} />
      {status === 'upcoming' && flag !== null ? <span className="mark">{t(`flag.${flag}`)}</span> : null}
    </p>
  );
};

/** What a milestone may be besides what is certain, of a legal deadline by its states; nothing where nothing is in doubt. */
export const PossibleStates: FC<{ milestone: Standing }> = ({ milestone: { possible, deadline } }) => {
  const { t } = useTranslation();
  const words = deadline
    ? deadline.possible.map((state) => deadlineStateInWords(state, deadline, t))
    : possible.map((status) => t(`milestoneStatus.${status}`));
  if (words.length === 0) return null;
  return <span className="mark may-be">{t('cases.mayAlsoBe', { states: words.join(', ') })}</span>;
};
