import { useTranslation } from 'react-i18next';
import type { Erasure, SubscriptionLink } from '../api/answers.js';
import { definePage, stepOf } from '../page.js';
import { useAddress } from '../parts/links.js';
import { linkOf, pathOf, Standing } from '../subscribing/standing.js';

interface UnsubscribeData {
  path: string;
  link: SubscriptionLink | null;
  erased: Erasure | null;
  isRefused: boolean;
}

/**
 * What the last link of every mail leads to. A GET changes nothing; the button does, and the one click of a mail program
 * (RFC 8058), which is the same POST without a look at the page.
 */
export const unsubscribePage = definePage<UnsubscribeData>({
  name: 'unsubscribe',
  path: '/subscriptions/:id/unsubscribe',
  isPrivate: true,
  load: async (asked) => {
    const token = new URLSearchParams({ token: asked.query.get('token') ?? '' });
    const path = `/subscriptions/${asked.parameters['id']}/unsubscribe?${token}`;
    return { path, link: await linkOf(asked), erased: null, isRefused: false };
  },
  submit: async (asked) => {
    const isRefused = stepOf(asked, ['end', 'refuse'], 'end') === 'refuse';
    const erased = await asked.send<Erasure>('DELETE', `${pathOf(asked)}${isRefused ? '&refuse=true' : ''}`);
    return { status: 200, data: { path: '', link: null, erased, isRefused } };
  },
  title: (_data, t) => t('unsubscribe.title'),
  dataPath: () => null,
  View: ({ data: { path, link, erased, isRefused } }) => {
    const { t } = useTranslation();
    const address = useAddress();
    return (
      <article className="record">
        <h1>{erased === null ? t('unsubscribe.title') : t('unsubscribe.done')}</h1>
        {link === null ? null : (
          <>
            <Standing subscription={link} />
            <form method="post" action={address(path)}>
              <p>{t(`unsubscribe.questions.${link.channel.type}`)}</p>
              <div className="actions">
                <button type="submit">{t(`unsubscribe.buttons.${link.channel.type}`)}</button>
                {link.channel.type === 'email' ? (
                  <button type="submit" name="step" value="refuse" className="second">
                    {t('unsubscribe.refuse')}
                  </button>
                ) : null}
              </div>
            </form>
          </>
        )}
        {erased === null ? null : (
          <p className="done">
            {erased.position === null
              ? t('unsubscribe.erased', { at: erased.erasedAt })
              : t('unsubscribe.proof', { at: erased.erasedAt, position: erased.position })}
          </p>
        )}
        {isRefused ? <p className="done">{t('confirm.refused')}</p> : null}
      </article>
    );
  },
});
