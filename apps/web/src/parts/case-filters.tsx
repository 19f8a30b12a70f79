import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { FC, ReactNode } from 'react';
import type { Case, Cases } from '../api/answers.js';
import type { Asked } from '../page.js';
import { underClocks } from './clocks.js';
import { CASE_MEASURES, CASE_STATUSES } from './case-statuses.js';
import { clockFields } from './clock-fields.js';
import { CheckField, ChoiceField, Filters, SuggestField, TextField } from './filters.js';

const SUGGESTED = ['sector', 'state', 'company', 'petitioner', 'complainant', 'mechanism'] as const;

/** Values that cases on record have, to choose from. Others can be written in. */
export type CaseValues = Record<(typeof SUGGESTED)[number] | 'outcome', string[]>;

/** Looks up what can be chosen: the values of the first page of cases. */
export async function caseValues({ query, get }: Pick<Asked, 'query' | 'get'>): Promise<CaseValues> {
  const { items } = await get<Cases>(underClocks('/v1/cases?limit=200', query));
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

/**
 * The fields of what cases are about that few need. A function and no component, as the chips read the labels from the
 * elements of a form.
 */
export function subjectFields(query: string, t: TFunction, values?: CaseValues): ReactNode {
  return (
    <>
      <SuggestField name="company" label={t('cases.company')} query={query} values={values?.company} />
      <SuggestField name="petitioner" label={t('cases.petitioner')} query={query} values={values?.petitioner} />
      <SuggestField name="complainant" label={t('cases.complainant')} query={query} values={values?.complainant} />
      <ChoiceField
        name="initiation"
        label={t('cases.initiation')}
        query={query}
        choices={(['petition', 'self'] as const).map((value) => ({ value, label: t(`cases.initiations.${value}`) }))}
      />
      <SuggestField name="mechanism" label={t('cases.mechanism')} query={query} values={values?.mechanism} />
      <SuggestField name="party" label={t('filter.party')} query={query} />
      <TextField name="facility" label={t('cases.facility')} query={query} />
    </>
  );
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
      {subjectFields(query, t, values)}
      {clockFields(query, t)}
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
