import * as fc from 'fast-check';
import type { Description, Schema } from './description.js';

/** Deeper schemas end in null: requests stay small, and a schema that refers to itself ends. */
const DEEPEST = 6;

/** Values of formats that have no pattern, or a pattern that says too little. */
const FORMATS: Readonly<Record<string, readonly string[]>> = {
  edtf: ['2024', '2024-06', '2024-06-15', '2023-10~/2023-12', '../2024-09-16', '[2020..2022]', '2024-22', '2020/..'],
  date: ['2024-06-15', '2020-02-29', '1999-12-31'],
  duration: ['P1Y', 'P6M', 'P90D', 'PT1H'],
  'lead-time': ['P90D', 'P30D', 'P0D', 'P1Y'],
  'time-zone': ['UTC', 'America/Mexico_City', 'Asia/Kathmandu'],
  // Names that never resolve: no request of the worker leaves the machine.
  uri: ['https://receiver.invalid/hook', 'https://receiver.invalid:8443/a?b=c'],
  email: ['reader@example.invalid', 'reader+tag@example.invalid', 'READER@EXAMPLE.INVALID'],
};

/** Generates values that a schema accepts, as far as it says what it accepts. */
export function valuesOf(schema: Schema, description: Description, depth = 0): fc.Arbitrary<unknown> {
  const known = description.resolve(schema);
  if (depth > DEEPEST) return fc.constant(null);
  const generated = generatedBy(known, description, depth + 1);
  if (known.examples === undefined || known.examples.length === 0) return generated;
  return fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...known.examples) }, { weight: 1, arbitrary: generated });
}

function generatedBy(schema: Schema, description: Description, depth: number): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => valuesOf(choice, description, depth)));
  if (schema.allOf !== undefined)
    return fc
      .tuple(...schema.allOf.map((part) => valuesOf(part, description, depth)))
      .map((parts) => Object.assign({}, ...(parts as object[])) as unknown);
  const types = [schema.type ?? []].flat();
  if (types.length === 0) return fc.jsonValue({ maxDepth: 2 });
  return fc.oneof(...types.map((type) => ofType(type, schema, description, depth)));
}

function ofType(type: string, schema: Schema, description: Description, depth: number): fc.Arbitrary<unknown> {
  switch (type) {
    case 'string':
      return textOf(schema);
    case 'integer':
    case 'number':
      return fc.integer({ min: schema.minimum ?? -1_000, max: Math.min(schema.maximum ?? 1_000, 2 ** 31 - 1) });
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(valuesOf(schema.items ?? {}, description, depth), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 3, 3),
      });
    case 'object':
      return objectOf(schema, description, depth);
    default:
      return fc.constant(null);
  }
}

function objectOf(schema: Schema, description: Description, depth: number): fc.Arbitrary<unknown> {
  const properties = Object.entries(schema.properties ?? {});
  const required = new Set(schema.required);
  return fc.record(Object.fromEntries(properties.map(([name, value]) => [name, valuesOf(value, description, depth)])), {
    requiredKeys: properties.map(([name]) => name).filter((name) => required.has(name)),
    noNullPrototype: true,
  });
}

function textOf({ format, pattern, minLength = 0, maxLength = 60 }: Schema): fc.Arbitrary<string> {
  const known = FORMATS[format ?? ''];
  if (known !== undefined) return fc.constantFrom(...known);
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern), { size: 'small' });
  return fc.string({ unit: 'grapheme', minLength, maxLength: Math.max(minLength, Math.min(maxLength, 60)) });
}
