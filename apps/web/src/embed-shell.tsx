import { useTranslation } from 'react-i18next';
import type { FC, ReactNode } from 'react';
import { To } from './parts/links.js';

/** What stands around a page that is framed by another site: where it comes from, and nothing else. */
export const EmbedShell: FC<{ wholePath: string; children: ReactNode }> = ({ wholePath, children }) => {
  const { t } = useTranslation();
  return (
    <>
      <main id="content" className="embedded">
        {children}
      </main>
      <footer className="embedded">
        <To path={wholePath}>{t('embed.whole')}</To>
      </footer>
    </>
  );
};
