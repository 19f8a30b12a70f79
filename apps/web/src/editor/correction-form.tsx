import { useContext, useState, type FC, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiWords } from '../parts/api-words.js';
import { WithProblems } from '../parts/form-problems.js';
import { draftOf, valueOf, type Draft } from './draft.js';
import type { Present } from './present.js';
import { GroupFields, KnownSchemas } from './schema-field.js';
import { plain, type Schema, type Schemas } from './schema.js';
import { SentNotice } from './sent-notice.js';
import { useSending } from './use-sending.js';

const NAMES = { fact: 'FactCorrection', subject: 'SubjectCorrection', source: 'SourceCorrection' } as const;

/** Corrects a record: its present wording to write over, and of that only what differs is sent, with a reason and sources. */
export const CorrectionForm: FC<{ present: Present }> = ({ present }) => {
  const { t } = useTranslation();
  const schemas = useContext(KnownSchemas);
  const schema = plain(schemas[NAMES[present.kind]] ?? {}, schemas);
  const changesSchema = schemaOfChanges(present, schema, schemas);
  const [first] = useState(() => draftOf(present.fields, changesSchema, schemas) as Record<string, Draft>);
  const [draft, setDraft] = useState(first);
  const [why, setWhy] = useState(() => emptyReasons(present, 'correction', schema, schemas));
  const { written, problems, isSending, send } = useSending();
  if (written !== null) return <SentNotice written={written} shownAt={`/${present.kind}s/${present.id}`} />;
  const changes = changesBetween(first, draft, changesSchema, schemas);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const { id, ...reasons } = valueOf(why, schema, schemas) as { id?: string };
    const record = { id, changes, ...reasons };
    void send(`/v1/${present.kind}s/${present.id}/corrections`, record);
  };
  return (
    <form method="post" onSubmit={submit} noValidate>
      <WithProblems problems={problems} shown={Object.keys(problems?.fields ?? {})}>
        <fieldset>
          <legend>{t('editor.present')}</legend>
          <GroupFields
            pointer="/changes"
            schema={changesSchema}
            draft={draft}
            onChange={(next) => setDraft(next as Record<string, Draft>)}
          />
        </fieldset>
        <Changes changes={changes} fields={present.fields} />
        <Reasons schema={schema} draft={why} onChange={setWhy} />
        <div className="actions">
          <button type="submit" disabled={isSending || Object.keys(changes).length === 0}>
            {t('editor.correct')}
          </button>
        </div>
      </WithProblems>
    </form>
  );
};

/** Withdraws a fact, with a reason and sources. */
export const RetractionForm: FC<{ present: Present }> = ({ present }) => {
  const { t } = useTranslation();
  const schemas = useContext(KnownSchemas);
  const schema = plain(schemas['Retraction'] ?? {}, schemas);
  const [why, setWhy] = useState(() => emptyReasons(present, 'retraction', schema, schemas));
  const { written, problems, isSending, send } = useSending();
  if (written !== null) return <SentNotice written={written} shownAt={`/facts/${present.id}`} />;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void send(`/v1/facts/${present.id}/retractions`, valueOf(why, schema, schemas) as object);
  };
  return (
    <form method="post" onSubmit={submit} noValidate>
      <WithProblems problems={problems} shown={Object.keys(problems?.fields ?? {})}>
        <Reasons schema={schema} draft={why} onChange={setWhy} />
        <div className="actions">
          <button type="submit" disabled={isSending}>
            {t('editor.retract')}
          </button>
        </div>
      </WithProblems>
    </form>
  );
};

/** What will be sent, before and after. */
const Changes: FC<{ changes: Record<string, unknown>; fields: Record<string, unknown> }> = ({ changes, fields }) => {
  const { t } = useTranslation();
  const words = useApiWords();
  const told = (name: string, value: unknown): string =>
    value === null || value === undefined ? t('fact.nothing') : words.value(value, name);
  const names = Object.keys(changes);
  return (
    <div className="note" role="status">
      {names.length === 0 ? (
        <p>{t('editor.unchanged')}</p>
      ) : (
        <ul>
          {names.map((name) => (
            <li key={name} dir="auto">
              {t('fact.was', {
                field: words.field(name),
                before: told(name, fields[name]),
                after: told(name, changes[name]),
              })}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
};

/** Why, who says so, and since when that could be known. */
const Reasons: FC<{
  schema: Schema;
  draft: Record<string, Draft>;
  onChange: (draft: Record<string, Draft>) => void;
}> = ({ schema, draft, onChange }) => {
  const { t } = useTranslation();
  return (
    <fieldset>
      <legend>{t('editor.why')}</legend>
      <GroupFields
        pointer=""
        schema={schema}
        draft={draft}
        only={['reason', 'sources', 'knownSince', 'id']}
        onChange={(next) => onChange(next as Record<string, Draft>)}
      />
    </fieldset>
  );
};

function emptyReasons(present: Present, what: string, schema: Schema, schemas: Schemas): Record<string, Draft> {
  const draft = draftOf({}, schema, schemas) as Record<string, Draft>;
  const items = schema.properties?.['sources']?.items ?? {};
  const number = present.changes + 1;
  const id = `${present.id.slice(0, 100)}-${what}${present.kind === 'fact' ? `-${number}` : ''}`;
  return { ...draft, changes: {}, id, sources: [draftOf({}, items, schemas)] };
}

/** The fields that a correction may name; what the type relies on is known by the schema of its record. */
function schemaOfChanges(present: Present, schema: Schema, schemas: Schemas): Schema {
  const changes = plain(schema.properties?.['changes'] ?? {}, schemas);
  const name = present.kind === 'fact' ? `Fact.${present.type}` : `Subject.${present.type}`;
  const open = present.kind === 'fact' ? 'body' : 'attributes';
  const ofType = plain(schemas[name] ?? {}, schemas).properties?.[open];
  return {
    ...changes,
    properties: { ...changes.properties, ...(ofType !== undefined && { [open]: ofType }) },
  };
}

/** The fields that differ, each whole; null clears one. */
function changesBetween(
  first: Record<string, Draft>,
  draft: Record<string, Draft>,
  schema: Schema,
  schemas: Schemas,
): Record<string, unknown> {
  const before = (valueOf(first, schema, schemas) ?? {}) as Record<string, unknown>;
  const after = (valueOf(draft, schema, schemas) ?? {}) as Record<string, unknown>;
  return Object.fromEntries(
    Object.keys(schema.properties ?? {})
      .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
      .map((name) => [name, after[name] ?? null]),
  );
}
