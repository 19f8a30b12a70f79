import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import type { FactDetail } from '../api/answers.js';
import { dateInWords, dayInWords, When } from './dates.js';
import { useApiWords, type ApiWords } from './api-words.js';
import { Sources } from './sources.js';
import { Became } from './word-difference.js';

type Wording = FactDetail['wordings'][number];
type Change = FactDetail['changes'][number];

/**
 * Every wording that a fact had, the newest first: in which span of the clocks it holds, what in it differs from the one
 * before, why that was changed, and on which sources.
 */
export const Wordings: FC<{ fact: FactDetail }> = ({ fact: { wordings, changes } }) => {
  const { t } = useTranslation();
  if (wordings.length < 2 && changes.length === 0) return null;
  return (
    <>
      <h2 id="wordings">{t('fact.wordings')}</h2>
      <ol className="wordings" reversed>
        {wordings
          .map((wording, index) => (
            <OneWording
              key={`${wording.recorded.from} ${wording.known.from}`}
              wording={wording}
              before={wordings[index - 1]}
              changes={changes.filter(
                ({ id }) => wording.changedBy.includes(id) && !(wordings[index - 1]?.changedBy.includes(id) ?? false),
              )}
            />
          ))
          .toReversed()}
      </ol>
    </>
  );
};

const OneWording: FC<{ wording: Wording; before: Wording | undefined; changes: readonly Change[] }> = ({
  wording,
  before,
  changes,
}) => {
  const { t, i18n } = useTranslation();
  const words = useApiWords();
  const differences = before === undefined ? [] : differencesOf(before, wording, i18n.language, words);
  return (
    <li className={wording.retracted ? 'withdrawn' : ''}>
      <p className="known">{spanOf(wording, t, i18n.language)}</p>
      {changes.map((change) => (
        <p key={change.id} className="why">
          <span className={`mark ${change.kind === 'retraction' ? 'retracted' : 'corrected'}`}>
            {t(`fact.kind.${change.kind}`)}
          </span>{' '}
          <span dir="auto">{change.reason}</span>
        </p>
      ))}
      {before === undefined ? (
        <p>
          <When occurred={wording.occurred} />: <span dir="auto">{wording.title}</span>
        </p>
      ) : null}
      {before !== undefined && differences.length === 0 && !wording.retracted ? (
        <p className="known">{t('fact.sameWords')}</p>
      ) : null}
      {differences.length === 0 ? null : (
        <dl className="differences">
          {differences.map(({ field, was, is }) => (
            <div key={field}>
              <dt>{t(`fact.field.${field}`, { defaultValue: words.field(field) })}</dt>
              <dd dir="auto">
                <Became before={was} after={is} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {changes.map((change) => (
        <Sources key={change.id} sources={change.sources} />
      ))}
    </li>
  );
};

function spanOf({ known, recorded }: Wording, t: TFunction, language: string): string {
  const from = dayInWords(known.from, language);
  const position = recorded.from;
  if (known.to === null) return t('fact.wordingSpan', { from, position });
  if (known.to === known.from) return t('fact.wordingDay', { day: from, position });
  return t('fact.wordingSpanTo', { from, to: dayInWords(known.to, language), position });
}

/** What differs between two wordings, in words. */
function differencesOf(
  before: Wording,
  after: Wording,
  language: string,
  words: ApiWords,
): { field: string; was: string | null; is: string | null }[] {
  const date = ({ occurred }: Wording): string | null => occurred && dateInWords(occurred, language);
  const value = ({ body }: Wording, name: string): string | null =>
    body[name] === undefined ? null : words.value(body[name], name);
  const names = [...new Set([...Object.keys(before.body), ...Object.keys(after.body)])];
  return [
    { field: 'occurred', was: date(before), is: date(after) },
    { field: 'title', was: before.title, is: after.title },
    { field: 'summary', was: before.summary, is: after.summary },
    ...names.map((field) => ({ field, was: value(before, field), is: value(after, field) })),
  ].filter(({ was, is }) => was !== is);
}
