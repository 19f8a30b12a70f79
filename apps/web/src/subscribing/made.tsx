import type { FC } from 'react';
import { useTranslation } from 'react-i18next';
import type { SubscriptionMade } from '../api/answers.js';

/** What was made, what comes next, and the links that belong to it; by e-mail they come with the mail. */
export const MadeSubscription: FC<{ made: SubscriptionMade; address: string | null }> = ({ made, address }) => {
  const { t } = useTranslation();
  const hasLinks = made.manageUrl !== undefined;
  return (
    <div className="record">
      <p className="done">
        {made.status === 'pending' ? t('made.confirm', { address: address ?? '' }) : t('made.active')}
      </p>
      {made.secret === undefined ? null : (
        <p className="note">
          {t('made.secret')} <code>{made.secret}</code>
        </p>
      )}
      {made.status === 'active' && !hasLinks ? <p className="note">{t('made.shownBefore')}</p> : null}
      {hasLinks ? (
        <>
          <h2>{t('made.links')}</h2>
          <SubscriptionLinks links={made} />
          <p className="hint">{t('made.keep')}</p>
        </>
      ) : null}
    </div>
  );
};

/** The private addresses of a subscription. */
export const SubscriptionLinks: FC<{
  links: Pick<SubscriptionMade, 'manageUrl' | 'calendarUrl' | 'feedUrl'>;
  without?: 'manage';
}> = ({ links: { manageUrl, calendarUrl, feedUrl }, without }) => {
  const { t } = useTranslation();
  if (manageUrl === undefined || calendarUrl === undefined || feedUrl === undefined) return null;
  return (
    <dl className="fields">
      {without === 'manage' ? null : (
        <div>
          <dt>{t('made.manage')}</dt>
          <dd>
            <a href={manageUrl}>{t('made.manageLink')}</a>
          </dd>
        </div>
      )}
      <div>
        <dt>{t('made.calendar')}</dt>
        <dd>
          <a href={calendarUrl.replace(/^https?:/, 'webcal:')}>{t('made.subscribe')}</a>,{' '}
          <a href={calendarUrl}>{t('made.file')}</a>
        </dd>
      </div>
      <div>
        <dt>{t('made.feed')}</dt>
        <dd>
          <a href={feedUrl}>{t('made.feedLink')}</a>
        </dd>
      </div>
    </dl>
  );
};
