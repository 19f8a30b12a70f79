import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import { textInWords } from './dates.js';

/** Fields whose names and values depend on what they are about, as a list of terms. */
export const Fields: FC<{ fields: Record<string, unknown> }> = ({ fields }) => {
  const { i18n } = useTranslation();
  const told = Object.entries(fields).filter(([, value]) => !isEmpty(value));
  if (told.length === 0) return null;
  return (
    <dl className="fields">
      {told.map(([name, value]) => (
        <div key={name}>
          <dt>{nameInWords(name)}</dt>
          <dd>{typeof value === 'string' ? textInWords(value, i18n.language) : valueInWords(value)}</dd>
        </div>
      ))}
    </dl>
  );
};

/** A field's name as people write it: `openedOn` is "opened on". */
export function nameInWords(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[-_]/g, ' ')
    .toLowerCase();
}

/** A value of whatever form in words; money as an amount with its currency. */
export function valueInWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueInWords).join(', ');
  if (typeof value !== 'object' || value === null) return String(value ?? '–');
  if ('amount' in value && 'currency' in value) return `${String(value.amount)} ${String(value.currency)}`;
  if ('text' in value && 'edtf' in value) return String(value.text);
  return Object.entries(value)
    .filter(([, inner]) => !isEmpty(inner))
    .map(([name, inner]) => `${nameInWords(name)}: ${valueInWords(inner)}`)
    .join('; ');
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
