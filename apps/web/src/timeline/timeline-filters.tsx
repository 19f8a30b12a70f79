import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import { useApiWords } from '../parts/api-words.js';
import type { Choice } from '../parts/choice.js';
import { clockFields } from '../parts/clock-fields.js';
import { ChoiceField, Filters, TextField, type AskFilters } from '../parts/filters.js';
import { BoxField, ManyField } from '../parts/many-field.js';

/** The values that a timeline can be filtered by, with what they are called. */
export interface Choices {
  subjects: Choice[];
  types: Choice[];
  topics: Choice[];
  parties: Choice[];
  sources: Choice[];
}

const SUBJECT_TYPES = [
  'agreement',
  'case',
  'dialogue',
  'funding',
  'indicator',
  'organization',
  'programme',
  'relationship',
] as const;

/** Everything that a timeline can be filtered by. */
export const TimelineFilters: FC<{ query: string; choices: Choices; ask: AskFilters }> = ({ query, choices, ask }) => {
  const { t } = useTranslation();
  const words = useApiWords();
  const kinds = SUBJECT_TYPES.map((type) => ({ value: type, label: t(`subjectType.${type}`) }));
  const matches = [
    { value: 'possible', label: t('filter.matchPossible') },
    { value: 'certain', label: t('filter.matchCertain') },
  ];
  const orders = [
    { value: 'asc', label: t('filter.asc') },
    { value: 'desc', label: t('filter.desc') },
  ];
  return (
    <Filters
      path="/"
      query={query}
      ask={ask}
      more={
        <>
          <ManyField name="subject" label={t('filter.subject')} query={query} choices={choices.subjects} isTyped />
          <ManyField
            name="type"
            label={t('filter.type')}
            query={query}
            choices={choices.types.map((choice) => words.choice(choice, 'type'))}
          />
          <ManyField name="party" label={t('filter.party')} query={query} choices={choices.parties} />
          <ManyField name="source" label={t('filter.source')} query={query} choices={choices.sources} isTyped />
          <ChoiceField name="match" label={t('filter.match')} query={query} required choices={matches} />
          <ChoiceField name="order" label={t('filter.order')} query={query} required choices={orders} />
          {clockFields(query, t)}
          <fieldset className="boxes">
            <legend>{t('filter.alsoShow')}</legend>
            <BoxField name="include" value="milestones" label={t('filter.milestones')} query={query} />
            <BoxField name="include" value="parts" label={t('filter.parts')} query={query} />
            <BoxField name="include" value="related" label={t('filter.related')} query={query} />
            <BoxField name="undated" value="include" label={t('filter.undated')} query={query} />
            <BoxField name="retracted" value="include" label={t('filter.retracted')} query={query} />
          </fieldset>
        </>
      }
    >
      <TextField name="q" label={t('filter.q')} query={query} placeholder={t('filter.qHint')} />
      <ManyField name="subjectType" label={t('filter.kind')} query={query} choices={kinds} />
      <ManyField
        name="topic"
        label={t('filter.topic')}
        query={query}
        choices={choices.topics.map((choice) => words.choice(choice, 'topic'))}
      />
      <TextField name="from" label={t('filter.from')} query={query} type="text" placeholder={t('filter.dateHint')} />
      <TextField name="to" label={t('filter.to')} query={query} type="text" placeholder={t('filter.dateHint')} />
    </Filters>
  );
};
