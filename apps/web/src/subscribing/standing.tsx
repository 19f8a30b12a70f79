import type { FC } from 'react';
import { useTranslation } from 'react-i18next';
import type { SubscriptionLink } from '../api/answers.js';
import type { Asked } from '../page.js';
import { ABOUT, ABOUTS } from './draft.js';
import { leadInWords, longestFirst } from './lead-words.js';
import { localeOf } from '../words/locales.js';

/** The path of a call about the subscription of a page, with the token of the page's address. */
export function pathOf({ parameters, query }: Asked, call = ''): string {
  const token = new URLSearchParams({ token: query.get('token') ?? '' });
  return `/v1/subscriptions/${parameters['id']}${call}?${token}`;
}

/** What the link of a page stands for. @throws ApiProblem where its token is invalid */
export function linkOf(asked: Asked): Promise<SubscriptionLink> {
  return asked.get<SubscriptionLink>(pathOf(asked, '/link'));
}

/** What a subscription is about and how it stands, in a few lines. */
export const Standing: FC<{
  subscription: Omit<SubscriptionLink, 'id' | 'purpose'>;
  /** The names of what is named by id, where they are at hand. */
  names?: readonly { id: string; name: string }[];
}> = ({ subscription, names = [] }) => {
  const { t, i18n } = useTranslation();
  const { channel, filter, status, leadTimes, localTime, timeZone, digest } = subscription;
  const list = (items: string[]): string => new Intl.ListFormat(localeOf(i18n.language)).format(items);
  const nameOf = (id: string): string => names.find((named) => named.id === id)?.name ?? id;
  const about = ABOUTS.filter((name) => filter[ABOUT[name]].length > 0);
  const isSent = channel.type !== 'calendar';
  const tellsMilestones = filter.kinds.includes('milestones');
  const lines: [string, string][] = [
    [t('standing.status'), t(`standing.statuses.${status}`)],
    [
      t('standing.where'),
      channel.type === 'email' ? channel.address : channel.type === 'webhook' ? channel.url : t('standing.calendar'),
    ],
    [t('standing.what'), list(filter.kinds.map((kind) => t(`remind.kind.${kind}`)))],
    ...about.map((name): [string, string] => [t(`remind.aboutKinds.${name}`), list(filter[ABOUT[name]].map(nameOf))]),
    ...(isSent && tellsMilestones
      ? [[t('standing.when'), list(longestFirst(leadTimes).map((lead) => leadInWords(lead, t)))] as [string, string]]
      : []),
    // What is no reminder goes out at once unless it is gathered.
    ...(isSent && (tellsMilestones || digest !== 'none')
      ? [[t('standing.hour'), `${localTime} (${timeZone}), ${t(`remind.digests.${digest}`)}`] as [string, string]]
      : []),
  ];
  return (
    <dl className="fields">
      {lines.map(([term, told]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd dir="auto">{told}</dd>
        </div>
      ))}
    </dl>
  );
};
