import { z } from 'zod';
import {
  FACT_TYPES,
  factCorrection,
  factRecord,
  factTypeOf,
  KINDS,
  retractionRecord,
  SAMPLES,
  sourceCorrection,
  sourceRecord,
  SUBJECT_TYPES,
  subjectCorrection,
  subjectRecord,
  type Kind,
} from '#libs/timeline';

/**
 * Bodies of the writing calls, by the names that the description gives them: the schemas that read them, but that a
 * correction need not repeat what its address names.
 */
export const RECORD_SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  Source: sourceRecord,
  SubjectFields: subjectRecord.extend({ type: z.enum(SUBJECT_TYPES as [string, ...string[]]) }),
  FactFields: factRecord,
  FactCorrection: factCorrection.partial({ fact: true }),
  SubjectCorrection: subjectCorrection.partial({ subject: true }),
  SourceCorrection: sourceCorrection.partial({ source: true }),
  Retraction: retractionRecord.partial({ fact: true }),
};

/** The JSON Schema of a zod schema, as it is sent. */
export function jsonSchema(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _dialect, ...described } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return described;
}

/** The schemas of the bodies. Subjects and facts are told apart by their type: one schema for each. */
export function recordSchemas(): Record<string, unknown> {
  const plain = Object.entries(RECORD_SCHEMAS).map(([name, schema]) => [name, jsonSchema(schema)]);
  return {
    ...(Object.fromEntries(plain) as Record<string, unknown>),
    Subject: {
      description: 'A thing that is followed over time. Its type says what its attributes rely on.',
      ...toldApart('Subject', SUBJECT_TYPES),
    },
    Fact: {
      description: 'One dated statement about one subject. Its type says what its body relies on.',
      ...toldApart('Fact', FACT_TYPES),
    },
    ...Object.fromEntries(KINDS.map((kind) => [`Subject.${kind.subjectType}`, subjectSchema(kind)])),
    ...Object.fromEntries(FACT_TYPES.map((type) => [`Fact.${type}`, factSchema(type)])),
  };
}

function toldApart(name: string, types: readonly string[]): object {
  const refs = types.map((type) => [type, `#/components/schemas/${name}.${type}`] as const);
  return {
    oneOf: refs.map(([, $ref]) => ({ $ref })),
    discriminator: { propertyName: 'type', mapping: Object.fromEntries(refs) },
  };
}

function subjectSchema({ subjectType, describes, attributes }: Kind): object {
  return {
    title: subjectType,
    description: describes,
    allOf: [
      { $ref: '#/components/schemas/SubjectFields' },
      {
        type: 'object',
        properties: {
          type: { const: subjectType },
          attributes: { anyOf: [jsonSchema(attributes), { type: 'null' }] },
        },
        required: ['type'],
      },
    ],
  };
}

function factSchema(type: string): object {
  const { headline, body } = factTypeOf(type)!;
  const needsBody = Object.values(body.shape).some((field) => !(field as z.ZodType).safeParse(undefined).success);
  const bodySchema = jsonSchema(body);
  const sample = SAMPLES.get(type);
  return {
    title: `${type}: ${headline}`,
    allOf: [
      { $ref: '#/components/schemas/FactFields' },
      {
        type: 'object',
        properties: { type: { const: type }, body: needsBody ? bodySchema : { anyOf: [bodySchema, { type: 'null' }] } },
        required: ['type', ...(needsBody ? ['body'] : [])],
      },
    ],
    ...(sample && { examples: [{ occurred: null, ...sample.data }] }),
  };
}
