import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { TextField } from './filters.js';

/** The fields of the clocks. A function and no component, as the chips read the labels from the elements of a form. */
export function clockFields(query: string, t: TFunction): ReactNode {
  return (
    <>
      <TextField name="knownAt" label={t('filter.knownAt')} query={query} type="date" />
      <TextField name="asOf" label={t('filter.asOf')} query={query} type="date" />
      <TextField name="recordedBy" label={t('filter.recordedBy')} query={query} type="text" />
    </>
  );
}
