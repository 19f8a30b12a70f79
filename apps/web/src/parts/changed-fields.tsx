import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import { useApiWords } from './api-words.js';

/** Fields before and after a change. */
export const ChangedFields: FC<{ changes: readonly { field: string; before?: unknown; after?: unknown }[] }> = ({
  changes,
}) => {
  const { t } = useTranslation();
  const words = useApiWords();
  const told = (field: string, value: unknown): string =>
    value === null || value === undefined ? t('fact.nothing') : words.value(value, field);
  if (changes.length === 0) return null;
  return (
    <ul className="changed">
      {changes.map(({ field, before, after }) => (
        <li key={field}>
          {t('fact.was', { field: words.field(field), before: told(field, before), after: told(field, after) })}
        </li>
      ))}
    </ul>
  );
};
