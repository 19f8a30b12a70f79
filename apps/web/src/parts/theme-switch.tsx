import { useTranslation } from 'react-i18next';
import type { FC } from 'react';

/** How the pages look: as the reader's system asks, or as the reader chose here. */
export const THEMES = ['auto', 'light', 'dark'] as const;
/** One of them. */
export type Theme = (typeof THEMES)[number];

/** A choice of theme that needs no script: the server keeps it in a cookie and leads back. @param back this page */
export const ThemeSwitch: FC<{ theme: Theme; back: string }> = ({ theme, back }) => {
  const { t } = useTranslation();
  return (
    <form className="theme" method="post" action="/appearance" aria-label={t('site.theme')}>
      <input type="hidden" name="back" value={back} />
      {THEMES.map((one) => (
        <button
          key={one}
          type="submit"
          name="theme"
          value={one}
          aria-pressed={one === theme}
          title={t(`site.themes.${one}`)}
          aria-label={t(`site.themes.${one}`)}
        >
          <span aria-hidden="true">{{ auto: '◐', light: '☀', dark: '☾' }[one]}</span>
        </button>
      ))}
    </form>
  );
};
