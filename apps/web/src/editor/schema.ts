/** The part of JSON Schema in which the API describes its records (OpenAPI 3.1). */
export interface Schema {
  $ref?: string;
  allOf?: Schema[];
  anyOf?: Schema[];
  type?: string;
  const?: unknown;
  enum?: string[];
  format?: string;
  pattern?: string;
  maxLength?: number;
  description?: string;
  title?: string;
  examples?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  /** `{}`: more fields may be given than are named. */
  additionalProperties?: boolean | object;
}

/** The schemas of the API's description by their names. */
export type Schemas = Readonly<Record<string, Schema>>;

/** What a field of a form is written in. */
export type Shape = 'group' | 'list' | 'choice' | 'yes-no' | 'number' | 'date' | 'text' | 'long-text';

/** A text longer than a title is written in several lines. */
const LONG_TEXT = 1000;

/** A schema with what it refers to put in, its parts taken together, and without the null that stands for nothing. */
export function plain(schema: Schema, schemas: Schemas): Schema {
  if (schema.$ref !== undefined) return plain(schemas[schema.$ref.split('/').at(-1)!] ?? {}, schemas);
  if (schema.allOf !== undefined) return together(schema, schemas);
  const alternatives = schema.anyOf?.filter(({ type }) => type !== 'null');
  if (alternatives === undefined) return schema;
  const { anyOf: _anyOf, ...told } = schema;
  // Of several forms the widest is offered: what is written as text may be a number too.
  return { ...plain(alternatives.find(({ type }) => type === 'string') ?? alternatives[0]!, schemas), ...told };
}

function together({ allOf = [], ...told }: Schema, schemas: Schemas): Schema {
  const parts = allOf.map((part) => plain(part, schemas));
  return {
    ...told,
    type: 'object',
    properties: Object.assign({}, ...parts.map(({ properties }) => properties)) as Record<string, Schema>,
    required: [...new Set(parts.flatMap(({ required = [] }) => required))],
    additionalProperties: parts.some(({ additionalProperties }) => additionalProperties === false)
      ? false
      : (parts[0]?.additionalProperties ?? false),
  };
}

/** How a field is written. */
export function shapeOf(schema: Schema): Shape {
  if (schema.enum !== undefined) return 'choice';
  if (schema.type === 'object') return 'group';
  if (schema.type === 'array') return 'list';
  if (schema.type === 'boolean') return 'yes-no';
  if (schema.type === 'integer' || schema.type === 'number') return 'number';
  if (schema.format === 'edtf') return 'date';
  if (schema.format === 'uri') return 'text';
  return (schema.maxLength ?? 0) > LONG_TEXT && schema.pattern === undefined ? 'long-text' : 'text';
}

/** Whether a group takes more fields than it names. */
export function isOpen({ additionalProperties }: Schema): boolean {
  return additionalProperties !== false && additionalProperties !== undefined;
}
