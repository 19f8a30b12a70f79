import { useTranslation } from 'react-i18next';
import type { FC, ReactNode } from 'react';
import type { Coverage } from './api/answers.js';
import { ClockBanner } from './parts/clock-banner.js';
import { CoverageLine, newestNewsIn } from './parts/coverage-line.js';
import { clocksOf } from './parts/clocks.js';
import { PageClocks, To } from './parts/links.js';

/** What stands around a page that is framed by another site: where it comes from, how new it is, and nothing else. */
export const EmbedShell: FC<{
  data: unknown;
  coverage: Coverage | null;
  wholePath: string;
  children: ReactNode;
}> = ({ data, coverage, wholePath, children }) => {
  const { t } = useTranslation();
  const [path = '/', query = ''] = wholePath.split('?', 2);
  return (
    <>
      <ClockBanner path={path} query={query} />
      <main id="content" className="embedded">
        <PageClocks value={clocksOf(new URLSearchParams(query)).toString()}>{children}</PageClocks>
      </main>
      <footer className="embedded">
        {coverage === null ? null : <CoverageLine coverage={coverage} shownNews={newestNewsIn(data)} />}
        <To path={wholePath}>{t('embed.whole')}</To>
      </footer>
    </>
  );
};
