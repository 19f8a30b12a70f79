import { useEffect, useRef, type FC } from 'react';
import { useTranslation } from 'react-i18next';
import { To } from '../parts/links.js';
import type { Written } from './use-sending.js';

/** That a record is on record, where it is seen, and what comes next. */
export const SentNotice: FC<{ written: Written; shownAt: string }> = ({ written, shownAt }) => {
  const { t } = useTranslation();
  const notice = useRef<HTMLDivElement>(null);
  useEffect(() => notice.current?.focus(), []);
  return (
    <div className="done" role="status" tabIndex={-1} ref={notice}>
      <p>{t('editor.recorded', { id: written.id, position: written.position })}</p>
      <p>
        <To path={`${shownAt}?after=${written.position}`}>{t('editor.see')}</To> ·{' '}
        <To path="/editor">{t('editor.goOn')}</To>
      </p>
    </div>
  );
};
