import { z } from 'zod';
import { instant, known, named, occurred, open, position } from './answer-parts.js';

const timelineJsDate = z
  .strictObject({ year: z.int(), month: z.int().optional(), day: z.int().optional() })
  .describe('As much of a date as is known.');

const factDetails = z
  .strictObject({
    fact: z.string(),
    subject: named,
    type: z.string(),
    occurred: occurred.nullable(),
    known,
    recordedAt: instant,
    revision: z.int(),
    status: z.enum(['retracted', 'unconfirmed', 'corrected', 'current']),
    disputed: z.boolean(),
    changes: z.array(
      z.strictObject({
        id: z.string(),
        kind: z.enum(['correction', 'evidence', 'retraction']),
        reason: z.string(),
        known,
        recordedAt: instant,
      }),
    ),
  })
  .describe('What JSON Feed has no word for.');

const logHead = z.strictObject({ head: z.string().describe('A head of the log to keep: `position:hash`.') });
const coverage = z.string().describe('How new the data is, in English.');

const jsonFeed = (details: z.ZodType) =>
  z.strictObject({
    version: z.literal('https://jsonfeed.org/version/1.1'),
    title: z.string(),
    description: coverage,
    home_page_url: z.string(),
    feed_url: z.string(),
    next_url: z.string().optional().describe('The next page, as in the header Link.'),
    language: z.string(),
    _dateline: logHead,
    items: z.array(
      z.strictObject({
        id: z.string().describe('Never changes; of a fact its address.'),
        url: z.string(),
        external_url: z.string().optional().describe('The first source that has an address.'),
        title: z.string(),
        summary: z.string().optional(),
        content_text: z.string(),
        date_published: z
          .string()
          .describe('The first instant (UTC) of the day on which it was news; no correction makes it later.'),
        date_modified: z.string().optional().describe('When the last correction or retraction was recorded.'),
        tags: z.array(z.string()).optional(),
        _dateline: details,
      }),
    ),
  });

/** The schemas of what feeds answer. */
export const FEED_ANSWERS = {
  JsonFeed: jsonFeed(factDetails),
  CaseJsonFeed: jsonFeed(open.describe('The change, as an item of `/v1/cases/changes`.')),
  TimelineJs: z.strictObject({
    _dateline: logHead.extend({ coverage }),
    events: z.array(
      z.strictObject({
        unique_id: z.string().describe('The id of the fact, or `milestone-` and the id of what is due.'),
        start_date: timelineJsDate,
        end_date: timelineJsDate.optional(),
        display_date: z.string(),
        group: z.string(),
        text: z.strictObject({ headline: z.string(), text: z.string() }).describe('HTML.'),
        autolink: z.literal(false),
      }),
    ),
  }),
  CloudEvents: z
    .array(
      z.strictObject({
        specversion: z.literal('1.0'),
        id: z
          .string()
          .describe(
            'That of the event that recorded it; a correction changes none of the attributes but `revision` and `status`.',
          ),
        source: z.string(),
        type: z.string(),
        subject: z.string(),
        time: instant.optional(),
        datacontenttype: z.literal('application/json'),
        dataschema: z.string(),
        position,
        revision: z.int().optional(),
        status: z.string(),
        data: open,
      }),
    )
    .describe('CloudEvents 1.0 in the JSON batch format.'),
} as const;
