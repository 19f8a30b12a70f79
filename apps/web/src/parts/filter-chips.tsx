import { useTranslation } from 'react-i18next';
import { Children, isValidElement, type FC, type ReactNode } from 'react';
import { OF_THE_PAGE } from '../query.js';
import { useApiWords } from './api-words.js';
import type { Choice } from './choice.js';
import { momentInWords } from './clocks.js';

/**
 * What an address says beside filters: how the page is shown, which part of the list, and which position to wait for. The
 * statistics always show the groups of the page.
 */
const NO_FILTERS = [...OF_THE_PAGE, 'cursor', 'limit', 'after', 'groupBy'];

/** A field of a form of filters, as its chip needs it. */
interface FieldOfForm {
  name: string;
  label: string;
  choices?: readonly Choice[];
  /** Of a field that holds one value or none. */
  value?: string;
  required?: boolean;
}

/** One value that a filter has. */
export interface ActiveFilter {
  name: string;
  value: string;
}

/**
 * The filters of an address that narrow what is shown or change its order: each value once, without those that are usual.
 *
 * @param fields the fields of the form, as React elements with `name` and `label`
 */
export function activeFilters(query: string, fields: ReactNode): ActiveFilter[] {
  const known = fieldsIn(fields);
  const isUsual = ({ name, value }: ActiveFilter): boolean =>
    known.some((field) => field.name === name && field.required === true && field.choices?.[0]?.value === value);
  const seen = new Set<string>();
  return [...new URLSearchParams(query)]
    .map(([name, value]) => ({ name, value }))
    .filter(
      ({ name, value }) =>
        value !== '' && !NO_FILTERS.includes(name) && !seen.has(`${name}=${value}`) && seen.add(`${name}=${value}`),
    )
    .filter((one) => !isUsual(one));
}

/** Whether one of these fields holds a filter of the address. */
export function holdsFilter(query: string, fields: ReactNode): boolean {
  const names = fieldsIn(fields).map(({ name }) => name);
  return activeFilters(query, fields).some(({ name }) => names.includes(name));
}

/** A chip for every filter in use, in the words of its field, each of which is a link to the same without it. */
export const FilterChips: FC<{ path: string; query: string; fields: ReactNode }> = ({ path, query, fields }) => {
  const { t, i18n } = useTranslation();
  const words = useApiWords();
  const known = fieldsIn(fields);
  const active = activeFilters(query, fields);
  if (active.length === 0) return null;
  return (
    <ul className="chips" aria-label={t('filter.active')}>
      {active.map((one) => (
        <li key={`${one.name}=${one.value}`}>
          <a href={without(path, query, one)}>
            <span className="unseen">{t('filter.remove')}: </span>
            {chipText(one, known, (value) => words.value(momentInWords(value, i18n.language)))}{' '}
            <span aria-hidden="true">×</span>
          </a>
        </li>
      ))}
    </ul>
  );
};

/** What a field calls its value. The counts of a list to choose from are left out. */
function chipText(
  { name, value }: ActiveFilter,
  known: readonly FieldOfForm[],
  inWords: (value: string) => string,
): string {
  const fields = known.filter((field) => field.name === name);
  const box = fields.find((field) => field.value !== undefined && value.split(',').includes(field.value));
  if (box !== undefined) return box.label;
  const [field] = fields;
  const choice = field?.choices?.find((one) => one.value === value);
  return `${field?.label ?? name}: ${choice?.label.replace(/ \(\d+\)$/, '') ?? inWords(value)}`;
}

/** The same page without one value of one filter, from the first page of its list. */
function without(path: string, query: string, { name, value }: ActiveFilter): string {
  const rest = [...new URLSearchParams(query)].filter(
    ([other, its]) => its !== '' && other !== 'cursor' && !(other === name && its === value),
  );
  return rest.length === 0 ? path : `${path}?${new URLSearchParams(rest)}`;
}

/** The fields among the elements of a form, however deep they lie in fragments and groups. */
function fieldsIn(node: ReactNode): FieldOfForm[] {
  return Children.toArray(node).flatMap((child) => {
    if (!isValidElement<Partial<FieldOfForm> & { children?: ReactNode }>(child)) return [];
    const { name, label, children } = child.props;
    if (name !== undefined && label !== undefined) return [{ ...child.props, name, label }];
    return fieldsIn(children);
  });
}
