import { useEffect, useState, type FC, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { Preview } from '../api/answers.js';
import { useApiWords } from '../parts/api-words.js';
import { edtfInWords } from '../parts/dates.js';
import { CitedArticle, DeadlineCaution } from '../parts/deadline-words.js';
import { To } from '../parts/links.js';
import { settingsOf } from './draft.js';
import { leadBeforeWindow } from './lead-words.js';
import { localeOf } from '../words/locales.js';

/** So long a form must have been left alone before it is asked what it means. */
const PAUSE_MS = 350;

/** Answers that refuse a choice; any other fault may be over with the next request. */
const REFUSALS = new Set([400, 401, 403, 422]);

/** A preview, and the kinds of news that its form asked for; all of them where it named none. */
type Previewed = Preview & { kinds: readonly string[] };

/**
 * What a form would send, requested again whenever it changes: nothing where that is refused; where the service cannot be
 * reached the last answer stays.
 *
 * @param managePath the path of the page that manages the subscription of the form, with its token, which needs no key; none
 *   where the form asks for a new one
 */
export function useLivePreview(
  form: RefObject<HTMLFormElement | null>,
  first: Preview | null,
  firstForm: URLSearchParams,
  managePath?: string,
): Previewed | null {
  const [preview, setPreview] = useState<Previewed | null>(first && { ...first, kinds: firstForm.getAll('kinds') });
  useEffect(() => {
    const element = form.current;
    if (element === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let asking = new AbortController();
    const ask = async (): Promise<void> => {
      asking.abort();
      asking = new AbortController();
      const { signal } = asking;
      const fields = fieldsOf(element);
      const answer = await fetch(requestOf(fields, managePath, signal)).catch(() => null);
      if (answer?.ok === true && !signal.aborted)
        return setPreview({ ...((await answer.json()) as Preview), kinds: fields.getAll('kinds') });
      // The preview shown is of another choice.
      if (answer !== null && REFUSALS.has(answer.status) && !signal.aborted) setPreview(null);
      // What is stored nowhere and read by nobody would keep the connection.
      await answer?.body?.cancel().catch(() => {});
    };
    const later = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => void ask(), PAUSE_MS);
    };
    element.addEventListener('input', later);
    void ask();
    return () => {
      clearTimeout(timer);
      asking.abort();
      element.removeEventListener('input', later);
    };
  }, [form, managePath]);
  return preview;
}

function fieldsOf(element: HTMLFormElement): URLSearchParams {
  const fields = [...new FormData(element)].flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value]] : [],
  );
  return new URLSearchParams(fields);
}

function requestOf(form: URLSearchParams, managePath: string | undefined, signal: AbortSignal): Request {
  const { filter, ...schedule } = settingsOf(form);
  const type = form.get('channel') ?? 'email';
  // The form of a calendar has no schedule.
  const settings = { filter, ...(type !== 'calendar' && schedule) };
  const json = { 'content-type': 'application/json' };
  if (managePath === undefined) {
    const body = JSON.stringify({ ...settings, channel: { type } });
    return new Request('/v1/subscriptions/preview', { method: 'POST', headers: json, body, signal });
  }
  const { pathname, searchParams } = new URL(managePath, window.location.href);
  const headers = { ...json, 'dateline-token': searchParams.get('token') ?? '' };
  return new Request(`/v1${pathname}/preview`, { method: 'POST', headers, body: JSON.stringify(settings), signal });
}

/** What will be sent and when, as things stand, each message with its words; a new one may take only the next milestone. */
export const PreviewList: FC<{ preview: Previewed | null; offersNext?: true }> = ({ preview, offersNext }) => {
  const { t, i18n } = useTranslation();
  const words = useApiWords();
  if (preview === null) return <p className="hint">{t('preview.none')}</p>;
  const { items, milestones, kinds } = preview;
  if (kinds.length > 0 && !kinds.includes('milestones')) return <p role="status">{t('preview.news')}</p>;
  return (
    <>
      <p role="status">
        {milestones.length === 0
          ? t('preview.noMilestones')
          : items.length === 0
            ? t('preview.inCalendar', { count: milestones.length })
            : t('preview.messages', { count: items.length })}
      </p>
      {offersNext === true && milestones.length > 1 ? <OnlyNext milestone={milestones[0]!} /> : null}
      {items.length > 0 ? (
        <ol className="preview">
          {items.map((item) => (
            <li key={`${item.milestone.id} ${item.leadTime}`}>
              <LocalTime at={item.localTime} />
              <span className="lead-time">{leadBeforeWindow(item.leadTime, item.milestone.window, t)}</span>
              <CitedArticle article={item.milestone.article} />
              <details>
                <summary dir="auto">{words.due(item.milestone, item.milestone.subject)}</summary>
                <p className="hint">{t('preview.mail')}</p>
                <p dir="auto">
                  <strong lang="en">{item.subject}</strong>
                </p>
                <pre dir="auto" lang="en">
                  {item.text}
                </pre>
              </details>
            </li>
          ))}
        </ol>
      ) : (
        <ul className="preview">
          {milestones.map(({ id, title, window, subject, article }) => (
            <li key={id}>
              <span className="lead-time">{edtfInWords(window, i18n.language)}</span>
              <To path={`/milestones/${id}`}>
                <span dir="auto">{words.due({ id, title }, subject)}</span>
              </To>
              <CitedArticle article={article} />
            </li>
          ))}
        </ul>
      )}
      <DeadlineCaution of={[...milestones, ...items.map(({ milestone }) => milestone)]} />
      {kinds.length === 1 ? null : <p className="hint">{t('preview.news')}</p>}
    </>
  );
};

/** Leads to a reminder of one milestone alone, instead of all that will follow. */
const OnlyNext: FC<{ milestone: Preview['milestones'][number] }> = ({ milestone: { id, title, subject } }) => {
  const { t } = useTranslation();
  const words = useApiWords();
  return (
    <p className="hint">
      <To path={`/remind?milestone=${encodeURIComponent(id)}`}>
        {t('preview.onlyNext', { title: words.due({ id, title }, subject) })}
      </To>
    </p>
  );
};

/** A local time as the API tells it (`2026-06-24T09:00-06:00`), in the language of the page and without moving it. */
export const LocalTime: FC<{ at: string }> = ({ at }) => {
  const { i18n } = useTranslation();
  const [, day = '', hour = '', offset = ''] = /^(\d{4,}-\d{2}-\d{2})T(\d{2}:\d{2})(.*)$/.exec(at) ?? [];
  if (day === '') return <>{at}</>;
  const words = new Intl.DateTimeFormat(localeOf(i18n.language), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`));
  return (
    <time dateTime={at}>
      {words}, {hour} <span className="kind">({offset === 'Z' ? 'UTC' : offset})</span>
    </time>
  );
};
