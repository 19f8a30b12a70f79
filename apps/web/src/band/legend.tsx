import { useTranslation } from 'react-i18next';
import type { FC } from 'react';

const SIGNS = ['day', 'window', 'about', 'open', 'planned', 'unconfirmed'] as const;

/** What the forms of the marks mean. */
export const Legend: FC = () => {
  const { t } = useTranslation();
  return (
    <ul className="band-legend" aria-label={t('band.legend')}>
      {SIGNS.map((sign) => (
        <li key={sign}>
          <span className={`sign ${sign}`} aria-hidden="true" /> {t(`band.sign.${sign}`)}
        </li>
      ))}
    </ul>
  );
};
