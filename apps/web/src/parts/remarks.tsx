import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import type { FactDetail } from '../api/answers.js';
import { useApiWords, type ApiWords } from './api-words.js';
import { dayInWords, edtfInWords } from './dates.js';
import { To } from './links.js';

type Mark = FactDetail['marks'][number];

/** What is unusual about a fact, each with its reason and, where another fact is part of it, the way there. */
export const Remarks: FC<{ marks: readonly Mark[] }> = ({ marks }) =>
  marks.map((mark) => (
    <p key={`${mark.code} ${mark.fact ?? ''}`} className="note remark">
      {mark.code === 'known-before-occurred' ? <KnownBefore mark={mark} /> : <UnusualOrder mark={mark} />}
    </p>
  ));

const KnownBefore: FC<{ mark: Mark }> = ({ mark: { params } }) => {
  const { t, i18n } = useTranslation();
  const day = (name: string): string => dayInWords(params[name] ?? '', i18n.language);
  return t('fact.remark.knownBefore', { known: day('known'), earliest: day('earliest') });
};

const UnusualOrder: FC<{ mark: Mark }> = ({ mark: { code, fact, params } }) => {
  const { t, i18n } = useTranslation();
  const words = useApiWords();
  const { type = '', occurred = '', otherType = '', otherOccurred = '' } = params;
  const pair = {
    reason:
      code === 'order-uncertain'
        ? t('fact.remark.uncertain')
        : t(`fact.remark.reversed.${type.replace('.', '-')}` as 'fact.remark.reversed.agreement-entered-into-force'),
    first: nameOf(type, words),
    firstDate: edtfInWords(occurred, i18n.language),
    second: nameOf(otherType, words),
    secondDate: edtfInWords(otherOccurred, i18n.language),
  };
  return (
    <>
      {t('fact.remark.pair', pair)} {fact === null ? null : <To path={`/facts/${fact}`}>{t('fact.remark.other')}</To>}
    </>
  );
};

/** What a fact type is called within a sentence. */
function nameOf(type: string, words: ApiWords): string {
  const name = words.headline(type, type.slice(type.indexOf('.') + 1).replaceAll('-', ' '));
  return name.charAt(0).toLowerCase() + name.slice(1);
}
