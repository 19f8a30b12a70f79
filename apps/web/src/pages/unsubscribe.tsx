import { useTranslation } from 'react-i18next';
import type { Erasure, SubscriptionLink } from '../api/answers.js';
import { ApiProblem, definePage, stepOf } from '../page.js';
import { useAddress } from '../parts/links.js';
import { linkOf, pathOf, Standing } from '../subscribing/standing.js';

interface UnsubscribeData {
  path: string;
  link: SubscriptionLink | null;
  erased: Erasure | null;
  isRefused: boolean;
  /** There was nothing left to end: mail programs repeat their one click. */
  isOver: boolean;
}

/**
 * What the last link of every mail leads to. A GET changes nothing; the button does, and the one click of a mail program
 * (RFC 8058), which is the same POST without a look at the page. Its body is not checked: the address says it all. A repeat is
 * answered as a success, since what it is for is so.
 */
export const unsubscribePage = definePage<UnsubscribeData>({
  name: 'unsubscribe',
  path: '/subscriptions/:id/unsubscribe',
  isPrivate: true,
  load: async (asked) => {
    const token = new URLSearchParams({ token: asked.query.get('token') ?? '' });
    const path = `/subscriptions/${asked.parameters['id']}/unsubscribe?${token}`;
    return { path, link: await linkOf(asked), erased: null, isRefused: false, isOver: false };
  },
  submit: async (asked) => {
    const isRefused = stepOf(asked, ['end', 'refuse'], 'end') === 'refuse';
    try {
      const erased = await asked.send<Erasure>('DELETE', `${pathOf(asked)}${isRefused ? '&refuse=true' : ''}`);
      return { status: 200, data: { path: '', link: null, erased, isRefused, isOver: false } };
    } catch (error) {
      const isOver = error instanceof ApiProblem && error.problem.type === '/problems/subscription-unknown';
      // That somebody wants no mail at all is not so yet.
      if (!isOver || isRefused) throw error;
      return { status: 200, data: { path: '', link: null, erased: null, isRefused, isOver } };
    }
  },
  title: (_data, t) => t('unsubscribe.title'),
  dataPath: () => null,
  View: ({ data: { path, link, erased, isRefused, isOver } }) => {
    const { t } = useTranslation();
    const address = useAddress();
    return (
      <article className="record">
        <h1>{erased === null && !isOver ? t('unsubscribe.title') : t('unsubscribe.done')}</h1>
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
        {isOver ? <p className="done">{t('unsubscribe.over')}</p> : null}
        {isRefused ? <p className="done">{t('confirm.refused')}</p> : null}
      </article>
    );
  },
});
