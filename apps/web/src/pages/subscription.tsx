import { useRef, type FC } from 'react';
import { useTranslation } from 'react-i18next';
import type { Deliveries, Preview, Subscription } from '../api/answers.js';
import { ApiProblem, definePage, stepOf, type Asked, type Submitted } from '../page.js';
import { problemsByField, WithProblems, type FormProblems } from '../parts/form-problems.js';
import { Reason } from '../parts/reason.js';
import { To, useAddress } from '../parts/links.js';
import { SIGN_IN } from '../parts/sign-in-form.js';
import { DeliveryList } from '../subscribing/delivery-list.js';
import { fieldOf, formOf, settingsOf } from '../subscribing/draft.js';
import { AboutFields, ScheduleFields, SHOWN_FIELDS, useLabelName, type AboutLabel } from '../subscribing/fields.js';
import { SubscriptionLinks } from '../subscribing/made.js';
import { PreviewList, useLivePreview } from '../subscribing/preview.js';
import { pathOf, Standing } from '../subscribing/standing.js';
import { labelsOf, unlessRefused } from './remind.js';

const STEPS = ['change', 'pause', 'resume', 'test', 'rotate'] as const;
type Step = (typeof STEPS)[number];

interface ManageData {
  path: string;
  subscription: Subscription;
  /** Null once the token of this page has ended, or the key that made the subscription. */
  deliveries: Deliveries | null;
  /** Null, too, where too many were asked for. */
  preview: Preview | null;
  form: string;
  labels: AboutLabel[];
  problems: FormProblems | null;
  done: Step | null;
}

/** Everything about one subscription, for whoever holds its token. */
export const subscriptionPage = definePage<ManageData>({
  name: 'subscription',
  path: '/subscriptions/:id',
  isPrivate: true,
  load: (asked) => loaded(asked, { done: asked.query.get('done') === 'rotate' ? 'rotate' : null }),
  submit: async (asked) => {
    const step = stepOf(asked, STEPS, 'change');
    try {
      const changed = await take(step, asked);
      if (step === 'rotate') {
        const location = manageAddress(asked, changed as Subscription);
        if (location !== undefined) return { status: 303, data: null, location };
        return { status: 200, data: rotated(changed as Subscription) };
      }
      return { status: 200, data: await loaded(asked, { done: step }) };
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status === 403 || error.status === 404) throw error;
      const problems = problemsByField(error.problem, fieldOf);
      const form = step === 'change' ? asked.form : undefined;
      return { status: error.status, data: { ...(await loaded(asked, { done: null, form })), problems } };
    }
  },
  title: (_data, t) => t('manage.title'),
  dataPath: () => null,
  View: ({ data }) => {
    const { t } = useTranslation();
    const nameOf = useLabelName();
    const { subscription, labels, done } = data;
    if (data.path === '') return <Rotated />;
    return (
      <div className="managed">
        <header className="lead">
          <h1>{t('manage.title')}</h1>
          {done === null ? null : (
            <p className="done" role="status">
              {t(`manage.done.${done}`)}
            </p>
          )}
        </header>
        <Standing
          subscription={subscription}
          names={labels.map((label) => ({ id: label.value, name: nameOf(label) }))}
        />
        {subscription.disabledReason === null ? null : (
          <p className="note">
            {t('manage.why')} <Reason why={subscription.disabledReason} codes={subscription.disabledCodes} />
            {isClosed(subscription) ? (
              <>
                {'. '}
                <To path={SIGN_IN}>{t('manage.signIn')}</To>
              </>
            ) : null}
          </p>
        )}
        <Switches data={data} />
        <h2>{t('made.links')}</h2>
        <SubscriptionLinks links={subscription} without="manage" />
        {data.deliveries === null ? null : (
          <>
            <h2>{t('deliveries.title')}</h2>
            <DeliveryList items={data.deliveries.items} timeZone={subscription.timeZone} />
          </>
        )}
        <ChangeForm data={data} />
      </div>
    );
  },
});

/** The links end with their token, so nothing of the page works any more; the new ones are in the mailbox. */
const Rotated: FC = () => {
  const { t } = useTranslation();
  return (
    <article className="record">
      <h1>{t('manage.title')}</h1>
      <p className="done" role="status">
        {t('manage.done.rotateMailed')}
      </p>
    </article>
  );
};

/** What is done at one press: switch off and on, try it, end it. */
const Switches: FC<{ data: ManageData }> = ({ data: { path, subscription } }) => {
  const { t } = useTranslation();
  const address = useAddress();
  const isSent = subscription.channel.type !== 'calendar';
  const end = path.replace('?', '/unsubscribe?');
  return (
    <div className="actions">
      <form method="post" action={address(path)} className="actions">
        {subscription.status === 'active' && isSent ? (
          <>
            <button type="submit" name="step" value="pause" className="second">
              {t('manage.pause')}
            </button>
            <button type="submit" name="step" value="test" className="second">
              {t('manage.test')}
            </button>
          </>
        ) : null}
        {subscription.status === 'disabled' ? (
          <button type="submit" name="step" value="resume">
            {t('manage.resume')}
          </button>
        ) : null}
      </form>
      <form method="post" action={address(path)}>
        <button type="submit" name="step" value="rotate" className="second">
          {t('manage.rotate')}
        </button>
      </form>
      <a href={address(end)}>{t(`unsubscribe.buttons.${subscription.channel.type}`)}</a>
    </div>
  );
};

const ChangeForm: FC<{ data: ManageData }> = ({ data }) => {
  const { t } = useTranslation();
  const address = useAddress();
  const element = useRef<HTMLFormElement>(null);
  const form = new URLSearchParams(data.form);
  const preview = useLivePreview(element, data.preview, form, data.path);
  return (
    <>
      <h2 id="change">{t('manage.change')}</h2>
      <form ref={element} className="remind" method="post" action={address(data.path)} noValidate>
        <div className="asking">
          <WithProblems problems={data.problems} shown={SHOWN_FIELDS}>
            <AboutFields form={form} labels={data.labels} />
            {data.subscription.channel.type === 'calendar' ? (
              <input type="hidden" name="channel" value="calendar" />
            ) : (
              <ScheduleFields form={form} />
            )}
            <div className="actions">
              <button type="submit" name="step" value="change">
                {t('manage.save')}
              </button>
            </div>
          </WithProblems>
        </div>
        <section className="previewed" aria-labelledby="preview-title">
          <h2 id="preview-title">{t('preview.title')}</h2>
          <PreviewList preview={preview} />
        </section>
      </form>
    </>
  );
};

/** Whether the key that made it has ended, where reading needs one. */
function isClosed({ disabledCodes }: Subscription): boolean {
  return disabledCodes.some(({ code }) => code === 'key-ended');
}

async function loaded(
  asked: Asked,
  { done, form }: { done: Step | null; form?: URLSearchParams },
): Promise<ManageData> {
  const subscription = await asked.get<Subscription>(pathOf(asked));
  const [deliveries, preview] = isClosed(subscription)
    ? [null, null]
    : await Promise.all([
        asked.get<Deliveries>(pathOf(asked, '/deliveries')),
        asked.get<Preview>(pathOf(asked, '/preview')).catch(unlessRefused),
      ]);
  const filled = form ?? formOf(subscription);
  const token = new URLSearchParams({ token: asked.query.get('token') ?? '' });
  return {
    path: `/subscriptions/${subscription.id}?${token}`,
    subscription,
    deliveries,
    preview,
    form: filled.toString(),
    labels: await labelsOf(asked, filled),
    problems: null,
    done,
  };
}

/** The page under its new link, in the language of this one; undefined where the new links went to the mailbox. */
function manageAddress({ query }: Asked, { manageUrl }: Subscription): string | undefined {
  if (manageUrl === undefined) return undefined;
  const { pathname, searchParams } = new URL(manageUrl);
  const language = query.get('lang');
  if (language !== null) searchParams.set('lang', language);
  searchParams.set('done', 'rotate');
  return `${pathname}?${searchParams}`;
}

function rotated(subscription: Subscription): ManageData {
  const gone = { path: '', deliveries: null, preview: null, form: '', labels: [], problems: null };
  return { ...gone, subscription, done: 'rotate' };
}

function take(step: Step, asked: Submitted): Promise<unknown> {
  const { form, send } = asked;
  switch (step) {
    case 'pause':
      return send('PATCH', pathOf(asked), { status: 'disabled' });
    case 'resume':
      return send('PATCH', pathOf(asked), { status: 'active' });
    case 'rotate':
      return send('PATCH', pathOf(asked), { rotateLinks: true });
    case 'test':
      return send('POST', pathOf(asked, '/test'));
    case 'change': {
      const { filter, ...schedule } = settingsOf(form);
      return send('PATCH', pathOf(asked), form.get('channel') === 'calendar' ? { filter } : { filter, ...schedule });
    }
  }
}
