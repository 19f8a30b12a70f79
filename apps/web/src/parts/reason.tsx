import type { FC } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiWords, type ReasonCode } from './api-words.js';

/** Why a message did not go out, in the language of the page; what somebody else said is quoted as it was. */
export const Reason: FC<{ why: string; codes: readonly ReasonCode[] }> = ({ why, codes }) => {
  const { t, i18n } = useTranslation();
  const told = useApiWords().reasons(codes);
  if (told !== undefined) return <span dir="auto">{told}</span>;
  if (i18n.language === 'en') return <span dir="auto">{why}</span>;
  return (
    <>
      {t('deliveries.said')}{' '}
      <q lang="en" dir="auto">
        {why}
      </q>
    </>
  );
};
