import { z } from 'zod';
import { CHANGE_KINDS } from '#libs/timeline';
import { instant, nullableText, open, position } from './answer-parts.js';

/** One event of the log in the change feed. */
export const recordedChange = z.strictObject({
  position,
  recordedAt: instant,
  kind: z
    .enum(CHANGE_KINDS)
    .describe(
      '`evidence`: a correction that only adds sources; `redaction`: the text of an event was removed; `flag`: a milestone came nearer.',
    ),
  type: z.string().describe('The type of the event: of a fact its own, else `fact.corrected` and the like.'),
  id: z
    .string()
    .describe('The id of the record; of a correction its own, of a redaction the event that lost its text.'),
  subject: nullableText,
  fact: nullableText,
  source: nullableText,
  title: nullableText.describe('The title or name of what was recorded; null for a change.'),
  reason: nullableText,
  changes: open
    .nullable()
    .describe(
      'The fields that a correction sets (null clears one); of a flag what it is now; of a redaction its ground.',
    ),
});
