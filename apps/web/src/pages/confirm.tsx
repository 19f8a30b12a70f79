import { useTranslation } from 'react-i18next';
import type { Subscription, SubscriptionLink } from '../api/answers.js';
import { definePage, type Asked } from '../page.js';
import { useAddress } from '../parts/links.js';
import { SubscriptionLinks } from '../subscribing/made.js';
import { linkOf, pathOf, Standing } from '../subscribing/standing.js';

interface ConfirmData {
  path: string;
  link: SubscriptionLink;
  confirmed: Subscription | null;
}

/** What the link of the first mail leads to. Mail programs follow links by themselves, so only the button confirms. */
export const confirmPage = definePage<ConfirmData>({
  name: 'confirm',
  path: '/subscriptions/:id/confirm',
  isPrivate: true,
  load: (asked) => loaded(asked, null),
  submit: async (asked) => {
    const confirmed = await asked.send<Subscription>('POST', pathOf(asked, '/confirm'));
    return { status: 200, data: await loaded(asked, confirmed) };
  },
  title: (_data, t) => t('confirm.title'),
  dataPath: () => null,
  View: ({ data: { path, link, confirmed } }) => {
    const { t } = useTranslation();
    const address = useAddress();
    const isDone = confirmed !== null || link.status !== 'pending';
    return (
      <article className="record">
        <h1>{isDone ? t('confirm.done') : t('confirm.title')}</h1>
        <Standing subscription={link} />
        {isDone ? (
          <p className="done">{t('confirm.active')}</p>
        ) : (
          <form method="post" action={address(path)}>
            <p>{t('confirm.question')}</p>
            <button type="submit">{t('confirm.button')}</button>
          </form>
        )}
        {confirmed === null ? null : <SubscriptionLinks links={confirmed} />}
      </article>
    );
  },
});

async function loaded(asked: Asked, confirmed: Subscription | null): Promise<ConfirmData> {
  const { id } = asked.parameters;
  return { path: `/subscriptions/${id}/confirm?${tokenIn(asked)}`, link: await linkOf(asked), confirmed };
}

function tokenIn({ query }: Asked): URLSearchParams {
  return new URLSearchParams({ token: query.get('token') ?? '' });
}
