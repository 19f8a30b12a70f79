import { useTranslation } from 'react-i18next';
import { useState, type FC, type ReactNode } from 'react';
import { useQuery } from './address.js';
import type { Coverage } from './api/answers.js';
import { ClockBanner } from './parts/clock-banner.js';
import { CoverageLine, LogHead, newestNewsIn, ReportShown, useCoverage } from './parts/coverage-line.js';
import { clocksOf } from './parts/clocks.js';
import { PageClocks, To } from './parts/links.js';
import { SignOut } from './parts/sign-in-form.js';
import { ThemeSwitch, type Theme } from './parts/theme-switch.js';
import { withFilters } from './query.js';

/** What stands around every page. */
export const Shell: FC<{
  /** The name of the page; null where there is only a problem to show. */
  page: string | null;
  path: string;
  query: string;
  dataPath: string | null;
  data: unknown;
  takesClocks: boolean;
  coverage: Coverage | null;
  position: string | null;
  theme: Theme;
  isSignedIn: boolean;
  children: ReactNode;
}> = ({ page, path, query, dataPath, data, takesClocks, coverage, position, theme, isSignedIn, children }) => {
  const { t, i18n } = useTranslation();
  const other = i18n.language === 'en' ? 'es' : 'en';
  const current = useQuery(query);
  const covered = useCoverage(coverage, query, current);
  const [shown, reportShown] = useState(data);
  const clocks = takesClocks ? clocksOf(new URLSearchParams(current)).toString() : '';
  const inOther = new URLSearchParams(current);
  inOther.set('lang', other);
  const places = [
    ['/', t('nav.timeline')],
    ['/cases', t('nav.cases')],
    ['/milestones', t('nav.milestones')],
  ] as const;
  return (
    <>
      <a className="skip" href="#content">
        {t('site.skip')}
      </a>
      <header className="site">
        <To path="/" className="brand">
          {t('site.name')}
        </To>
        <nav aria-label={t('nav.label')}>
          <ul>
            {places.map(([place, words]) => (
              <li key={place}>
                <To path={place} {...(place === path ? { className: 'here' } : {})}>
                  {words}
                </To>
              </li>
            ))}
            <li>
              <a href="/docs">{t('nav.api')}</a>
            </li>
          </ul>
        </nav>
        <a className="language" href={`${path}?${inOther}`} lang={other} hrefLang={other}>
          {t('site.language')}
        </a>
        {isSignedIn ? <SignOut /> : null}
        <ThemeSwitch theme={theme} back={current === '' ? path : `${path}?${current}`} />
      </header>
      {takesClocks ? <ClockBanner path={path} query={current} /> : null}
      <main id="content" tabIndex={-1}>
        <LogHead value={covered?.head ?? null}>
          <ReportShown value={reportShown}>
            <PageClocks value={clocks}>{children}</PageClocks>
          </ReportShown>
        </LogHead>
      </main>
      <footer className="site">
        {covered === null ? null : <CoverageLine coverage={covered} shownNews={newestNewsIn(shown)} />}
        <p>{t('footer.about')}</p>
        <p>
          <To path="/remind">{t('footer.remind')}</To> · <To path={editorPath(page, path)}>{t('footer.editor')}</To>
        </p>
        <p>
          {position === null ? null : `${t('footer.position', { position })} `}
          {dataPath === null ? null : (
            <a href={current === query ? dataPath : withFilters(dataPath.split('?')[0]!, new URLSearchParams(current))}>
              {t('footer.data')}
            </a>
          )}
        </p>
      </footer>
    </>
  );
};

/** The desk of an editor, with the record that is shown on it. */
function editorPath(page: string | null, path: string): string {
  if (page === null || !['fact', 'subject', 'source', 'case'].includes(page)) return '/editor';
  return `/editor/change?${page === 'case' ? 'subject' : page}=${path.split('/').at(-1)}`;
}
