import { useTranslation } from 'react-i18next';
import type { FC, ReactNode } from 'react';

/** An address of this page in the language that is shown. English is the language of addresses without a word about it. */
export function useAddress(): (path: string) => string {
  const { i18n } = useTranslation();
  return (path) => {
    if (i18n.language === 'en') return path;
    const [before, query = ''] = path.split('?', 2) as [string, string?];
    const parameters = new URLSearchParams(query);
    parameters.set('lang', i18n.language);
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
