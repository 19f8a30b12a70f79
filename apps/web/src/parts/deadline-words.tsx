import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import type { FC } from 'react';
import type { Milestone } from '../api/answers.js';
import { useApiWords } from './api-words.js';
import { dayInWords, edtfInWords } from './dates.js';
import { newsDayInWords } from './known-words.js';

/** The legal deadline of a milestone, as the API answers it. */
export type LegalDeadline = NonNullable<Milestone['deadline']>;

type LegalText = LegalDeadline['rule']['texts'][number];

/** The last days of a deadline or of one of its readings, EDTF. */
type LastDays = Pick<LegalDeadline, 'statutoryDay' | 'lastDay'>;

/**
 * A state of a legal deadline in words. After a last day that was moved to an earlier one, an act can lie within the period
 * in the text.
 */
export function deadlineStateInWords(state: LegalDeadline['state'], days: LastDays, t: TFunction): string {
  return state === 'late' && isMovedEarlier(days) ? t('deadlines.lateAsMoved') : t(`deadlineState.${state}`);
}

/** Whether the last day that counts was moved to an earlier one: dates in EDTF sort as their first days do. */
function isMovedEarlier({ statutoryDay, lastDay }: LastDays): boolean {
  return [statutoryDay, lastDay].every((day) => /^\d/.test(day)) && lastDay < statutoryDay;
}

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

/** By when an act was done that only a later one proves; null where nothing says. */
export function doneByInWords({ provedBy }: LegalDeadline, t: TFunction, language: string): string | null {
  if (provedBy?.doneBy == null) return null;
  return t('deadlines.doneBy', { day: dayInWords(provedBy.doneBy, language) });
}

/** Why a milestone is due, with the article that says so. */
export const BecauseOf: FC<{ milestone: Pick<Milestone, 'id' | 'title' | 'subject' | 'rule'> }> = ({ milestone }) => {
  const api = useApiWords();
  const { article } = milestone.rule;
  return (
    <>
      {api.because(milestone)}
      {article === undefined ? null : ` (${api.article(article)})`}
    </>
  );
};

/** How a legal deadline stands, and what a reader must know beside it: a caution, what is missing, how texts are read. */
export const DeadlineNotes: FC<{ id: string; deadline: LegalDeadline }> = ({ id, deadline }) => {
  const { t, i18n } = useTranslation();
  const api = useApiWords();
  const { state, kind, statutoryDay, movedDay, lastDay, movedBy, inferred, provedBy, readings = [], rule } = deadline;
  const words = (edtf: string): string => edtfInWords(edtf, i18n.language);
  return (
    <ul className="reasons">
      {movedBy.length === 0 ? null : (
        <li>
          {[
            ...(movedDay === null
              ? []
              : [t('deadlines.moved', { statutory: words(statutoryDay), moved: words(movedDay) })]),
            ...movedBy.map((one) =>
              t(`deadlines.${movedDay === null ? 'otherMovedBy' : 'movedBy'}.${one}`, {
                because: api.movesBecause(rule),
              }),
            ),
            ...(movedDay === null || lastDay === movedDay ? [] : [t('deadlines.counts', { day: words(lastDay) })]),
          ].join(' ')}
        </li>
      )}
      {kind === 'indicative' ? <li>{t('deadlines.indicative')}</li> : null}
      {state === 'late' ? (
        <li>{t(isMovedEarlier(deadline) ? 'deadlines.lateAsMovedNote' : 'deadlines.late')}</li>
      ) : null}
      {state === 'no-record' ? <li>{missingInWords(id, deadline, t, i18n.language)}</li> : null}
      {inferred ? (
        <li>
          {provedBy?.doneBy == null
            ? t('deadlines.inferred')
            : t('deadlines.inferredBy', { day: dayInWords(provedBy.doneBy, i18n.language) })}
        </li>
      ) : null}
      {readings.map((reading) => (
        <li key={reading.code}>
          {t(`deadlines.reading.${reading.code}`, { defaultValue: reading.text })}: {words(reading.lastDay)},{' '}
          {deadlineStateInWords(reading.state, reading, t)}
        </li>
      ))}
      <li>
        <CitedTexts texts={rule.texts} />
      </li>
    </ul>
  );
};

const CitedTexts: FC<{ texts: readonly LegalText[] }> = ({ texts }) => {
  const { t } = useTranslation();
  const api = useApiWords();
  return (
    <>
      {t('deadlines.texts')}{' '}
      {texts.map(({ citation, url }, index) => (
        <span key={citation}>
          {index === 0 ? null : '; '}
          {url === null ? api.article(citation) : <a href={url}>{api.article(citation)}</a>}
        </span>
      ))}
    </>
  );
};

/** That what rests on an article is computed, for every page that shows such milestones; nothing where it shows none. */
export const DeadlineCaution: FC<{ of: readonly ({ rule: { article?: string } } | { article: string | null })[] }> = ({
  of,
}) => {
  const { t } = useTranslation();
  const rests = of.some((one) => ('rule' in one ? one.rule.article !== undefined : one.article !== null));
  return rests ? <p className="known">{t('deadlines.caution')}</p> : null;
};

/** The texts that deadlines are computed from, each once, where they do not stand beside every deadline. */
export const DeadlineTexts: FC<{ texts: readonly LegalText[] }> = ({ texts }) =>
  texts.length === 0 ? null : (
    <p className="known">
      <CitedTexts texts={[...new Map(texts.map((text) => [text.citation, text])).values()]} />
    </p>
  );

/** The text that a deadline rests on, where only its citation is known; nothing for what is none. */
export const CitedArticle: FC<{ article: string | null }> = ({ article }) => {
  const api = useApiWords();
  return article === null ? null : <div className="kind">{api.article(article)}</div>;
};
