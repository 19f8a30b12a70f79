import { useContext, useState, type FC, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { WithProblems } from '../parts/form-problems.js';
import { draftOf, slugOf, valueOf, type Draft } from './draft.js';
import { GroupFields, KnownSchemas } from './schema-field.js';
import { plain, type Schema } from './schema.js';
import { SentNotice } from './sent-notice.js';
import { useSending } from './use-sending.js';

/** The fields of a record in the order in which people think of them. What is not named here comes before the id. */
const FIRST = [
  'name',
  'title',
  'occurred',
  'publisher',
  'publishedOn',
  'url',
  'archivedUrl',
  'retrievedOn',
  'sha256',
  'checkedOn',
  'summary',
  'body',
  'sources',
];

/**
 * A form for a new record, made from its schema. The id follows from the title until somebody writes another one.
 *
 * @param fixed what is chosen already, such as the type and the subject of a fact
 */
export const RecordForm: FC<{ path: string; shownAt: string; schema: Schema; fixed: Record<string, string> }> = ({
  path,
  shownAt,
  schema: given,
  fixed,
}) => {
  const { t } = useTranslation();
  const schemas = useContext(KnownSchemas);
  const schema = plain(given, schemas);
  const [draft, setDraft] = useState(() => emptyDraft(given, schemas));
  const { written, problems, isSending, send } = useSending();
  if (written !== null) return <SentNotice written={written} shownAt={`${shownAt}/${written.id}`} />;
  const names = orderOf(schema).filter((name) => !Object.hasOwn(fixed, name));
  const change = (next: Draft): void => {
    const changed = next as Record<string, Draft>;
    const isOwn = draft['id'] !== suggested(draft) || changed['id'] !== draft['id'];
    setDraft(isOwn ? changed : { ...changed, id: suggested(changed) });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const record = { occurred: undefined, ...(valueOf(draft, schema, schemas) as object), ...fixed };
    // A fact without a date says so; it does not leave it out.
    const dated = names.includes('occurred') ? { ...record, occurred: record.occurred ?? null } : record;
    void send(path, dated);
  };
  return (
    <form method="post" onSubmit={submit} noValidate>
      <WithProblems problems={problems} shown={Object.keys(problems?.fields ?? {})}>
        <GroupFields pointer="" schema={schema} draft={draft} only={names} onChange={change} />
        <div className="actions">
          <button type="submit" disabled={isSending}>
            {t('editor.record')}
          </button>
        </div>
      </WithProblems>
    </form>
  );
};

function suggested({ title, name }: Record<string, Draft>): string {
  const told = title ?? name;
  return typeof told === 'string' ? slugOf(told) : '';
}

/** A record cites at least one source, so there is room for one. */
function emptyDraft(given: Schema, schemas: Parameters<typeof plain>[1]): Record<string, Draft> {
  const schema = plain(given, schemas);
  const draft = draftOf({}, schema, schemas) as Record<string, Draft>;
  const items = schema.properties?.['sources']?.items;
  return items === undefined ? draft : { ...draft, sources: [draftOf({}, items, schemas)] };
}

function orderOf({ properties = {} }: Schema): string[] {
  const names = Object.keys(properties);
  const rest = names.filter((name) => !FIRST.includes(name) && name !== 'id');
  return [...FIRST.filter((name) => names.includes(name)), ...rest, 'id'];
}
