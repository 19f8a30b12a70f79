import { useTranslation } from 'react-i18next';
import { useEffect, useRef, useState, type FC, type FormEvent, type ReactNode } from 'react';
import type { Choice } from './choice.js';
import { activeFilters, FilterChips, holdsFilter } from './filter-chips.js';

/** Answers other filters without loading the page again; `isTyping` where more letters may follow. */
export type AskFilters = (query: URLSearchParams, isTyping: boolean) => void;

/**
 * A form that asks the same page with other filters; it needs no script. With `ask` it answers as it is filled in. On a
 * phone it is folded away behind a line that tells how many filters hold; where there is room it stands open. Above it
 * stands a chip for every filter in use, and the panel of further filters is open while it holds one of them.
 */
export const Filters: FC<{ path: string; query: string; children: ReactNode; more?: ReactNode; ask?: AskFilters }> = ({
  path,
  query,
  children,
  more,
  ask,
}) => {
  const { t, i18n } = useTranslation();
  const asked = new URLSearchParams(query);
  const fields = [children, more];
  const held = activeFilters(query, fields).length;
  const kept = ['lang', 'lane'].flatMap((name) => asked.getAll(name).map((value) => [name, value] as const));
  const typing = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const form = useRef<HTMLFormElement>(null);
  // Words that were typed before the script was there are searched too.
  useEffect(() => {
    const words = form.current?.elements.namedItem('q');
    if (words instanceof HTMLInputElement && words.value !== words.defaultValue) ask?.(filled(form.current!), true);
    // Later words come by `onInput`.
  }, []);
  const onInput = (event: FormEvent<HTMLFormElement>): void => {
    const asking = event.currentTarget;
    const field = event.target as HTMLInputElement | HTMLSelectElement;
    const isTyping = field instanceof HTMLInputElement && ['text', 'search'].includes(field.type);
    clearTimeout(typing.current);
    if (isTyping) typing.current = setTimeout(() => ask!(filled(asking), true), field.name === 'q' ? 200 : 600);
    else ask!(filled(asking), false);
    emptied(field);
  };
  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    clearTimeout(typing.current);
    ask!(filled(event.currentTarget), false);
  };
  return (
    <>
      <FilterChips path={path} query={query} fields={fields} />
      <details className="filters-fold">
        <summary>{t('filter.fold', { count: held })}</summary>
        <form
          ref={form}
          className="filters"
          method="get"
          action={path}
          role="search"
          aria-label={t('filter.label')}
          {...(ask === undefined ? {} : { onInput, onSubmit })}
        >
          {kept.map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <div className="fieldset">{children}</div>
          {more === undefined ? null : <MoreFilters isHeld={holdsFilter(query, more)}>{more}</MoreFilters>}
          <div className="actions">
            <button type="submit">{t('filter.apply')}</button>
            {held > 0 ? (
              <a href={i18n.language === 'en' ? path : `${path}?lang=${i18n.language}`}>{t('filter.clear')}</a>
            ) : null}
          </div>
        </form>
      </details>
    </>
  );
};

/** The filters that few need: opened where one of them holds, and closed by nobody but the reader. */
const MoreFilters: FC<{ isHeld: boolean; children: ReactNode }> = ({ isHeld, children }) => {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(isHeld);
  useEffect(() => {
    if (isHeld) setOpen(true);
  }, [isHeld]);
  return (
    <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('filter.more')}</summary>
      <div className="fieldset">{children}</div>
    </details>
  );
};

/** What a form says, without what was left empty, said twice, or is so unless something else is said. */
function filled(form: HTMLFormElement): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    const field = form.elements.namedItem(name);
    const isUsual = field instanceof HTMLSelectElement && field.dataset['usual'] === value;
    if (typeof value === 'string' && value !== '' && !isUsual && !query.has(name, value)) query.append(name, value);
  }
  return query;
}

/** A list that adds one more value is empty again after it did, and stays where the focus is when a box goes away. */
function emptied(field: HTMLInputElement | HTMLSelectElement): void {
  const adding = field.closest('.field')?.querySelector<HTMLSelectElement>('[data-adds]');
  if (field === adding) field.value = '';
  else if (field.closest('.chosen') !== null) adding?.focus();
}

/** One filter with its label. */
export const Field: FC<{ label: string; children: (id: string) => ReactNode; name: string }> = ({
  label,
  children,
  name,
}) => {
  const id = `filter-${name}`;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  );
};

/** A text or a day to filter by. What is no day stays a text: a year, a month, an instant. */
export const TextField: FC<{
  name: string;
  label: string;
  query: string;
  type?: 'search' | 'date' | 'text';
  placeholder?: string;
}> = ({ name, label, query, type = 'search', placeholder }) => {
  const value = new URLSearchParams(query).get(name) ?? '';
  const shown = type === 'date' && value !== '' && !/^\d{4}-\d{2}-\d{2}$/.test(value) ? 'text' : type;
  return (
    <Field name={name} label={label}>
      {(id) => <input id={id} name={name} type={shown} defaultValue={value} placeholder={placeholder} />}
    </Field>
  );
};

/**
 * One of several values to filter by, or any; where one is required, the first unless another is chosen. A value of the
 * address that is not among the choices can stay chosen.
 */
export const ChoiceField: FC<{
  name: string;
  label: string;
  query: string;
  choices: readonly Choice[];
  required?: true;
}> = ({ name, label, query, choices, required }) => {
  const { t } = useTranslation();
  const chosen = new URLSearchParams(query).get(name) ?? '';
  const isOther = chosen !== '' && !choices.some(({ value }) => value === chosen);
  return (
    <Field name={name} label={label}>
      {(id) => (
        <select
          id={id}
          name={name}
          defaultValue={chosen}
          data-usual={required === true ? choices[0]?.value : undefined}
        >
          {required === true ? null : <option value="">{t('filter.any')}</option>}
          {choices.map(({ value, label: words }) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
          {isOther ? <option value={chosen}>{chosen}</option> : null}
        </select>
      )}
    </Field>
  );
};

/** Values to filter by, with some of those on record to choose from; one field for each that the address has. */
export const SuggestField: FC<{ name: string; label: string; query: string; values?: readonly string[] }> = ({
  name,
  label,
  query,
  values,
}) => {
  const asked = new URLSearchParams(query).getAll(name);
  const list = `filter-${name}-values`;
  return (
    <Field name={name} label={label}>
      {(id) => (
        <>
          {(asked.length === 0 ? [''] : asked).map((value, index) => (
            <input
              key={value}
              name={name}
              {...(values !== undefined && { list })}
              defaultValue={value}
              {...(index === 0 ? { id } : { 'aria-label': label })}
            />
          ))}
          {values === undefined ? null : (
            <datalist id={list}>
              {values.map((value) => (
                <option key={value} value={value} />
              ))}
            </datalist>
          )}
        </>
      )}
    </Field>
  );
};

/** Values to filter by, of which any number is chosen. */
export const CheckField: FC<{ name: string; label: string; query: string; choices: readonly Choice[] }> = ({
  name,
  label,
  query,
  choices,
}) => {
  const asked = new URLSearchParams(query).getAll(name);
  return (
    <fieldset className="checks">
      <legend>{label}</legend>
      {choices.map(({ value, label: words }) => (
        <label key={value}>
          <input type="checkbox" name={name} value={value} defaultChecked={asked.includes(value)} /> {words}
        </label>
      ))}
    </fieldset>
  );
};
