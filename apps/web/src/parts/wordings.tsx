import { useTranslation } from 'react-i18next';
import { Fragment, type FC } from 'react';
import type { FactDetail } from '../api/answers.js';
import { dateInWords, dayInWords, When } from './dates.js';
import { useApiWords, type ApiWords } from './api-words.js';
import { changeDaysInWords } from './known-words.js';
import { Sources } from './sources.js';
import { versionsOf, type Difference, type Version, type Wording } from './fact-versions.js';
import { Became } from './word-difference.js';

/**
 * Every version of what a fact says, the newest first: since when it could be known and since when it is on record, what
 * differs from the version before, why that was changed, and on which sources. A wording that differs in its sources
 * alone is no version of its own: its sources are named, with their day, in the version that they support.
 */
export const Wordings: FC<{ fact: FactDetail }> = ({ fact: { wordings, changes } }) => {
  const { t, i18n } = useTranslation();
  const words = useApiWords();
  const versions = versionsOf(wordings, changes, (before, after) => differencesOf(before, after, i18n.language, words));
  if (versions.length < 2 && changes.length === 0 && versions.every(({ laterSources }) => laterSources.length === 0))
    return null;
  return (
    <>
      <h2 id="wordings">{t('fact.wordings')}</h2>
      <ol className="wordings" reversed>
        {versions
          .map((version) => (
            <OneVersion key={`${version.first.recorded.from} ${version.first.known.from}`} version={version} />
          ))
          .toReversed()}
      </ol>
    </>
  );
};

const OneVersion: FC<{ version: Version }> = ({
  version: { first, wordings, isFirst, differences, changes, laterSources },
}) => {
  const { t, i18n } = useTranslation();
  const words = useApiWords();
  const day = (instant: string): string => dayInWords(instant.slice(0, 10), i18n.language);
  const end = wordings.at(-1)!.known.to;
  const span = { from: day(first.known.from), recorded: day(first.recorded.since), position: first.recorded.from };
  return (
    <li className={first.retracted ? 'withdrawn' : ''}>
      <p className="known">
        {first.known.basis === 'recorded'
          ? t('fact.wordingUndated', span)
          : end === null
            ? t('fact.wordingSpan', span)
            : end === first.known.from
              ? t('fact.wordingDay', span)
              : t('fact.wordingSpanTo', { ...span, to: day(end) })}
      </p>
      {isFirst ? (
        <p>
          <When occurred={first.occurred} />: <span dir="auto">{first.title}</span>
        </p>
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
        <Fragment key={change.id}>
          <p className="why">
            <span className={`mark ${CLASSES[change.kind]}`}>{t(`fact.kind.${change.kind}`)}</span>{' '}
            <span dir="auto">{change.reason}</span>{' '}
            <span className="known">{changeDaysInWords(change, t, i18n.language)}</span>
          </p>
          <Sources sources={change.sources} />
        </Fragment>
      ))}
      {laterSources.map(({ source, wording }) => (
        <p key={source.source} className="why">
          <span className="mark">{t('fact.kind.evidence')}</span> <span dir="auto">{source.title}</span>{' '}
          <span className="known">
            {changeDaysInWords(
              { known: { at: wording.known.from, basis: wording.known.basis }, recordedAt: wording.recorded.since },
              t,
              i18n.language,
            )}
          </span>
        </p>
      ))}
    </li>
  );
};

const CLASSES = { correction: 'corrected', evidence: '', retraction: 'retracted' } as const;

/** What differs between two wordings, in words. */
function differencesOf(before: Wording, after: Wording, language: string, words: ApiWords): Difference[] {
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
