import { z } from 'zod';
import { jsonSchema } from './records.js';

/** The query parameters of a question, out of the schema that reads them. */
export function parametersOfSchema(schema: z.ZodObject): Record<string, unknown>[] {
  return Object.entries(schema.shape).map(([name, field]) => {
    const { description, examples, ...described } = jsonSchema(field as z.ZodType);
    const [example] = (examples as unknown[] | undefined) ?? [];
    return {
      name,
      in: 'query',
      description,
      schema: numbered(described),
      ...(example !== undefined && { example }),
    };
  });
}

/** What is read from a word of digits and has a number for its default is told as a number. */
function numbered(schema: Record<string, unknown>): Record<string, unknown> {
  return typeof schema['default'] === 'number' ? { type: 'integer', default: schema['default'] } : schema;
}
