import { isOpen, plain, shapeOf, type Schema, type Schemas } from './schema.js';
import { typedValue } from './typed-json.js';

/** What is written in a form: text in every field, as it was typed. */
export type Draft = string | Draft[] | { [field: string]: Draft };

/** A field that a group does not name: its name, and its value as JSON or as text. */
export type Extra = { name: string; value: string };

/** Where a group keeps the fields that its schema does not name. No field of a record is called so. */
export const EXTRAS = '+';

/** The draft of a value that is on record. Nothing is an empty text, and a form shows it as an empty field. */
export function draftOf(value: unknown, given: Schema, schemas: Schemas): Draft {
  const schema = plain(given, schemas);
  switch (shapeOf(schema)) {
    case 'group':
      return groupDraft(isRecord(value) ? value : {}, schema, schemas);
    case 'list':
      return Array.isArray(value) ? value.map((item) => draftOf(item, schema.items ?? {}, schemas)) : [];
    default:
      return value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  }
}

function groupDraft(value: Record<string, unknown>, schema: Schema, schemas: Schemas): Draft {
  const properties = schema.properties ?? {};
  const named = Object.entries(properties).map(([name, inner]) => [name, draftOf(value[name], inner, schemas)]);
  const extras = Object.entries(value)
    .filter(([name]) => !Object.hasOwn(properties, name))
    .map(([name, inner]) => ({ name, value: extraText(inner) }));
  return { ...(Object.fromEntries(named) as Record<string, Draft>), ...(isOpen(schema) && { [EXTRAS]: extras }) };
}

/** The value that a draft stands for, as the API takes it; undefined where nothing is written. */
export function valueOf(draft: Draft | undefined, given: Schema, schemas: Schemas): unknown {
  const schema = plain(given, schemas);
  if (draft === undefined) return undefined;
  if (typeof draft === 'string') return leafValue(draft.trim(), schema, given);
  if (Array.isArray(draft)) {
    const items = draft.map((item) => valueOf(item, schema.items ?? {}, schemas)).filter((item) => item !== undefined);
    return items.length === 0 ? undefined : items;
  }
  const named = Object.entries(schema.properties ?? {}).map(([name, inner]) => [
    name,
    valueOf(draft[name], inner, schemas),
  ]);
  const extras = extrasOf(draft).map(({ name, value }) => [name.trim(), extraValue(value)]);
  const fields = [...named, ...extras].filter(([name, value]) => name !== '' && value !== undefined);
  return fields.length === 0 ? undefined : (Object.fromEntries(fields) as object);
}

/** The fields of a group that its schema does not name. */
export function extrasOf(draft: Draft | undefined): Extra[] {
  if (draft === undefined || typeof draft === 'string' || Array.isArray(draft)) return [];
  return (draft[EXTRAS] ?? []) as Extra[];
}

function leafValue(text: string, schema: Schema, given: Schema): unknown {
  if (text === '') return undefined;
  const shape = shapeOf(schema);
  if (shape === 'yes-no') return text === 'true';
  const mayBeNumber = shape === 'number' || given.anyOf?.some(({ type }) => type === 'integer') === true;
  // What is no number goes as it is, and the API says what is wrong with it.
  return mayBeNumber && /^-?\d{1,15}$/.test(text) ? Number(text) : text;
}

/** What `extraValue` reads back: a text that could be taken for JSON is quoted. */
function extraText(value: unknown): string {
  return typeof value === 'string' && extraValue(value) === value ? value : JSON.stringify(value);
}

function extraValue(text: string): unknown {
  return text.trim() === '' ? undefined : typedValue(text);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An id that a title suggests: lower-case words of the Latin alphabet. */
export function slugOf(title: string): string {
  return title
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');
}
