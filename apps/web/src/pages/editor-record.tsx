import { useContext, useEffect, useState, type FC } from 'react';
import { useTranslation } from 'react-i18next';
import { Desk } from '../editor/desk.js';
import { asking } from '../editor/editing-api.js';
import { IdInput } from '../editor/id-input.js';
import { RecordForm } from '../editor/record-form.js';
import { KnownSchemas } from '../editor/schema-field.js';
import type { Schemas } from '../editor/schema.js';
import { definePage } from '../page.js';
import { useApiWords } from '../parts/api-words.js';

type Kind = 'source' | 'subject' | 'fact';
interface RecordData {
  kind: Kind;
  subject: string;
}

/** Recording a source, a subject or a fact, by a form made from the description of the API. */
export const editorRecordPage = definePage<RecordData>({
  name: 'editor-record',
  path: '/editor/record',
  load: async ({ query }) => {
    const kind = query.get('kind');
    return { kind: kind === 'source' || kind === 'subject' ? kind : 'fact', subject: query.get('subject') ?? '' };
  },
  title: ({ kind }, t) => t(`editor.new.${kind}`),
  dataPath: () => null,
  View: ({ data: { kind, subject } }) => {
    const { t } = useTranslation();
    return (
      <Desk title={t(`editor.new.${kind}`)} intro={t(`editor.newHint.${kind}`)}>
        {kind === 'source' ? <NewSource /> : kind === 'subject' ? <NewSubject /> : <NewFact subject={subject} />}
      </Desk>
    );
  },
});

const NewSource: FC = () => {
  const schema = useContext(KnownSchemas)['Source'] ?? {};
  return <RecordForm path="/v1/sources" shownAt="/sources" schema={schema} fixed={{}} />;
};

const NewSubject: FC = () => {
  const { t } = useTranslation();
  const schemas = useContext(KnownSchemas);
  const [type, setType] = useState('');
  const words = useApiWords();
  const types = typesOf('Subject.', schemas).map(({ value, label }) => ({
    value,
    label: words.subjectType(value) === value ? label : words.subjectType(value),
  }));
  return (
    <>
      <Types label={t('editor.subjectType')} types={types} value={type} onChange={setType} />
      {type === '' ? null : (
        <RecordForm
          key={type}
          path="/v1/subjects"
          shownAt="/subjects"
          schema={schemas[`Subject.${type}`] ?? {}}
          fixed={{ type }}
        />
      )}
    </>
  );
};

const NewFact: FC<{ subject: string }> = ({ subject: given }) => {
  const { t } = useTranslation();
  const schemas = useContext(KnownSchemas);
  const [subject, setSubject] = useState(given);
  const [type, setType] = useState('');
  const words = useApiWords();
  const subjectType = useSubjectType(subject);
  const types = typesOf('Fact.', schemas)
    .filter(
      ({ value }) => subjectType !== null && (value.startsWith(`${subjectType}.`) || value.startsWith('milestone.')),
    )
    .map(({ value, label }) => ({ value, label: words.headline(value, label) }));
  return (
    <>
      <div className="field">
        <label htmlFor="field-/subject">{t('editor.subject')}</label>
        <IdInput id="field-/subject" of="subjects" value={subject} onChange={setSubject} attributes={{}} />
        <p className="hint" role="status">
          {subjectType === null ? t('editor.subjectHint') : t('editor.isA', { type: words.subjectType(subjectType) })}
        </p>
      </div>
      {subjectType === null ? null : (
        <Types label={t('editor.factType')} types={types} value={type} onChange={setType} />
      )}
      {types.some(({ value }) => value === type) ? (
        <RecordForm
          key={`${subject} ${type}`}
          path="/v1/facts"
          shownAt="/facts"
          schema={schemas[`Fact.${type}`] ?? {}}
          fixed={{ subject, type }}
        />
      ) : null}
    </>
  );
};

const Types: FC<{
  label: string;
  types: { value: string; label: string }[];
  value: string;
  onChange: (type: string) => void;
}> = ({ label, types, value, onChange }) => (
  <div className="field">
    <label htmlFor="field-/type">{label}</label>
    <select id="field-/type" value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">–</option>
      {types.map((type) => (
        <option key={type.value} value={type.value}>
          {type.label}
        </option>
      ))}
    </select>
  </div>
);

/** The type of a subject on record; null while it is not known. */
function useSubjectType(id: string): string | null {
  const [known, setKnown] = useState<{ id: string; type: string } | null>(null);
  useEffect(() => {
    if (id === '') return;
    const leaving = new AbortController();
    const { signal } = leaving;
    const ask = async (): Promise<void> => {
      const answer = await asking<{ id: string; type: string }>(`/v1/subjects/${encodeURIComponent(id)}`, { signal });
      if (answer.ok && !signal.aborted) setKnown(answer.body);
    };
    void ask();
    return () => leaving.abort();
  }, [id]);
  return known?.id === id ? known.type : null;
}

function typesOf(prefix: string, schemas: Schemas): { value: string; label: string }[] {
  return Object.entries(schemas)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, { title }]) => ({ value: name.slice(prefix.length), label: title ?? name }));
}
