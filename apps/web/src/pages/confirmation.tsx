import type { FC } from 'react';
import { useTranslation } from 'react-i18next';
import type { Confirmation, ConfirmedSubscription } from '../api/answers.js';
import { definePage, stepOf, type Asked, type Submitted } from '../page.js';
import { Pager, useAddress } from '../parts/links.js';
import { SubscriptionLinks } from '../subscribing/made.js';
import { Standing } from '../subscribing/standing.js';
import { localeOf } from '../words/locales.js';

const STEPS = ['confirm', 'drop', 'refuse'] as const;
type Step = (typeof STEPS)[number];
type Request = Confirmation['requests'][number];

interface ConfirmationData {
  path: string;
  /** Null once the mailbox refused everything. */
  confirmation: Confirmation | null;
  confirmed: (ConfirmedSubscription & Pick<Request, 'names'>) | null;
  done: Step | null;
}

/**
 * What the link of a confirmation mail opens: the pending requests of this mailbox, each confirmed by itself. Mail
 * programs follow links by themselves, so only the buttons do anything.
 */
export const confirmationPage = definePage<ConfirmationData>({
  name: 'confirmation',
  path: '/confirmations/:id',
  isPrivate: true,
  load: async (asked) => ({ path: pageOf(asked), confirmation: await listOf(asked), confirmed: null, done: null }),
  submit: async (asked) => {
    const { send } = asked;
    const step = stepOf(asked, STEPS);
    const path = pageOf(asked);
    if (step === 'refuse') {
      await send('POST', callOf(asked, '/refuse'));
      return { status: 200, data: { path, confirmation: null, confirmed: null, done: step } };
    }
    if (step === 'drop') await send('DELETE', callOf(asked, requestOf(asked)));
    const confirmed = step === 'confirm' ? await confirm(asked) : null;
    return { status: 200, data: { path, confirmation: await listOf(asked), confirmed, done: step } };
  },
  title: (_data, t) => t('confirm.title'),
  dataPath: () => null,
  View: ({ data: { path, confirmation, confirmed, done } }) => {
    const { t } = useTranslation();
    return (
      <article className="record">
        <h1>{done === null ? t('confirm.title') : t(`confirm.done.${done}`)}</h1>
        {confirmed === null ? null : <Confirmed subscription={confirmed} />}
        {confirmation === null ? (
          <p className="done">{t('confirm.refused')}</p>
        ) : (
          <>
            <Pending confirmation={confirmation} path={path} isFirst={done === null} />
            <Before subscriptions={confirmation.confirmed.filter(({ id }) => id !== confirmed?.id)} />
          </>
        )}
      </article>
    );
  },
});

const Confirmed: FC<{ subscription: NonNullable<ConfirmationData['confirmed']> }> = ({ subscription }) => {
  const { t } = useTranslation();
  return (
    <section aria-labelledby="confirmed">
      <h2 id="confirmed">{t('confirm.yours')}</h2>
      <Standing subscription={subscription} names={subscription.names} />
      <p className="done">{t('confirm.active')}</p>
      <SubscriptionLinks links={subscription} />
      <p className="hint">{t('made.keep')}</p>
    </section>
  );
};

/** What the link has confirmed before: the way back for a reader who lost the links. */
const Before: FC<{ subscriptions: Confirmation['confirmed'] }> = ({ subscriptions }) => {
  const { t } = useTranslation();
  if (subscriptions.length === 0) return null;
  return (
    <section aria-labelledby="confirmed-before">
      <h2 id="confirmed-before">{t('confirm.before')}</h2>
      {subscriptions.map((subscription) => (
        <div key={subscription.id}>
          <Standing subscription={subscription} names={subscription.names} />
          <SubscriptionLinks links={subscription} />
        </div>
      ))}
    </section>
  );
};

const Pending: FC<{ confirmation: Confirmation; path: string; isFirst: boolean }> = ({
  confirmation: { address, requests, page },
  path,
  isFirst,
}) => {
  const { t } = useTranslation();
  const action = useAddress()(path);
  return (
    <>
      <p>{requests.length === 0 ? t('confirm.none') : t('confirm.question', { address })}</p>
      {requests.length === 0 ? null : <h2>{isFirst ? t('confirm.pending') : t('confirm.others')}</h2>}
      {requests.map((request) => (
        <PendingRequest key={request.id} request={request} address={address} action={action} />
      ))}
      <Pager path={path.split('?', 1)[0]!} query={path.split('?')[1] ?? ''} page={page} />
      <form method="post" action={action}>
        <p className="hint">{t('confirm.refuseHint', { address })}</p>
        <button type="submit" name="step" value="refuse" className="second">
          {t('confirm.refuse')}
        </button>
      </form>
    </>
  );
};

const PendingRequest: FC<{ request: Request; address: string; action: string }> = ({ request, address, action }) => {
  const { t, i18n } = useTranslation();
  const form = { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23', timeZone: 'UTC' } as const;
  const made = new Intl.DateTimeFormat(localeOf(i18n.language), form).format(new Date(request.createdAt));
  return (
    <article className="pending" aria-labelledby={request.id}>
      <h3 id={request.id}>{t('confirm.made', { at: made })}</h3>
      <Standing
        subscription={{ ...request, channel: { type: 'email', address }, status: 'pending' }}
        names={request.names}
      />
      <form method="post" action={action} className="actions">
        <input type="hidden" name="request" value={request.id} />
        <button type="submit" name="step" value="confirm" aria-describedby={request.id}>
          {t('confirm.button')}
        </button>
        <button type="submit" name="step" value="drop" className="second" aria-describedby={request.id}>
          {t('confirm.drop')}
        </button>
      </form>
    </article>
  );
};

/** Confirms a request, and adds the names that its records had while it was listed. */
async function confirm(asked: Submitted): Promise<ConfirmationData['confirmed']> {
  const { requests } = await listOf(asked);
  const names = requests.find(({ id }) => id === asked.form.get('request'))?.names ?? [];
  return { ...(await asked.send<ConfirmedSubscription>('POST', callOf(asked, `${requestOf(asked)}/confirm`))), names };
}

function requestOf({ form }: Submitted): string {
  return `/requests/${encodeURIComponent(form.get('request') ?? '')}`;
}

function tokenIn({ query }: Asked, cursor: string | null = null): URLSearchParams {
  return new URLSearchParams({ token: query.get('token') ?? '', ...(cursor !== null && { cursor }) });
}

function cursorIn({ query }: Asked): string | null {
  return query.get('cursor');
}

function pageOf(asked: Asked): string {
  return `/confirmations/${asked.parameters['id']}?${tokenIn(asked, cursorIn(asked))}`;
}

function callOf(asked: Asked, call = '', cursor: string | null = null): string {
  return `/v1/confirmations/${asked.parameters['id']}${call}?${tokenIn(asked, cursor)}`;
}

/** The requests at the cursor; the newest where none is left there. */
async function listOf(asked: Asked): Promise<Confirmation> {
  const cursor = cursorIn(asked);
  const list = await asked.get<Confirmation>(callOf(asked, '', cursor));
  return cursor === null || list.requests.length > 0 ? list : asked.get<Confirmation>(callOf(asked));
}
