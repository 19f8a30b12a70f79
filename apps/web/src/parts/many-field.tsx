import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import type { Choice } from './choice.js';
import { Field } from './filters.js';

/**
 * Any of several values to filter by: what is chosen as boxes that can be unticked, and a list to choose one more from. It
 * works without script, as the form sends both. A list that would be too long is one to type into.
 */
export const ManyField: FC<{
  name: string;
  label: string;
  query: string;
  choices: readonly Choice[];
  isTyped?: boolean;
}> = ({ name, label, query, choices, isTyped = false }) => {
  const { t } = useTranslation();
  const chosen = [...new Set(new URLSearchParams(query).getAll(name).filter((value) => value !== ''))];
  const others = choices.filter(({ value }) => !chosen.includes(value));
  const any = chosen.length === 0 ? t('filter.any') : t('filter.another');
  return (
    <Field name={name} label={label}>
      {(id) => (
        <>
          {chosen.map((value) => (
            <label key={value} className="chosen">
              <input type="checkbox" name={name} value={value} defaultChecked />{' '}
              {choices.find((choice) => choice.value === value)?.label ?? value}
            </label>
          ))}
          {isTyped ? (
            <>
              <input id={id} name={name} list={`${id}-list`} autoComplete="off" placeholder={any} data-adds="" />
              <datalist id={`${id}-list`}>
                {others.map(({ value, label: words }) => (
                  <option key={value} value={value} label={words} />
                ))}
              </datalist>
            </>
          ) : (
            <select id={id} name={name} defaultValue="" data-adds="">
              <option value="">{any}</option>
              {others.map(({ value, label: words }) => (
                <option key={value} value={value}>
                  {words}
                </option>
              ))}
            </select>
          )}
        </>
      )}
    </Field>
  );
};

/** One value to filter by or not at all. */
export const BoxField: FC<{ name: string; value: string; label: string; query: string }> = ({
  name,
  value,
  label,
  query,
}) => {
  const isChosen = new URLSearchParams(query).getAll(name).some((words) => words.split(',').includes(value));
  return (
    <label className="box">
      <input type="checkbox" name={name} value={value} defaultChecked={isChosen} /> {label}
    </label>
  );
};
