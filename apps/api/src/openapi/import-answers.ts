import { z } from 'zod';
import { position, rule } from './answer-parts.js';

const place = {
  line: z.int().describe('From 1.'),
  column: z.int().describe('From 1, in characters; of CSV the number of the field.'),
  pointer: z.string().describe('JSON Pointer (RFC 6901) into the record; empty for the whole of it.'),
};

/** What an import answers. */
export const IMPORT_ANSWERS = {
  ImportReport: z.strictObject({
    rows: z
      .int()
      .describe(
        'The lines of the body that are not blank, without the first row of CSV: recorded + repeated + refused + notRead.',
      ),
    recorded: z.int(),
    repeated: z.int().describe('Lines that were on record with the same content.'),
    refused: z.int(),
    notRead: z
      .int()
      .describe(
        'Rows that could not be read or separated; with `atomic=true` also those that are right and were not recorded, as others were refused.',
      ),
    position,
    problems: z.array(
      z.strictObject({
        ...place,
        type: z.string(),
        detail: z.string(),
        ...rule,
        count: z.int().optional().describe('How many rows the problem stands for, where that is not one.'),
      }),
    ),
    remarks: z
      .array(z.strictObject({ ...place, code: z.string(), detail: z.string(), params: rule.params }))
      .describe(
        'What is right and was hardly meant: how a date is read, a source older than what it is cited for, a day after today on which something was published or known.',
      ),
  }),
};
