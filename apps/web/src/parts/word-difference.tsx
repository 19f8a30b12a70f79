import { diffWordsWithSpace } from 'diff';
import { useTranslation } from 'react-i18next';
import type { FC } from 'react';

/** A text as it became, with what was taken out and what was put in marked, word by word. */
export const WordDifference: FC<{ before: string; after: string }> = ({ before, after }) => (
  <>
    {diffWordsWithSpace(before, after).map(({ value, added, removed }, index) =>
      added ? (
        <ins key={index}>{value}</ins>
      ) : removed ? (
        <del key={index}>{value}</del>
      ) : (
        <span key={index}>{value}</span>
      ),
    )}
  </>
);

/** A value before and after: texts word by word, anything else whole. */
export const Became: FC<{ before: string | null; after: string | null }> = ({ before, after }) => {
  const { t } = useTranslation();
  if (before !== null && after !== null && before.length + after.length > 40)
    return <WordDifference before={before} after={after} />;
  return (
    <>
      <del>{before ?? t('fact.nothing')}</del> <span aria-hidden="true">→</span> <ins>{after ?? t('fact.nothing')}</ins>
    </>
  );
};
