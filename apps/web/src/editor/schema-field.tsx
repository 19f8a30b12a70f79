import { createContext, useContext, type FC, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiWords } from '../parts/api-words.js';
import { useProblem } from '../parts/form-problems.js';
import { DateHelp } from './date-help.js';
import { draftOf, EXTRAS, extrasOf, type Draft, type Extra } from './draft.js';
import { ID_OF, IdInput } from './id-input.js';
import { isOpen, plain, shapeOf, type Schema, type Schemas } from './schema.js';

/** The schemas that fields refer to. */
export const KnownSchemas = createContext<Schemas>({});

interface FieldProps {
  /** The name of the field in its record. */
  name: string;
  /** Its place in the record: a JSON Pointer, by which the API says what is wrong with it. */
  pointer: string;
  schema: Schema;
  draft: Draft | undefined;
  onChange: (draft: Draft) => void;
  required?: boolean;
}

/** One field of a record, made from its schema: nothing here knows what kinds of facts there are. */
export const SchemaField: FC<FieldProps> = (props) => {
  const schema = plain(props.schema, useContext(KnownSchemas));
  const { draft } = props;
  switch (shapeOf(schema)) {
    case 'group':
      return <GroupField {...props} schema={schema} draft={isGroup(draft) ? draft : {}} />;
    case 'list':
      return <ListField {...props} schema={schema} draft={Array.isArray(draft) ? draft : []} />;
    default:
      return <LeafField {...props} schema={schema} draft={typeof draft === 'string' ? draft : ''} />;
  }
};

const GroupField: FC<FieldProps & { draft: Record<string, Draft> }> = (props) => {
  const { name, pointer, schema, draft, onChange } = props;
  const problem = useProblem(pointer);
  const words = useApiWords();
  return (
    <fieldset className="group" id={`field-${pointer}`} {...problem.attributes}>
      <legend>{words.field(name)}</legend>
      <Hint name={name} schema={schema} />
      {problem.message}
      <GroupFields pointer={pointer} schema={schema} draft={draft} onChange={onChange} />
    </fieldset>
  );
};

/** The fields of a group without a frame around them. */
export const GroupFields: FC<{
  pointer: string;
  schema: Schema;
  draft: Record<string, Draft>;
  onChange: (draft: Draft) => void;
  /** The fields that are shown, in this order; all where left out. */
  only?: readonly string[];
}> = ({ pointer, schema, draft, onChange, only }) => {
  const properties = schema.properties ?? {};
  const names = only ?? Object.keys(properties);
  return (
    <>
      {names.map((name) => (
        <SchemaField
          key={name}
          name={name}
          pointer={`${pointer}/${name}`}
          schema={properties[name] ?? {}}
          draft={draft[name]}
          required={schema.required?.includes(name) === true}
          onChange={(inner) => onChange({ ...draft, [name]: inner })}
        />
      ))}
      {isOpen(schema) ? (
        <ExtraFields
          pointer={pointer}
          extras={extrasOf(draft)}
          onChange={(extras) => onChange({ ...draft, [EXTRAS]: extras })}
        />
      ) : null}
    </>
  );
};

const ListField: FC<FieldProps & { draft: Draft[] }> = ({ name, pointer, schema, draft, onChange }) => {
  const { t } = useTranslation();
  const schemas = useContext(KnownSchemas);
  const problem = useProblem(pointer);
  const words = useApiWords();
  const items = schema.items ?? {};
  return (
    <fieldset className="group list" id={`field-${pointer}`} {...problem.attributes}>
      <legend>{words.field(name)}</legend>
      <Hint name={name} schema={schema} />
      {problem.message}
      {draft.map((item, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- what is typed has no name but its place
        <div className="item" key={index}>
          <SchemaField
            name={name === 'sources' ? 'source' : name}
            pointer={`${pointer}/${index}`}
            schema={items}
            draft={item}
            onChange={(inner) => onChange(draft.with(index, inner))}
          />
          <button type="button" className="second" onClick={() => onChange(draft.toSpliced(index, 1))}>
            {t('editor.remove', { name: words.field(name), number: index + 1 })}
          </button>
        </div>
      ))}
      <button
        type="button"
        className="second"
        onClick={() => onChange(draft.concat([draftOf(undefined, items, schemas)]))}
      >
        {t('editor.add', { name: words.field(name) })}
      </button>
    </fieldset>
  );
};

const LeafField: FC<FieldProps & { draft: string }> = ({ name, pointer, schema, draft, onChange, required }) => {
  const { t } = useTranslation();
  const id = `field-${pointer}`;
  const problem = useProblem(pointer);
  const words = useApiWords();
  const shape = shapeOf(schema);
  const shared = {
    id,
    value: draft,
    ...(required === true && { 'aria-required': true }),
    ...problem.attributes,
    ...(shape === 'date' && {
      'aria-describedby': [problem.attributes['aria-describedby'] ?? [], `help-${pointer}`].flat().join(' '),
    }),
  };
  return (
    <div className="field">
      <label htmlFor={id}>
        {words.field(name)}
        {required === true ? <span className="needed"> {t('editor.required')}</span> : null}
      </label>
      <Leaf name={name} schema={schema} draft={draft} onChange={onChange} shared={shared} />
      {problem.message}
      {shape === 'date' ? (
        <DateHelp edtf={draft} id={`help-${pointer}`} told={problem.details} />
      ) : (
        <Hint name={name} schema={schema} />
      )}
    </div>
  );
};

const Leaf: FC<{
  name: string;
  schema: Schema;
  draft: string;
  onChange: (draft: Draft) => void;
  shared: { id: string; value: string };
}> = ({ name, schema, draft, onChange, shared }) => {
  const { t } = useTranslation();
  const words = useApiWords();
  const changed = (event: { target: { value: string } }): void => onChange(event.target.value);
  const of = Object.hasOwn(ID_OF, name) ? ID_OF[name] : undefined;
  switch (shapeOf(schema)) {
    case 'choice':
      return (
        <Choice shared={shared} onChange={changed}>
          {schema.enum!.map((value) => (
            <option key={value} value={value}>
              {words.chosen(value)}
            </option>
          ))}
        </Choice>
      );
    case 'yes-no':
      return (
        <Choice shared={shared} onChange={changed}>
          <option value="true">{t('editor.yes')}</option>
          <option value="false">{t('editor.no')}</option>
        </Choice>
      );
    case 'long-text':
      return <textarea {...shared} dir="auto" rows={4} onChange={changed} />;
    case 'number':
      return <input {...shared} inputMode="numeric" autoComplete="off" onChange={changed} />;
    default:
      return of !== undefined ? (
        <IdInput id={shared.id} of={of} value={draft} onChange={onChange} attributes={shared} />
      ) : (
        <input
          {...shared}
          dir="auto"
          type={schema.format === 'date' ? 'date' : 'text'}
          autoComplete="off"
          onChange={changed}
        />
      );
  }
};

const Choice: FC<{
  shared: { id: string; value: string };
  onChange: (event: { target: { value: string } }) => void;
  children: ReactNode;
}> = ({ shared, onChange, children }) => (
  <select {...shared} onChange={onChange}>
    <option value="">–</option>
    {children}
  </select>
);

/** Fields that the schema does not name: what a type relies on is named, and more may be told. */
const ExtraFields: FC<{ pointer: string; extras: Extra[]; onChange: (extras: Extra[]) => void }> = ({
  pointer,
  extras,
  onChange,
}) => {
  const { t } = useTranslation();
  return (
    <details className="extras" open={extras.length > 0}>
      <summary>{t('editor.extras')}</summary>
      {extras.map(({ name, value }, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- what is typed has no name but its place
        <div className="item fieldset" key={index}>
          <div className="field">
            <label htmlFor={`name-${pointer}-${index}`}>{t('editor.extraName')}</label>
            <input
              id={`name-${pointer}-${index}`}
              value={name}
              autoComplete="off"
              onChange={(event) => onChange(extras.with(index, { name: event.target.value, value }))}
            />
          </div>
          <div className="field">
            <label htmlFor={`value-${pointer}-${index}`}>{t('editor.extraValue')}</label>
            <input
              id={`value-${pointer}-${index}`}
              value={value}
              autoComplete="off"
              onChange={(event) => onChange(extras.with(index, { name, value: event.target.value }))}
            />
          </div>
        </div>
      ))}
      <button type="button" className="second" onClick={() => onChange([...extras, { name: '', value: '' }])}>
        {t('editor.addExtra')}
      </button>
    </details>
  );
};

/** What a field is for; where the catalogue has no word of it, as the description of the API tells it in English. */
const Hint: FC<{ name: string; schema: Schema }> = ({ name, schema: { description, examples, format } }) => {
  const { text, isTranslated } = useApiWords().help(name, description);
  const example = examples?.find((one) => typeof one === 'string');
  if (description === undefined && example === undefined) return null;
  return (
    <p className="hint" {...(isTranslated ? {} : { lang: 'en' })}>
      {text} {example === undefined || format === 'edtf' ? null : <code>{example}</code>}
    </p>
  );
};

function isGroup(draft: Draft | undefined): draft is Record<string, Draft> {
  return typeof draft === 'object' && !Array.isArray(draft);
}
