import { useTranslation } from 'react-i18next';
import { useEffect, useRef, useState, type FC } from 'react';
import { useAddress } from './links.js';

/** The HTML that frames a page elsewhere. @param address of the page to be framed, whole */
export function frameFor(address: string, title: string): string {
  return `<iframe src="${safe(address)}" title="${safe(title)}" width="100%" height="600" loading="lazy"></iframe>`;
}

function safe(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
}

/**
 * What to paste into another page to show this list there. It can be marked and copied by hand; with script there is a
 * button, which marks it where the browser does not let it copy.
 *
 * @param clocks the clocks that the list is under, in words; null for the present
 */
export const EmbedSnippet: FC<{ origin: string; path: string; title: string; clocks: string | null }> = ({
  origin,
  path,
  title,
  clocks,
}) => {
  const { t } = useTranslation();
  const address = useAddress();
  const text = useRef<HTMLTextAreaElement>(null);
  const [awake, setAwake] = useState(false);
  const [said, setSaid] = useState<'copied' | 'marked' | null>(null);
  useEffect(() => setAwake(true), []);
  const copy = async (): Promise<void> => {
    text.current?.select();
    try {
      await navigator.clipboard.writeText(text.current?.value ?? '');
      setSaid('copied');
    } catch {
      setSaid('marked');
    }
  };
  return (
    <details className="embed">
      <summary>{t('embed.title')}</summary>
      <label htmlFor="embed-html">{clocks === null ? t('embed.help') : t('embed.helpUnder', { clocks })}</label>
      <textarea
        id="embed-html"
        ref={text}
        readOnly
        rows={3}
        value={frameFor(`${origin}${address(path)}`, `${title} · Dateline`)}
      />
      {awake ? (
        <p>
          <button type="button" onClick={() => void copy()}>
            {t('embed.copy')}
          </button>{' '}
          <span role="status">{said === null ? '' : t(`embed.${said}`)}</span>
        </p>
      ) : null}
      <p className="known">{t('embed.theme')}</p>
    </details>
  );
};
