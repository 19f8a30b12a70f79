import { z } from 'zod';
import { nullableText, position } from './answer-parts.js';

const seconds = z.number().nullable();

/** How jobs and messages go. */
const work = z.strictObject({
  schedules: z.array(
    z.strictObject({
      name: z.string(),
      succeededAt: nullableText.describe('The last run that ended well, RFC 3339, real time.'),
      ageSeconds: seconds.describe('How long ago that was.'),
      failingSince: nullableText.describe('The first failure since then.'),
      failures: z.int().describe('How many runs failed since then.'),
      reason: nullableText.describe('Why the last of them failed.'),
    }),
  ),
  faults: z
    .array(z.strictObject({ step: z.string(), count: z.int(), oldestSince: z.string(), reason: z.string() }))
    .describe('For how many subscriptions, messages or milestones a step of the worker fails, with the oldest fault.'),
  reminders: z
    .strictObject({
      due: z.int().describe('What is due and not sent, without what was tried in vain.'),
      oldestDueSeconds: seconds,
    })
    .nullable()
    .describe('Null where messages cannot be counted.'),
  deliveries: z
    .array(
      z.strictObject({
        channel: z.string(),
        fault: nullableText.describe('Whose fault the last failure is: `recipient`, `operator` or `service`.'),
        waiting: z.int().describe('Not sent yet.'),
        retrying: z.int().describe('Of these, tried in vain and tried again.'),
        late: z.int().describe('Of these, more than a minute past the time of the next attempt.'),
        failed: z.int().describe('Given up within the last seven days.'),
      }),
    )
    .describe('Messages by channel and fault.'),
  queue: z.enum(['reachable', 'unreachable']),
  takesWrites: z.boolean(),
  lastWriteSeconds: seconds.describe('How long ago something is known to have been written to the database.'),
});

/** What the calls about health answer. */
export const HEALTH_ANSWERS = {
  Readiness: z.strictObject({
    status: z.enum(['ready', 'not-ready']),
    head: nullableText
      .optional()
      .describe('`position:hash` of the end of the log, as `dateline verify --head` takes it.'),
    views: z
      .array(
        z.strictObject({
          name: z.string(),
          position,
          lag: z.string(),
          error: nullableText.optional().describe('Only with a key.'),
          holder: nullableText.optional().describe('The process that keeps the view; only with a key.'),
          quarantined: z.int().describe('How many streams the view leaves out.'),
        }),
      )
      .optional(),
    work: work
      .nullable()
      .optional()
      .describe('How jobs and messages go; null where that cannot be read. Only with a key.'),
    problems: z
      .array(z.string())
      .optional()
      .describe('Also what somebody must look at while the service is ready. Without a key they name no ids.'),
  }),
} as const;
