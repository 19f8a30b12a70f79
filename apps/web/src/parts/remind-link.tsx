import type { FC } from 'react';
import { useTranslation } from 'react-i18next';
import { To } from './links.js';

/**
 * Leads to the form that asks to be told of what is shown.
 *
 * @param about the filters of a page, or what one thing is called in them: `subject=usmca`
 */
export const RemindLink: FC<{ about: string; of?: string }> = ({ about, of }) => {
  const { t } = useTranslation();
  const label = of === undefined ? {} : { 'aria-label': `${t('remind.link')}: ${of}` };
  return (
    <To path={about === '' ? '/remind' : `/remind?${about}`} className="remind-link" {...label}>
      {t('remind.link')}
    </To>
  );
};
