import { z } from 'zod';
import { FACT_TYPES, factTypeOf, KINDS, SAMPLES, SUBJECT_TYPES, type Kind } from '#libs/timeline';

const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,119}$/)
  .describe('A slug that its writer chose, unique within its kind of record. It makes the record safe to send again.');
const edtf = z
  .string()
  .describe('A date with its precision: EDTF (ISO 8601-2) levels 0 and 1, seasons and `[..D]`.')
  .meta({ examples: ['2023-09-29', '2024-06', '2022/2024', '2023-10~/2023-12'] });
const word = z.string().regex(/^[a-z0-9][a-z0-9-]{0,119}$/);
const topics = z.array(word).max(50).nullish().describe('Words that the subject is about.');
const parties = z
  .array(z.string())
  .max(300)
  .nullish()
  .describe('ISO 3166-1 alpha-2 codes, or ids of organizations.')
  .meta({ examples: [['US', 'MX']] });
const open = z.record(z.string(), z.unknown());

const sourceEntry = z.strictObject({
  source: id.describe('The id of the source.'),
  locator: z.string().max(500).nullish().describe('Where in the source.'),
  says: z
    .strictObject({ occurred: edtf.nullish(), body: open.nullish() })
    .nullish()
    .describe('What this source says where it differs from the fact.'),
});
const sources = z.array(sourceEntry).min(1).max(50).describe('Who says so; at least one.');
const knownSince = z.iso.date().nullish().describe('The day since which it could be known, where the writer can tell.');

const sourceFields = {
  title: z.string().max(500),
  publisher: z.string().max(300),
  publishedOn: edtf.nullish().describe('When it was published (EDTF); of a longer time the last day counts.'),
  url: z.string().max(2000).nullish().describe('An http or https address.'),
};
const subjectFields = {
  name: z.string().max(300),
  parties,
  topics,
  partOf: id.nullish().describe('The larger subject that this one is a part of.'),
  attributes: open.nullish().describe('What is relied on depends on the type; more may be given.'),
};
const factFields = {
  occurred: edtf.nullable().describe('When it happened, or is due; null where the source gives no date.'),
  knownSince,
  title: z.string().max(500),
  summary: z.string().max(10_000).nullish(),
  body: open.nullish().describe('What the type of the fact relies on; more may be given.'),
  topics,
  parties,
  related: z.array(id).max(100).nullish().describe('Other subjects that it is about.'),
  sources,
};
const why = { reason: z.string().max(2000).describe('Why, for readers.'), knownSince, sources };
const changes = (fields: z.ZodRawShape) =>
  z.strictObject(fields).partial().describe('The fields that change; null clears a field, others stay.');

/** Bodies of the writing calls, by the names that the description gives them. A spec holds them to what is accepted. */
export const RECORD_SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  Source: z.strictObject({ id, ...sourceFields }),
  SubjectFields: z.strictObject({ id, type: z.enum(SUBJECT_TYPES as [string, ...string[]]), ...subjectFields }),
  FactFields: z.strictObject({
    id,
    subject: id.describe('The id of the subject.'),
    type: z.string().describe('`subject-type.what-happened`, or `milestone.` for a subject of any type.'),
    ...factFields,
  }),
  FactCorrection: z.strictObject({ id, fact: id.optional(), changes: changes(factFields), ...why }),
  SubjectCorrection: z.strictObject({ id, subject: id.optional(), changes: changes(subjectFields), ...why }),
  SourceCorrection: z.strictObject({ id, source: id.optional(), changes: changes(sourceFields), ...why }),
  Retraction: z.strictObject({ id, fact: id.optional(), ...why }),
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
