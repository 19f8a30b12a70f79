import { useTranslation } from 'react-i18next';
import type { FC, ReactNode } from 'react';

/** A choice of a filter, with how many there are of it. */
export interface Choice {
  value: string;
  label: string;
}

/** A form that asks the same page with other filters; it needs no script. */
export const Filters: FC<{ path: string; query: string; children: ReactNode; more?: ReactNode }> = ({
  path,
  query,
  children,
  more,
}) => {
  const { t, i18n } = useTranslation();
  const isFiltered = [...new URLSearchParams(query).keys()].some((name) => name !== 'lang');
  const language = i18n.language === 'en' ? null : <input type="hidden" name="lang" value={i18n.language} />;
  return (
    <form className="filters" method="get" action={path} role="search" aria-label={t('filter.label')}>
      {language}
      <div className="fieldset">{children}</div>
      {more === undefined ? null : (
        <details>
          <summary>{t('filter.more')}</summary>
          <div className="fieldset">{more}</div>
        </details>
      )}
      <div className="actions">
        <button type="submit">{t('filter.apply')}</button>
        {isFiltered ? (
          <a href={i18n.language === 'en' ? path : `${path}?lang=${i18n.language}`}>{t('filter.clear')}</a>
        ) : null}
      </div>
    </form>
  );
};

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

/** A text or a day to filter by. */
export const TextField: FC<{ name: string; label: string; query: string; type?: 'search' | 'date' }> = ({
  name,
  label,
  query,
  type = 'search',
}) => (
  <Field name={name} label={label}>
    {(id) => <input id={id} name={name} type={type} defaultValue={new URLSearchParams(query).get(name) ?? ''} />}
  </Field>
);

/** One of several values to filter by, or any. */
export const ChoiceField: FC<{
  name: string;
  label: string;
  query: string;
  choices: readonly Choice[];
  required?: true;
}> = ({ name, label, query, choices, required }) => {
  const { t } = useTranslation();
  return (
    <Field name={name} label={label}>
      {(id) => (
        <select id={id} name={name} defaultValue={new URLSearchParams(query).get(name) ?? ''}>
          {required === true ? null : <option value="">{t('filter.any')}</option>}
          {choices.map(({ value, label: words }) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
};

/** Values to filter by, with those on record to choose from; one field for each that is asked for. */
export const SuggestField: FC<{ name: string; label: string; query: string; values: readonly string[] }> = ({
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
              list={list}
              defaultValue={value}
              {...(index === 0 ? { id } : { 'aria-label': label })}
            />
          ))}
          <datalist id={list}>
            {values.map((value) => (
              <option key={value} value={value} />
            ))}
          </datalist>
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
