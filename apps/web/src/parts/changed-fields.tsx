import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import { nameInWords, valueInWords } from './fields.js';

/** Fields before and after a change. */
export const ChangedFields: FC<{ changes: readonly { field: string; before?: unknown; after?: unknown }[] }> = ({
  changes,
}) => {
  const { t } = useTranslation();
  const told = (value: unknown): string =>
    value === null || value === undefined ? t('fact.nothing') : valueInWords(value);
  if (changes.length === 0) return null;
  return (
    <ul className="changed">
      {changes.map(({ field, before, after }) => (
        <li key={field}>{t('fact.was', { field: nameInWords(field), before: told(before), after: told(after) })}</li>
      ))}
    </ul>
  );
};
