import { z } from 'zod';
import { MILESTONE_FLAGS, MILESTONE_STATUSES } from '#libs/milestones';
import { DEADLINE_KINDS, DEADLINE_MOVES, DEADLINE_STATES, SUBJECT_TYPES } from '#libs/timeline';

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
    precision: z.string().describe('day, month, season, year, decade, century, or interval, which `[A..B]` is too.'),
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
  says: z
    .strictObject({ occurred: occurred.optional(), body: open.optional() })
    .nullable()
    .describe('What the source says otherwise than the fact; null where it says the same.'),
});

/** Since when something could be known. */
export const known = z
  .strictObject({ at: day, basis: z.enum(['stated', 'published', 'assumed', 'recorded']) })
  .describe('Since when it could be known, and how that is told.');

/** The last news of a subject. */
export const lastNews = day
  .nullable()
  .describe('The newest known day of its facts whose day is stated, published or assumed; null where there is none.');

/** A subject by its name. */
export const named = z.strictObject({ id: z.string(), type, name: z.string() });

const deadlineState = z
  .enum(DEADLINE_STATES)
  .describe(
    'met: the act by the last day; late: the act certainly after it, an unpublished extension may exist; done-day-unknown: done on no day that decides it; no-record: passed with nothing on record; not-applicable: the case ended or went on without it by then; disputed: the readings differ.',
  );
/** The texts that a deadline is computed from. */
export const legalTexts = z.array(z.strictObject({ citation: z.string(), url: nullableText }));

const lastDays = {
  statutoryDay: z.string().describe('The last day by the text, EDTF.'),
  movedDay: nullableText.describe('The last day as moved by a weekend, an extension or a suspension, EDTF.'),
  lastDay: z
    .string()
    .describe(
      'The last day by which an act is timely, EDTF: without an extension that was decided after the last day and is not retroactive.',
    ),
};
/** A later act that proves that a duty was done. */
export const deadlineProof = z
  .strictObject({
    fact: z.string(),
    occurred: nullableText,
    known: day,
    doneBy: day.nullable().describe('The last day on which it was done, by the later act; null where none is known.'),
  })
  .nullable();
const deadline = z
  .strictObject({
    state: deadlineState,
    possible: z.array(deadlineState).describe('Every other state that may hold; empty where nothing is in doubt.'),
    kind: z.enum(DEADLINE_KINDS),
    ...lastDays,
    movedBy: z.array(z.enum(DEADLINE_MOVES)).describe('What moved the last day of a reading; empty where nothing did.'),
    inferred: z.boolean().describe('True where a later act proves that it was done.'),
    done: z
      .strictObject({ fact: z.string(), occurred: nullableText, known: day })
      .nullable()
      .describe(
        'The act, when it occurred (EDTF), and since when it could be known; null where a later act proves it, as its own day is on no record.',
      ),
    provedBy: deadlineProof.describe(
      'Where the act is inferred: the later act that proves it, and when that one occurred.',
    ),
    lastNews: day.nullable().describe('The last news of the case.'),
    sourcesEndBefore: z
      .boolean()
      .describe(
        'True where there is no record and the last news is older than the earliest day that the last day can be.',
      ),
    rule: z.strictObject({
      start: z.string(),
      length: nullableText.describe('ISO 8601; null where the fact that starts it states its own end.'),
      unit: z.literal('calendar-days'),
      calendar: nullableText.describe('A calendar of holidays; null where none moves the last day.'),
      moves: z
        .literal('weekend-to-monday')
        .nullable()
        .describe('What moves the last day; null where the texts are silent.'),
      movesBecause: nullableText.describe('Why it moves: the text that says so, or a practice.'),
      validFrom: day,
      validTo: day.nullable(),
      texts: legalTexts,
    }),
    readings: z
      .array(z.strictObject({ code: z.string(), text: z.string(), state: deadlineState, ...lastDays }))
      .optional()
      .describe('Present where the texts can be read in several ways.'),
  })
  .describe('A legal deadline, computed from the cited texts. Not legal advice.');

/** Whether the other statuses of a subject were found by trying every order of its facts. */
export const possibleOverstated = z
  .literal(true)
  .optional()
  .describe(
    'Present where too many facts are in doubt to try every order: `possible` may then name a status that cannot hold.',
  );

/** The fields of a milestone. */
export const milestoneFields = {
  id: z.string().describe('Subject, rule and occasion: `usmca.joint-review.2026`.'),
  subject: named,
  title: z.string(),
  window: z.strictObject({ edtf: z.string(), earliest: day.nullable(), latest: day.nullable() }),
  status: z
    .enum(MILESTONE_STATUSES)
    .describe('unconfirmed: passed with no outcome on record; overdue: a source says that it is outstanding.'),
  possible: z
    .array(z.enum(MILESTONE_STATUSES))
    .describe('Every other status that may hold; empty where nothing is in doubt.'),
  possibleOverstated,
  flag: z.enum(MILESTONE_FLAGS).nullable().describe('How near it is; null where it is met, cancelled or unconfirmed.'),
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
  deadline: deadline.optional(),
  sources: z.array(z.strictObject({ source: z.string(), title: z.string() })),
  lastNews: day
    .nullable()
    .describe('The newest known day of the facts of its subject; days of recording do not count.'),
};

/** The cursors of a list. */
export const page = z
  .strictObject({ next: nullableText, prev: nullableText })
  .describe('Cursors to both sides, to be sent back as `cursor` beside the same filters; also in the header Link.');
/** One page of a list. */
export const list = (item: z.ZodType) => z.strictObject({ items: z.array(item), page, position: reflected });

/** One field that changed. */
export const fieldChange = z.strictObject({ field: z.string(), before: z.unknown(), after: z.unknown() });

/** Which rule is broken, for programs that word it themselves. */
export const rule = {
  code: z
    .string()
    .optional()
    .describe(
      'Which rule is broken: a code of zod (`too_big`, `invalid_format`), or `custom` with its name in `rule`.',
    ),
  params: z
    .record(z.string(), z.union([z.string(), z.number(), z.array(z.string())]))
    .optional()
    .describe('What its words carry: `maximum`, `minimum`, `format`, `values`, `rule`.'),
};

/** What lets a reader check a source. */
export const sourceChecks = {
  archivedUrl: nullableText.describe('The address of an archived copy.'),
  retrievedOn: day.nullable().describe('The day on which the document was retrieved for the record.'),
  sha256: nullableText.describe('The SHA-256 of the document as it was retrieved, in lower-case hexadecimal.'),
  checkedOn: day.nullable().describe('The day on which the address was last looked at.'),
};
