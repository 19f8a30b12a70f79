import type { FC } from 'react';
import { useTranslation } from 'react-i18next';
import type { Deliveries } from '../api/answers.js';
import { CitedArticle, DeadlineCaution } from '../parts/deadline-words.js';
import { leadBeforeWindow } from './lead-words.js';
import { Reason } from '../parts/reason.js';
import { localeOf } from '../words/locales.js';

/** What went out to a subscription, what did not and why, and what is planned. */
export const DeliveryList: FC<{ items: Deliveries['items']; timeZone: string }> = ({ items, timeZone }) => {
  const { t } = useTranslation();
  if (items.length === 0) return <p className="hint">{t('deliveries.none')}</p>;
  return (
    <div className="scrolled" role="region" aria-label={t('deliveries.title')} tabIndex={0}>
      <table className="deliveries">
        <thead>
          <tr>
            <th scope="col">{t('deliveries.due')}</th>
            <th scope="col">{t('deliveries.what')}</th>
            <th scope="col">{t('deliveries.status')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={`${item.id ?? ''} ${item.kind} ${item.about ?? ''} ${item.leadTime ?? ''} ${item.dueAt}`}>
              <td>
                <Instant at={item.dueAt} timeZone={timeZone} />
              </td>
              <td>
                {t(`deliveries.kinds.${item.kind}`, { defaultValue: item.kind })}
                {item.about === null ? null : (
                  <div className="about" dir="auto">
                    {item.name ?? item.about}
                  </div>
                )}
                <CitedArticle article={item.article} />
                {item.leadTime === null || item.window === null ? null : (
                  <div className="kind">{leadBeforeWindow(item.leadTime, item.window, t)}</div>
                )}
              </td>
              <td>
                <span className={`mark delivery-${item.status}`}>{t(`deliveries.statuses.${item.status}`)}</span>
                {item.sentAt === null ? null : (
                  <div className="kind">
                    <Instant at={item.sentAt} timeZone={timeZone} />
                  </div>
                )}
                {item.why === null ? null : (
                  <div className="kind">
                    <Reason why={item.why} codes={item.whyCodes} />
                  </div>
                )}
                {item.next === null || item.status !== 'waiting' ? null : (
                  <div className="kind">
                    {t('deliveries.next')} <Instant at={item.next} timeZone={timeZone} />
                  </div>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <DeadlineCaution of={items} />
    </div>
  );
};

/** An instant in the time zone of a subscription. */
const Instant: FC<{ at: string; timeZone: string }> = ({ at, timeZone }) => {
  const { i18n } = useTranslation();
  const form = { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23', timeZone } as const;
  const words = new Intl.DateTimeFormat(localeOf(i18n.language), form);
  return <time dateTime={at}>{words.format(new Date(at))}</time>;
};
