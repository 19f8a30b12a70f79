import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import type { FC } from 'react';
import type { Milestone } from '../api/answers.js';
import { useApiWords } from './api-words.js';
import { edtfInWords } from './dates.js';
import { newsDayInWords } from './known-words.js';

/** The legal deadline of a milestone, as the API answers it. */
export type LegalDeadline = NonNullable<Milestone['deadline']>;

/** What is not on record of a deadline that has passed, by its rule, with the last news of the case. */
export function missingInWords(id: string, deadline: LegalDeadline, t: TFunction, language: string): string {
  const rule = id.split('.').at(-2) ?? '';
  const missing = t(`deadlines.missing.${rule}`, { defaultValue: t('deadlines.missing.other') });
  const news = newsInWords(deadline, t, language);
  return deadline.sourcesEndBefore ? `${missing}; ${news}; ${t('deadlines.sourcesEnd')}` : `${missing}; ${news}`;
}

function newsInWords({ lastNews }: LegalDeadline, t: TFunction, language: string): string {
  return lastNews === null
    ? t('deadlines.noNews')
    : t('deadlines.lastNews', { day: newsDayInWords(lastNews, language) });
}

/** How a legal deadline stands, and what a reader must know beside it: a caution, what is missing, how texts are read. */
export const DeadlineNotes: FC<{ id: string; deadline: LegalDeadline }> = ({ id, deadline }) => {
  const { t, i18n } = useTranslation();
  const api = useApiWords();
  const { state, kind, statutoryDay, movedDay, inferred, readings = [], rule } = deadline;
  const words = (edtf: string): string => edtfInWords(edtf, i18n.language);
  return (
    <ul className="reasons">
      {movedDay === null ? null : (
        <li>{t('deadlines.moved', { statutory: words(statutoryDay), moved: words(movedDay) })}</li>
      )}
      {kind === 'indicative' ? <li>{t('deadlines.indicative')}</li> : null}
      {state === 'late' ? <li>{t('deadlines.late')}</li> : null}
      {state === 'no-record' ? <li>{missingInWords(id, deadline, t, i18n.language)}</li> : null}
      {inferred ? <li>{t('deadlines.inferred')}</li> : null}
      {readings.map((reading) => (
        <li key={reading.code}>
          {t(`deadlines.reading.${reading.code}`, { defaultValue: reading.text })}:{' '}
          {words(reading.movedDay ?? reading.statutoryDay)}, {t(`deadlineState.${reading.state}`)}
        </li>
      ))}
      <li>
        {t('deadlines.texts')}{' '}
        {rule.texts.map(({ citation, url }, index) => (
          <span key={citation}>
            {index === 0 ? null : '; '}
            {url === null ? api.article(citation) : <a href={url}>{api.article(citation)}</a>}
          </span>
        ))}
      </li>
    </ul>
  );
};

/** That deadlines are computed, for every page that shows some. */
export const DeadlineCaution: FC = () => {
  const { t } = useTranslation();
  return <p className="known">{t('deadlines.caution')}</p>;
};
