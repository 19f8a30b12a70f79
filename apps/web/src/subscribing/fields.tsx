import { useEffect, useRef, type FC, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblem } from '../parts/form-problems.js';
import { useApiWords } from '../parts/api-words.js';
import { ABOUTS, KINDS, LEADS, type About } from './draft.js';
import { leadInWords } from './lead-words.js';

/** The fields that show what is wrong with them. */
export const SHOWN_FIELDS = ['about', 'kinds', 'leadTimes', 'timeZone', 'localTime', 'address', 'url', 'key'];

/** Something that a subscription is about, with its name for people. */
export interface AboutLabel {
  name: About;
  value: string;
  label: string;
  /** Of a milestone: what its subject is called. */
  of?: string;
  /** The newest news of the subject, for the line below the page. */
  lastNews?: string | null;
}

/** The name of a label in the language of the page. */
export function useLabelName(): (label: AboutLabel) => string {
  const words = useApiWords();
  return ({ name, value, label, of }) => {
    if (name === 'topic') return words.topic(label);
    if (name === 'type') return words.headline(value, label);
    return of === undefined ? label : words.due({ id: value, title: label }, of);
  };
}

/** What is to be told. */
export const AboutFields: FC<{ form: URLSearchParams; labels: readonly AboutLabel[] }> = ({ form, labels }) => {
  const { t } = useTranslation();
  const named = useLabelName();
  const kinds = useProblem('kinds');
  const about = useProblem('about');
  return (
    <>
      <fieldset id="field-about" {...about.attributes}>
        <legend>{t('remind.about')}</legend>
        {labels.length === 0 ? <p className="hint">{t('remind.everything')}</p> : null}
        {labels.map((one) => {
          const { name, value } = one;
          return (
            <label key={`${name} ${value}`} className="choice">
              <input type="checkbox" name={name} value={value} defaultChecked={form.getAll(name).includes(value)} />
              <span>
                <span dir="auto">{named(one)}</span> <span className="kind">{t(`remind.aboutKind.${name}`)}</span>
              </span>
            </label>
          );
        })}
        {about.message}
        <details>
          <summary>{t('remind.more')}</summary>
          <p className="hint">{t('remind.moreHint')}</p>
          <div className="fieldset">
            {ABOUTS.map((name) => (
              <TextInput
                key={name}
                name={`more-${name}`}
                label={t(`remind.aboutKinds.${name}`)}
                value={form.get(`more-${name}`) ?? ''}
              />
            ))}
          </div>
        </details>
      </fieldset>
      <fieldset id="field-kinds" {...kinds.attributes}>
        <legend>{t('remind.kinds')}</legend>
        {KINDS.map((kind) => (
          <label key={kind} className="choice">
            <input type="checkbox" name="kinds" value={kind} defaultChecked={form.getAll('kinds').includes(kind)} />
            <span>
              {t(`remind.kind.${kind}`)} <span className="hint">{t(`remind.kindHint.${kind}`)}</span>
            </span>
          </label>
        ))}
        {kinds.message}
      </fieldset>
    </>
  );
};

/** When it is to be told. A calendar needs none of it. */
export const ScheduleFields: FC<{ form: URLSearchParams; guess?: true }> = ({ form, guess }) => {
  const { t } = useTranslation();
  const leads = useProblem('leadTimes');
  return (
    <fieldset className="when-sent">
      <legend>{t('remind.when')}</legend>
      <fieldset id="field-leadTimes" {...leads.attributes} className="inner">
        <legend>{t('remind.leads')}</legend>
        <div className="choices">
          {LEADS.map((lead) => (
            <label key={lead} className="choice">
              <input
                type="checkbox"
                name="leadTimes"
                value={lead}
                defaultChecked={form.getAll('leadTimes').includes(lead)}
              />
              <span>{leadInWords(lead, t)}</span>
            </label>
          ))}
        </div>
        <TextInput
          name="otherLeadTimes"
          label={t('remind.otherLeads')}
          hint={t('remind.otherLeadsHint')}
          value={form.get('otherLeadTimes') ?? ''}
        />
        {leads.message}
      </fieldset>
      <div className="fieldset">
        <TimeZone value={form.get('timeZone') ?? 'UTC'} guess={guess === true} />
        <TextInput name="localTime" type="time" label={t('remind.hour')} value={form.get('localTime') ?? ''} />
        <SelectInput name="digest" label={t('remind.digest')} value={form.get('digest') ?? 'none'}>
          {(['none', 'daily', 'weekly'] as const).map((digest) => (
            <option key={digest} value={digest}>
              {t(`remind.digests.${digest}`)}
            </option>
          ))}
        </SelectInput>
        <SelectInput name="digestDay" label={t('remind.digestDay')} value={form.get('digestDay') ?? '1'}>
          {([1, 2, 3, 4, 5, 6, 7] as const).map((day) => (
            <option key={day} value={day}>
              {t(`remind.weekday.${day}`)}
            </option>
          ))}
        </SelectInput>
        <TextInput name="quietFrom" type="time" label={t('remind.quietFrom')} value={form.get('quietFrom') ?? ''} />
        <TextInput name="quietTo" type="time" label={t('remind.quietTo')} value={form.get('quietTo') ?? ''} />
      </div>
      <p className="hint">{t('remind.quietHint')}</p>
    </fieldset>
  );
};

/** The time zone, guessed where nobody has said another one, with the names that this browser knows. */
const TimeZone: FC<{ value: string; guess: boolean }> = ({ value, guess }) => {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDataListElement>(null);
  const problem = useProblem('timeZone');
  useEffect(() => {
    for (const name of Intl.supportedValuesOf('timeZone')) list.current?.append(new Option(name, name));
    if (!guess || input.current?.value !== 'UTC') return;
    input.current.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
    input.current.dispatchEvent(new Event('input', { bubbles: true }));
  }, [guess]);
  return (
    <div className="field">
      <label htmlFor="field-timeZone">{t('remind.timeZone')}</label>
      <input
        ref={input}
        id="field-timeZone"
        name="timeZone"
        list="time-zones"
        defaultValue={value}
        autoComplete="off"
        {...problem.attributes}
      />
      <datalist ref={list} id="time-zones" />
      {problem.message ?? <p className="hint">{t('remind.timeZoneHint')}</p>}
    </div>
  );
};

/** A line to write in, with its label, a hint, and what is wrong with it. */
export const TextInput: FC<{
  name: string;
  label: string;
  value?: string;
  hint?: string;
  type?: 'text' | 'time' | 'email' | 'url' | 'password';
}> = ({ name, label, value, hint, type = 'text' }) => {
  const problem = useProblem(name);
  return (
    <div className="field">
      <label htmlFor={`field-${name}`}>{label}</label>
      <input
        id={`field-${name}`}
        name={name}
        type={type}
        defaultValue={value}
        autoComplete={type === 'email' ? 'email' : 'off'}
        {...problem.attributes}
      />
      {problem.message ?? (hint === undefined ? null : <p className="hint">{hint}</p>)}
    </div>
  );
};

const SelectInput: FC<{ name: string; label: string; value: string; children: ReactNode }> = ({
  name,
  label,
  value,
  children,
}) => (
  <div className="field">
    <label htmlFor={`field-${name}`}>{label}</label>
    <select id={`field-${name}`} name={name} defaultValue={value}>
      {children}
    </select>
  </div>
);
