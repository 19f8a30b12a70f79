import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import { To } from './links.js';
import { clocksInWords, withoutClocks } from './clocks.js';

/**
 * Says on a page under a clock that it does not show the present, and leads back to it; nothing on other pages.
 *
 * @param path where the present is shown, with the filters of `query`
 */
export const ClockBanner: FC<{ path: string; query: string }> = ({ path, query }) => {
  const { t, i18n } = useTranslation();
  const asked = new URLSearchParams(query);
  const clocks = clocksInWords(asked, t, i18n.language);
  if (clocks === null) return null;
  const present = withoutClocks(asked);
  return (
    <aside className="clock-banner" aria-label={t('past.label')}>
      <p>
        {t('past.banner', { clocks })}{' '}
        <To path={present.size === 0 ? path : `${path}?${present}`}>{t('past.present')}</To>
      </p>
    </aside>
  );
};
