import { useTranslation } from 'react-i18next';
import { createContext, useContext, type FC, type ReactNode } from 'react';

/** The clocks of the page, as the query of an address, for the links in its content; empty where it shows the present. */
export const PageClocks = createContext('');

/** Pages that show no records under clocks. */
const WITHOUT_CLOCKS = /^\/(remind|editor|subscriptions|confirmations|sign-in)\b/;

/**
 * An address of this service in the language that is shown, and under the clocks of the page unless it names its own.
 * English is the language of addresses without a word about it.
 */
export function useAddress(): (path: string) => string {
  const { i18n } = useTranslation();
  const clocks = useContext(PageClocks);
  return (path) => {
    const [before, query = ''] = path.split('?', 2) as [string, string?];
    const parameters = new URLSearchParams(query);
    const carried = WITHOUT_CLOCKS.test(before) ? [] : [...new URLSearchParams(clocks)];
    for (const [clock, value] of carried) if (!parameters.has(clock)) parameters.set(clock, value);
    if (i18n.language !== 'en') parameters.set('lang', i18n.language);
    else if (carried.length === 0) return path;
    return `${before}?${parameters}`;
  };
}

/** A link to another page. */
export const To: FC<{
  path: string;
  children: ReactNode;
  className?: string;
  rel?: string;
  'aria-current'?: 'page';
  'aria-label'?: string;
}> = ({ path, children, ...rest }) => {
  const address = useAddress();
  return (
    <a href={address(path)} {...rest}>
      {children}
    </a>
  );
};

/** A link to where a source stands. What is no web address is shown and not linked. */
export const Outside: FC<{ url: string | null; children: ReactNode }> = ({ url, children }) =>
  url !== null && /^https?:\/\//i.test(url) ? (
    <a href={url} rel="noreferrer external">
      {children}
    </a>
  ) : (
    <>{children}</>
  );

/** The pages before and after this one, where there are any. */
export const Pager: FC<{ path: string; query: string; page: { next: string | null; prev: string | null } }> = ({
  path,
  query,
  page,
}) => {
  const { t } = useTranslation();
  if (page.next === null && page.prev === null) return null;
  const at = (cursor: string): string => {
    const parameters = new URLSearchParams(query);
    parameters.set('cursor', cursor);
    return `${path}?${parameters}`;
  };
  return (
    <nav className="pager" aria-label={t('page.label')}>
      {page.prev === null ? null : (
        <To path={at(page.prev)} rel="prev">
          {t('page.previous')}
        </To>
      )}
      {page.next === null ? null : (
        <To path={at(page.next)} rel="next">
          {t('page.next')}
        </To>
      )}
    </nav>
  );
};
