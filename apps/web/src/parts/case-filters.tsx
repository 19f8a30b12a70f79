import { useTranslation } from 'react-i18next';
import type { FC, ReactNode } from 'react';
import type { Case, Cases } from '../api/answers.js';
import type { Asked } from '../page.js';
import { CASE_MEASURES, CASE_STATUSES } from './case-statuses.js';
import { CheckField, ChoiceField, Filters, SuggestField, TextField } from './filters.js';

const SUGGESTED = ['sector', 'state', 'company', 'petitioner', 'complainant', 'mechanism'] as const;

/** Values that cases on record have, to choose from. Others can be written in. */
export type CaseValues = Record<(typeof SUGGESTED)[number] | 'outcome', string[]>;

/** Looks up what can be chosen: the values of the first page of cases. */
export async function caseValues(get: Asked['get']): Promise<CaseValues> {
  const { items } = await get<Cases>('/v1/cases?limit=200');
  const valuesOf = (name: (typeof SUGGESTED)[number]): string[] =>
    distinct(items.flatMap((item) => attributeOf(item, name === 'petitioner' ? 'petitioners' : name)));
  return {
    ...(Object.fromEntries(SUGGESTED.map((name) => [name, valuesOf(name)])) as Record<
      (typeof SUGGESTED)[number],
      string[]
    >),
    outcome: distinct(items.flatMap(({ outcome }) => outcome ?? [])),
  };
}

/** Everything that narrows cases, in the address of the page. */
export const CaseFilters: FC<{ path: string; query: string; values: CaseValues; first?: ReactNode }> = ({
  path,
  query,
  values,
  first,
}) => {
  const { t } = useTranslation();
  const more = (
    <>
      <SuggestField name="outcome" label={t('cases.outcome')} query={query} values={values.outcome} />
      <SuggestField name="company" label={t('cases.company')} query={query} values={values.company} />
      <SuggestField name="petitioner" label={t('cases.petitioner')} query={query} values={values.petitioner} />
      <SuggestField name="complainant" label={t('cases.complainant')} query={query} values={values.complainant} />
      <ChoiceField
        name="initiation"
        label={t('cases.initiation')}
        query={query}
        choices={(['petition', 'self'] as const).map((value) => ({ value, label: t(`cases.initiations.${value}`) }))}
      />
      <SuggestField name="mechanism" label={t('cases.mechanism')} query={query} values={values.mechanism} />
      <TextField name="facility" label={t('cases.facility')} query={query} />
      <TextField name="asOf" label={t('filter.asOf')} query={query} type="date" />
      <TextField name="recordedBy" label={t('cases.recordedBy')} query={query} type="date" />
      <CheckField
        name="status"
        label={t('cases.status')}
        query={query}
        choices={CASE_STATUSES.map((value) => ({ value, label: t(`caseStatus.${value}`) }))}
      />
    </>
  );
  return (
    <Filters path={path} query={query} more={more}>
      {first}
      <TextField name="q" label={t('filter.q')} query={query} />
      <SuggestField name="sector" label={t('filter.sector')} query={query} values={values.sector} />
      <SuggestField name="state" label={t('cases.state')} query={query} values={values.state} />
      <ChoiceField
        name="measure"
        label={t('cases.measure')}
        query={query}
        choices={CASE_MEASURES.map((value) => ({ value, label: t(`caseMeasure.${value}`) }))}
      />
      <TextField name="knownAt" label={t('filter.knownAt')} query={query} type="date" />
    </Filters>
  );
};

function attributeOf({ attributes }: Case, name: string): string[] {
  const value = attributes[name];
  return Array.isArray(value) ? value.map(String) : value === undefined || value === null ? [] : [String(value)];
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].toSorted((one, other) => one.localeCompare(other));
}
