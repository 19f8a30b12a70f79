import { z } from 'zod';
import { MILESTONE_CAUSES, MILESTONE_TURNS, RECORDED_FLAGS } from '#libs/milestones';
import { SCOPES } from '#libs/access';
import { REDACTION_GROUNDS } from '#libs/event-store';
import {
  cited,
  day,
  deadlineProof,
  fieldChange,
  instant,
  known,
  lastNews,
  list,
  milestoneFields,
  named,
  nullableText,
  occurred,
  open,
  position,
  possibleOverstated,
  reflected,
  type,
  rule,
  sourceChecks,
} from './answer-parts.js';
import { ABOUT_ANSWERS } from './about-answers.js';
import { CASE_ANSWERS } from './case-answers.js';
import { recordedChange } from './change-answers.js';
import { DELIVERY_ANSWERS } from './delivery-answers.js';
import { FEED_ANSWERS } from './feed-answers.js';
import { HEALTH_ANSWERS } from './health-answers.js';
import { IMPORT_ANSWERS } from './import-answers.js';
import { actor, KEY_ANSWERS } from './key-answers.js';
import { SUBSCRIPTION_ANSWERS } from './subscription-answers.js';

const itemFields = {
  id: z.string(),
  position,
  subject: named,
  type: z.string(),
  headline: z.string(),
  occurred: occurred.nullable(),
  title: z.string(),
  summary: nullableText,
  topics: z.array(z.string()).describe('The topics of the fact and of its subject.'),
  parties: z.array(z.string()).describe('The parties that the fact names; where it names none, those of its subject.'),
  related: z.array(z.string()),
  body: open,
  sources: z.array(cited),
  disputed: z
    .boolean()
    .describe('True where a source says something else: another value or another date, however it is written.'),
  known,
  recordedAt: instant,
  revision: z.int(),
  status: z.enum(['retracted', 'unconfirmed', 'corrected', 'current']),
  marks: z
    .array(
      z.strictObject({
        code: z.enum(['order-reversed', 'order-uncertain', 'known-before-occurred']),
        detail: z.string(),
        fact: z.string().nullable().describe('The other fact; null where the mark is about this one alone.'),
        params: z.record(z.string(), z.string()),
      }),
    )
    .describe('What is unusual about a fact that was accepted: its place beside another one, or its known day.'),
};

const { window: _window, ...dueFields } = milestoneFields;

const timelineItem = z.strictObject(itemFields);
const milestone = z.strictObject(milestoneFields);
const dueItem = z.strictObject({ ...dueFields, type: z.literal('milestone'), position, occurred });

const termOver = z
  .strictObject({
    endedOn: z.string().describe('The end of the term as the newest source states it, EDTF.'),
    asOf: day.nullable().describe('The last news of the agreement; null where it has none.'),
    inDoubt: z.boolean().describe('True where facts that have only possibly occurred may say what followed.'),
  })
  .describe(
    'Only of an agreement whose `status` is `in-force` or `suspended` while the last day of its stated term lies before the day of the question: no record states a later end, so the status held when last reported.',
  );

const subjectFields = {
  id: z.string(),
  type,
  name: z.string(),
  parties: z.array(z.string()),
  topics: z.array(z.string()),
  partOf: nullableText,
  attributes: open,
  state: z
    .looseObject({ termOver: termOver.optional() })
    .describe('What the facts of the subject add up to; depends on its type.'),
  possible: z
    .array(z.string())
    .describe('Every other status that may hold; empty where nothing is in doubt, and where the state has no status.'),
  possibleOverstated,
  lastNews,
  facts: z.int(),
  recordedAt: instant,
};
const subject = z.strictObject(subjectFields);

const sourceFields = {
  id: z.string(),
  title: z.string(),
  publisher: z.string(),
  publishedOn: occurred.nullable(),
  url: nullableText,
  ...sourceChecks,
  recordedAt: instant,
  facts: z.int().describe('How many facts it supports.'),
};
const source = z.strictObject(sourceFields);

const wording = z.strictObject({
  known: z.strictObject({
    from: day,
    to: day.nullable(),
    basis: known.shape.basis.describe('On what basis the first day is known. `recorded`: no source dates it.'),
  }),
  recorded: z.strictObject({
    from: position,
    to: position.nullable(),
    since: instant.describe('When `from` was recorded.'),
    until: instant.nullable().describe('When `to` was recorded.'),
  }),
  revision: z.int(),
  retracted: z.boolean(),
  disputed: z.boolean().describe('A source that it names says something else, however it is written.'),
  changedBy: z
    .array(z.string())
    .describe('The ids of the changes that it takes in; `changes` tells why each was made, and on which source.'),
  occurred: occurred.nullable(),
  title: z.string(),
  summary: nullableText,
  body: open,
  sources: z.array(cited),
});

const change = z.strictObject({
  id: z.string(),
  kind: z.enum(['correction', 'evidence', 'retraction']),
  reason: z.string(),
  known,
  recordedAt: instant,
  position,
  changes: z.array(fieldChange),
  sources: z.array(cited),
});

const recorder = actor
  .extend({ requestId: nullableText })
  .nullable()
  .optional()
  .describe('Only for the holder of a key with the scope `write`; null where an earlier release recorded it.');

const problem = z
  .looseObject({
    type: z.string().describe('The stable type; its address tells what it means.'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    errors: z
      .array(
        z.strictObject({
          pointer: z.string().optional(),
          parameter: z.string().optional(),
          detail: z.string(),
          ...rule,
        }),
      )
      .optional()
      .describe('Where it is: a JSON Pointer into the body, or the name of a parameter.'),
    requestId: z
      .string()
      .describe(
        'The X-Request-Id of the answer, made by the service; its log has it. The X-Request-Id of a request comes back as X-Client-Request-Id.',
      ),
  })
  .describe('Problem details (RFC 9457).');

const rebuild = z.strictObject({
  request: z.string().describe('Tells one rebuild from another.'),
  version: z.int(),
  phase: z.enum(['waiting', 'filling', 'comparing', 'swapping']).nullable().describe('Null when it has ended.'),
  position: z.string(),
  target: nullableText.describe('The position that it has to get to.'),
  check: z.boolean(),
  keepQuarantine: z.boolean(),
  holder: nullableText,
  outcome: z.enum(['same', 'different', 'swapped', 'stopped', 'refused']).nullable(),
  report: nullableText.describe('What there is to say of the outcome.'),
  startedAt: z.string(),
  finishedAt: nullableText,
});

/** The schemas of answers, by the names that the description gives them. A spec holds real answers to them. */
export const ANSWER_SCHEMAS = {
  ...ABOUT_ANSWERS,
  Occurred: occurred,
  SourceEntry: cited,
  TimelineItem: timelineItem,
  MilestoneOnTimeline: dueItem,
  MilestoneDetail: z.strictObject({
    ...milestoneFields,
    history: z.array(
      z.strictObject({
        turn: z.enum(MILESTONE_TURNS),
        text: z.string().describe('What happened, in words.'),
        window: z.string().describe('The window from then on, EDTF.'),
        fact: nullableText.describe('The fact whose recording, correction or retraction did it; null for a flag.'),
        title: nullableText.describe('What the fact is called; null for a flag.'),
        how: z.enum(MILESTONE_CAUSES).nullable().describe('What was done with the fact; null for a flag.'),
        provedBy: deadlineProof.describe('Of a deadline that was met as a later act proves, that act; else null.'),
        flag: z.enum(RECORDED_FLAGS).nullable().describe('How near it came; null for every other turn.'),
        recordedAt: instant,
        position,
      }),
    ),
    position: reflected,
  }),
  Timeline: list(z.union([timelineItem, dueItem])),
  DateRead: z.strictObject({
    edtf: z.string(),
    earliest: day.nullable().describe('The first day that it may mean; null where it is open.'),
    latest: day.nullable().describe('The last day that it may mean; null where it is open.'),
    precision: z.string(),
    approximate: z.boolean().describe('Marked `~` or `%`.'),
    uncertain: z.boolean().describe('Marked `?` or `%`.'),
    words: z.strictObject({ en: z.string(), es: z.string() }),
  }),
  ...FEED_ANSWERS,
  Changes: z.strictObject({
    items: z.array(recordedChange),
    page: z
      .strictObject({ next: position.nullable(), prev: z.null() })
      .describe('`next`: what to send as `since` to go on; null at the end of the log. Also in the header Link.'),
    position: position.describe('Where the log ended; at the end, what to send as `since` later on.'),
    head: z.string().describe('A head of the log to keep: `position:hash`.'),
  }),
  Density: z.strictObject({
    spans: z.array(z.strictObject({ from: day, to: day })),
    lanes: z.array(z.strictObject({ lane: nullableText, label: z.string(), total: z.int(), counts: z.array(z.int()) })),
    others: z
      .strictObject({ lanes: z.int(), total: z.int(), counts: z.array(z.int()) })
      .nullable()
      .describe('The lanes beyond `lanes`, counted together; null where there are none.'),
    total: z.int(),
    undated: z.int(),
    lastNews: day.nullable().describe('The newest known day of these facts; days of recording do not count.'),
    today: day.describe('The day that the answer is told for: `asOf`, or today (UTC).'),
    position: reflected,
  }),
  Steps: z.strictObject({
    steps: z
      .array(z.strictObject({ from: day, to: day, added: z.int(), corrected: z.int(), withdrawn: z.int() }))
      .describe('In order; days that follow one another are joined where there are more than were asked for.'),
    facts: z
      .array(
        z.strictObject({
          id: z.string(),
          title: z.string(),
          change: z.enum(['added', 'corrected', 'withdrawn']),
          day,
        }),
      )
      .nullable()
      .describe('With `facts=include`: the first 200 in the order of the timeline.'),
    position: reflected,
  }),
  SubjectState: subject,
  Subjects: list(subject),
  SubjectDetail: z.strictObject({ ...subjectFields, parts: z.array(named), position: reflected }),
  FactDetail: z.strictObject({
    ...itemFields,
    recordedPosition: position,
    wordings: z.array(wording).describe('Every wording, and in which span of the clocks it holds (ends excluded).'),
    changes: z.array(change.extend({ recorder })),
    recorder,
    redactions: z
      .array(
        z.strictObject({
          event: z.string().describe('`fact:ID`, `correction:ID` or `retraction:ID`.'),
          at: instant,
          ground: z.enum(REDACTION_GROUNDS),
          reason: z.string(),
          recorder,
        }),
      )
      .describe(
        'Whose text was removed from the log, when and on what ground. Where a record cannot be without the text (title, name, publisher, reason) its value is `[removed]`, in every answer and language; other texts are null.',
      ),
    position: reflected,
  }),
  SourceState: source,
  Sources: list(source),
  SourceDetail: z.strictObject({
    ...sourceFields,
    supports: z.array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        type: z.string(),
        subject: z.strictObject({ id: z.string(), name: z.string() }),
        occurred: occurred.nullable(),
        locator: nullableText,
      }),
    ),
    lastNews: day
      .nullable()
      .describe('The newest known day of all facts that it supports; days of recording do not count.'),
    position: reflected,
  }),
  Values: list(z.strictObject({ value: z.string(), facts: z.int(), headline: z.string().optional() })),
  Milestone: milestone,
  Milestones: list(milestone).extend({
    today: day.describe('The day that the answer is told for: `asOf`, or today (UTC).'),
  }),
  ...CASE_ANSWERS,
  ...SUBSCRIPTION_ANSWERS,
  ...KEY_ANSWERS,
  Written: z.strictObject({ id: z.string(), position, version: z.int() }),
  ...IMPORT_ANSWERS,
  Projections: z.strictObject({
    items: z.array(
      z.strictObject({
        name: z.string(),
        version: z.int(),
        position,
        lag: z.string(),
        updatedAt: z.string(),
        error: z.strictObject({ message: z.string(), position: nullableText, since: z.string() }).nullable(),
        holder: z
          .strictObject({ owner: z.string(), until: z.string() })
          .nullable()
          .describe('Which process keeps the view, and until when if it is not heard of again.'),
        quarantine: z
          .array(
            z.strictObject({
              stream: z.string(),
              position,
              eventId: z.string(),
              type: z.string(),
              error: z.string(),
              tries: z.int(),
              since: z.string(),
            }),
          )
          .describe('The streams that the view leaves out, from which event on, and why.'),
        rebuild: rebuild.nullable().describe('The rebuild under way.'),
        lastRebuild: rebuild.nullable().describe('How the last rebuild ended.'),
      }),
    ),
  }),
  RebuildAccepted: z.strictObject({ name: z.string(), rebuild }),
  Replayed: z.strictObject({
    name: z.string(),
    replayed: z.array(z.strictObject({ stream: z.string(), events: z.int(), position })),
  }),
  ...DELIVERY_ANSWERS,
  ...HEALTH_ANSWERS,
  Problem: problem,
} as const;

/** The name of an answer. */
export type AnswerName = keyof typeof ANSWER_SCHEMAS;

/** The schemas of answers, each once, referring to one another. */
export function answerSchemas(): Record<string, unknown> {
  const registry = z.registry<{ id: string }>();
  for (const [name, schema] of Object.entries(ANSWER_SCHEMAS)) registry.add(schema, { id: name });
  const { schemas } = z.toJSONSchema(registry, { uri: (name) => `#/components/schemas/${name}` });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $id: _id, $schema: _dialect, ...schema }]) => [name, schema]),
  );
}
/** What the scopes of keys mean, for the description. */
export const SCOPE_SENTENCE = `A key has one of the scopes ${SCOPES.join(', ')}; each includes those before it.`;
