import type { TFunction } from 'i18next';
import type { FC } from 'react';
import { useTranslation } from 'react-i18next';
import type { Case } from '../api/answers.js';
import { newsDayInWords } from './known-words.js';

/** The statuses that a case may have besides the one that is certain; nothing where nothing is in doubt. */
export const PossibleStatuses: FC<Pick<Case, 'possible'>> = ({ possible }) => {
  const { t } = useTranslation();
  if (possible.length === 0) return null;
  const states = possible.map((status) => t(`caseStatus.${status}`)).join(', ');
  return <span className="mark may-be">{t('cases.mayAlsoBe', { states })}</span>;
};

/** The newest day of the dated news of a case or another subject. */
export function lastNewsInWords(day: string | null, t: TFunction, language: string): string {
  return day === null ? t('cases.noNews') : t('cases.lastNews', { day: newsDayInWords(day, language) });
}
