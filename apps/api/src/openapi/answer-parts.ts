import { z } from 'zod';
import { MILESTONE_FLAGS, MILESTONE_STATUSES } from '#libs/milestones';
import { SUBJECT_TYPES } from '#libs/timeline';

/** A text that may be missing. */
export const nullableText = z.string().nullable();
/** A day. */
export const day = z.string().describe('A day, YYYY-MM-DD, UTC.');
/** A position of the log. */
export const position = z
  .string()
  .describe('A position of the log, as a string.')
  .meta({ examples: ['42'] });
/** The position that an answer reflects. */
export const reflected = z
  .string()
  .describe('The position of the log that this answer reflects.')
  .meta({ examples: ['42'] });
/** An instant. */
export const instant = z.string().describe('RFC 3339, UTC, microseconds.');
/** An object whose fields depend on what it is about. */
export const open = z.record(z.string(), z.unknown());
/** A subject type. */
export const type = z.enum(SUBJECT_TYPES as [string, ...string[]]);

/** A date with its precision. */
export const occurred = z
  .strictObject({
    edtf: z.string(),
    earliest: day.nullable().describe('The first day of the window; null where it is open.'),
    latest: day.nullable().describe('The last day of the window; null where it is open.'),
    precision: z.string(),
    text: z.string().describe('The date in words.'),
  })
  .describe('A date with its precision: what was written, its window of days, and words.');

/** A source as a fact cites it. */
export const cited = z.strictObject({
  source: z.string(),
  title: z.string(),
  publisher: z.string(),
  publishedOn: nullableText,
  url: nullableText,
  locator: nullableText,
  says: z.strictObject({ occurred: occurred.optional(), body: open.optional() }).nullable(),
});

/** Since when something could be known. */
export const known = z
  .strictObject({ at: day, basis: z.enum(['stated', 'published', 'assumed', 'recorded']) })
  .describe('Since when it could be known, and how that is told.');

/** A subject by its name. */
export const named = z.strictObject({ id: z.string(), type, name: z.string() });

/** The fields of a milestone. */
export const milestoneFields = {
  id: z.string().describe('Subject, rule and occasion: `usmca.joint-review.2026`.'),
  subject: named,
  title: z.string(),
  window: z.strictObject({ edtf: z.string(), earliest: day.nullable(), latest: day.nullable() }),
  status: z.enum(MILESTONE_STATUSES as [string, ...string[]]),
  flag: z.enum(MILESTONE_FLAGS as [string, ...string[]]).describe('How near it is.'),
  rule: z.strictObject({
    text: z.string(),
    derivedFrom: z.array(z.string()),
    article: z.string().optional(),
    reason: z
      .strictObject({ code: z.string(), params: z.record(z.string(), z.string()).optional() })
      .optional()
      .describe('Why it is due, for programs that word it themselves; left out where the rule alone tells it.'),
  }),
  metBy: nullableText,
  cancelledBy: nullableText,
  sources: z.array(z.strictObject({ source: z.string(), title: z.string() })),
};

/** The cursors of a list. */
export const page = z
  .strictObject({ next: nullableText, prev: nullableText })
  .describe('Cursors to both sides, to be sent back as `cursor` beside the same filters; also in the header Link.');
/** One page of a list. */
export const list = (item: z.ZodType) => z.strictObject({ items: z.array(item), page, position: reflected });

/** One field that changed. */
export const fieldChange = z.strictObject({ field: z.string(), before: z.unknown(), after: z.unknown() });

/** What lets a reader check a source. */
export const sourceChecks = {
  archivedUrl: nullableText.describe('The address of an archived copy.'),
  retrievedOn: day.nullable().describe('The day on which the document was retrieved for the record.'),
  sha256: nullableText.describe('The SHA-256 of the document as it was retrieved, in lower-case hexadecimal.'),
  checkedOn: day.nullable().describe('The day on which the address was last looked at.'),
};
