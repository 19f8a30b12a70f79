import { useEffect, useRef, useState, type FC } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Cases, Milestones, Preview, SubjectDetail, SubscriptionMade } from '../api/answers.js';
import { ApiProblem, definePage, stepOf, type Asked, type Submitted } from '../page.js';
import { clocksInWords } from '../parts/clocks.js';
import { problemsByField, WithProblems, type FormProblems } from '../parts/form-problems.js';
import { useAddress } from '../parts/links.js';
import { ABOUTS, channelOf, emptyForm, fieldOf, settingsOf, type About } from '../subscribing/draft.js';
import { AboutFields, ScheduleFields, SHOWN_FIELDS, TextInput, type AboutLabel } from '../subscribing/fields.js';
import { MadeSubscription } from '../subscribing/made.js';
import { PreviewList, useLivePreview } from '../subscribing/preview.js';

/** The most subjects that one subscription can name. */
const MOST_SUBJECTS = 100;

/** What an address carries beside filters. */
const NO_FILTERS = ['lang', 'cursor', 'limit', 'order', 'after'];

interface RemindData {
  /** The fields of the form. */
  form: string;
  query: string;
  labels: AboutLabel[];
  /** Filters of the page that one came from which no subscription can hold. */
  dropped: string[];
  /** How many cases a filter of cases stands for today. */
  cases: number | null;
  preview: Preview | null;
  problems: FormProblems | null;
  made: SubscriptionMade | null;
  /** Makes the form safe to send again. */
  once: string;
}

/**
 * Asking to be told: what, where and when, with what will be sent before anything is made. It is a plain form, and shows
 * more at once where there is a script.
 */
export const remindPage = definePage<RemindData>({
  name: 'remind',
  path: '/remind',
  isPrivate: true,
  load: async (asked) => {
    const { about, ...rest } = await wanted(asked);
    return shown(asked, emptyForm(about), { ...rest, once: crypto.randomUUID() });
  },
  submit: async (asked) => {
    const { form } = asked;
    const once = form.get('once') ?? crypto.randomUUID();
    const { about: _about, ...rest } = await wanted(asked);
    const step = stepOf(asked, ['subscribe', 'preview'], 'subscribe');
    if (step === 'preview') return { status: 200, data: await shown(asked, form, { ...rest, once }) };
    try {
      const made = await subscribe(asked, once);
      return { status: 201, data: { ...(await shown(asked, form, { ...rest, once })), made } };
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      const problems = problemsOf(error, form);
      return { status: error.status, data: { ...(await shown(asked, form, { ...rest, once })), problems } };
    }
  },
  title: (_data, t) => t('remind.title'),
  dataPath: () => null,
  View: ({ data }) => {
    const { t } = useTranslation();
    return (
      <>
        <header className="lead">
          <h1>{headingOf(data, t)}</h1>
          {data.made === null ? <p>{t('remind.intro')}</p> : null}
        </header>
        {data.made === null ? (
          <RemindForm data={data} />
        ) : (
          <MadeSubscription made={data.made} address={new URLSearchParams(data.form).get('address')} />
        )}
      </>
    );
  },
});

function headingOf({ made }: RemindData, t: TFunction): string {
  if (made === null) return t('remind.title');
  return made.status === 'pending' ? t('made.check') : t('made.title');
}

const RemindForm: FC<{ data: RemindData }> = ({ data }) => {
  const { t, i18n } = useTranslation();
  const address = useAddress();
  const ofCases = new URLSearchParams(new URLSearchParams(data.query).get('cases') ?? '');
  const clocks = clocksInWords(ofCases, t, i18n.language);
  const element = useRef<HTMLFormElement>(null);
  const [isAwake, setAwake] = useState(false);
  useEffect(() => setAwake(true), []);
  const form = new URLSearchParams(data.form);
  const preview = useLivePreview(element, data.preview, form);
  return (
    <form ref={element} className="remind" method="post" action={address(`/remind?${data.query}`)} noValidate>
      <div className="asking">
        <WithProblems problems={data.problems} shown={SHOWN_FIELDS}>
          <input type="hidden" name="once" value={data.once} />
          {data.dropped.length === 0 ? null : (
            <p className="note">{t('remind.dropped', { names: data.dropped.join(', ') })}</p>
          )}
          {data.cases === null ? null : (
            <p className="note">
              {clocks === null
                ? t('remind.cases', { count: data.cases })
                : t('remind.casesUnder', { count: data.cases, clocks })}
            </p>
          )}
          <AboutFields form={form} labels={data.labels} />
          <ChannelFields form={form} />
          <ScheduleFields form={form} guess />
          <div className="actions">
            <button type="submit" name="step" value="subscribe">
              {t('remind.subscribe')}
            </button>
            {isAwake ? null : (
              <button type="submit" name="step" value="preview" className="second">
                {t('remind.preview')}
              </button>
            )}
          </div>
          <p className="hint">{t('remind.promise')}</p>
        </WithProblems>
      </div>
      <section className="previewed" aria-labelledby="preview-title">
        <h2 id="preview-title">{t('preview.title')}</h2>
        <PreviewList preview={preview} offersNext />
      </section>
    </form>
  );
};

const ChannelFields: FC<{ form: URLSearchParams }> = ({ form }) => {
  const { t } = useTranslation();
  const chosen = form.get('channel');
  return (
    <fieldset id="field-channel">
      <legend>{t('remind.channel')}</legend>
      <div className="channel">
        <label className="choice">
          <input type="radio" name="channel" value="email" defaultChecked={chosen === 'email'} />
          <span>{t('remind.channels.email')}</span>
        </label>
        <div className="inner">
          <TextInput
            name="address"
            type="email"
            label={t('remind.address')}
            hint={t('remind.addressHint')}
            value={form.get('address') ?? ''}
          />
        </div>
      </div>
      <div className="channel">
        <label className="choice">
          <input type="radio" name="channel" value="calendar" defaultChecked={chosen === 'calendar'} />
          <span>
            {t('remind.channels.calendar')} <span className="hint">{t('remind.calendarHint')}</span>
          </span>
        </label>
      </div>
      <div className="channel">
        <label className="choice">
          <input type="radio" name="channel" value="webhook" defaultChecked={chosen === 'webhook'} />
          <span>
            {t('remind.channels.webhook')} <span className="hint">{t('remind.webhookHint')}</span>
          </span>
        </label>
        <div className="inner fieldset">
          <TextInput name="url" type="url" label={t('remind.url')} value={form.get('url') ?? ''} />
          <TextInput name="key" type="password" label={t('remind.key')} hint={t('remind.keyHint')} />
        </div>
      </div>
    </fieldset>
  );
};

/** What an address asks to be told of: subjects, topics and the like, one milestone, or what a filter of cases finds. */
async function wanted({ query, get }: Asked): Promise<{
  about: [About, string][];
  dropped: string[];
  cases: number | null;
}> {
  const about: [About, string][] = [];
  const dropped = new Set<string>();
  let cases: number | null = null;
  for (const [name, value] of query) {
    if (value === '' || NO_FILTERS.includes(name)) continue;
    const known = ABOUTS.find((one) => one === name);
    if (known !== undefined) about.push([known, value]);
    else if (name === 'subjectType') about.push(['type', value]);
    else if (name === 'cases') {
      const filters = new URLSearchParams(value);
      const page = await get<Cases>(`/v1/cases?${filters}${filters.size > 0 ? '&' : ''}limit=${MOST_SUBJECTS}`);
      cases = page.items.length;
      about.push(...page.items.map(({ id }): [About, string] => ['subject', id]));
    } else dropped.add(name);
  }
  return { about, dropped: [...dropped], cases };
}

async function shown(
  asked: Asked | Submitted,
  form: URLSearchParams,
  more: Pick<RemindData, 'dropped' | 'cases' | 'once'>,
): Promise<RemindData> {
  const { query } = asked;
  const kept = new URLSearchParams(form);
  // Keys go into headers and nowhere else.
  for (const name of ['key', 'once', 'step']) kept.delete(name);
  return {
    ...more,
    form: kept.toString(),
    query: query.toString(),
    labels: await labelsOf(asked, form),
    preview: 'send' in asked ? await previewOf(asked, form) : null,
    problems: null,
    made: null,
  };
}

async function previewOf({ send }: Submitted, form: URLSearchParams): Promise<Preview | null> {
  const draft = { ...settingsOf(form), channel: { type: form.get('channel') ?? 'email' } };
  return send<Preview>('POST', '/v1/subscriptions/preview', draft).catch(unlessRefused);
}

/** Nothing where the API refuses: what a page shows beside the rest keeps the rest from nobody. */
export function unlessRefused(error: unknown): null {
  if (error instanceof ApiProblem) return null;
  throw error;
}

/** Names of what is asked about, for people. What is not on record keeps its id. */
export async function labelsOf({ get }: Pick<Asked, 'get'>, form: URLSearchParams): Promise<AboutLabel[]> {
  const labels = ABOUTS.flatMap((name) => [...new Set(form.getAll(name))].map((value) => ({ name, value })));
  return Promise.all(
    labels.map(async ({ name, value }) => {
      if (name === 'subject') {
        const subject = await get<SubjectDetail>(`/v1/subjects/${encodeURIComponent(value)}`).catch(unlessRefused);
        return { name, value, label: subject?.name ?? value, ...(subject && { lastNews: subject.lastNews }) };
      }
      const [of, rule] = value.split('.');
      if (name !== 'milestone' || of === undefined || rule === undefined) return { name, value, label: value };
      const page = await get<Milestones>(`/v1/milestones?subject=${encodeURIComponent(of)}&limit=200`).catch(
        unlessRefused,
      );
      const found = page?.items.find(({ id }) => id === value);
      return {
        name,
        value,
        label: found?.title ?? value,
        ...(found && { of: found.subject.name, lastNews: found.lastNews }),
      };
    }),
  );
}

function subscribe({ form, send }: Submitted, once: string): Promise<SubscriptionMade> {
  const key = form.get('key')?.trim() ?? '';
  return send<SubscriptionMade>(
    'POST',
    '/v1/subscriptions',
    { ...settingsOf(form), channel: channelOf(form) },
    { 'idempotency-key': once, ...(key !== '' && { authorization: `Bearer ${key}` }) },
  );
}

/** A refused key is a problem of its field. */
function problemsOf({ status, problem }: ApiProblem, form: URLSearchParams): FormProblems {
  const isKey = form.get('channel') === 'webhook' && (status === 401 || status === 403);
  if (!isKey) return problemsByField(problem, fieldOf);
  return { problem, fields: { key: [{ detail: problem.detail ?? problem.title ?? '', type: problem.type }] } };
}
