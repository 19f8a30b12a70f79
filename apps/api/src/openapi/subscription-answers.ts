import { z } from 'zod';
import { subscriptionFilter } from '#libs/reminders';
import { instant, lastNews, nullableText, page, position } from './answer-parts.js';

const url = z.string().describe('With its token.');
const links = { manageUrl: url, calendarUrl: url, feedUrl: url };
const linksOnce = {
  manageUrl: url.optional(),
  calendarUrl: url.optional(),
  feedUrl: url.optional(),
};
const status = z.enum(['pending', 'active', 'disabled']);
const secret = z
  .string()
  .optional()
  .describe('Of a webhook, shown this once: what signs (Standard Webhooks, `whsec_`).');

const channel = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('email'), address: z.string() }),
  z.strictObject({ type: z.literal('webhook'), url: z.string() }),
  z.strictObject({ type: z.literal('calendar') }),
]);
const wanted = {
  filter: subscriptionFilter,
  leadTimes: z.array(z.string()),
  timeZone: z.string(),
  localTime: z.string(),
  digest: z.enum(['none', 'daily', 'weekly']),
  digestDay: z.int(),
  quietHours: z.strictObject({ from: z.string(), to: z.string() }).nullable(),
};
const asked = { channel, ...wanted };

const reasonCodes = z
  .array(z.strictObject({ code: z.string(), params: z.record(z.string(), z.string()).optional() }))
  .describe('The same for programs that word it themselves; empty where it is in the words of somebody else.');

const previewed = z.strictObject({
  id: z.string(),
  title: z.string(),
  window: z.string(),
  subject: z.string().describe('The name of the subject.'),
  article: nullableText.describe('The text that a legal deadline is computed from; null for what is none.'),
  lastNews,
});

const names = z
  .array(z.strictObject({ id: z.string(), name: z.string() }))
  .describe('The names that records give to subjects and milestones of the filter.');

const detail = {
  id: z.string(),
  status,
  disabledReason: nullableText,
  disabledCodes: reasonCodes,
  ...asked,
  createdAt: instant,
  activeSince: nullableText,
  failingSince: nullableText,
};

/** What the calls about subscriptions answer. */
export const SUBSCRIPTION_ANSWERS = {
  SubscriptionMade: z
    .strictObject({ id: z.string(), status, ...linksOnce, secret })
    .describe('Links and secret are missing for e-mail, whose mailbox alone gets them, and for a repeat.'),
  SubscriptionDetail: z
    .strictObject({ ...detail, ...linksOnce, secret })
    .describe('Links are missing only from the answer to `rotateLinks` of a subscription by e-mail.'),
  Confirmation: z.strictObject({
    id: z.string(),
    address: z.string().describe('Where the mail went; what is confirmed is sent there.'),
    validUntil: instant,
    requests: z.array(
      z.strictObject({
        id: z.string(),
        createdAt: instant,
        ...wanted,
        names,
      }),
    ),
    page,
    confirmed: z
      .array(z.strictObject({ ...detail, ...links, names }))
      .describe('What this link has confirmed, the newest first, at most 20: with its links, until those are rotated.'),
  }),
  ConfirmedSubscription: z.strictObject({ ...detail, ...links }).describe('With the links of the subscription.'),
  Dropped: z.strictObject({ id: z.string() }),

  SubscriptionLink: z.strictObject({
    id: z.string(),
    purpose: z.enum(['manage', 'read', 'unsubscribe']).describe('What the holder of the token may do.'),
    status,
    ...asked,
  }),
  Erasure: z.strictObject({
    id: z.string(),
    erasedAt: instant,
    position: position
      .nullable()
      .describe('The event that says so; null for a calendar, of which nothing is an event.'),
    hash: z
      .string()
      .nullable()
      .describe('The link of the chain at that position, which `dateline verify --head` compares the log with.'),
  }),
  Deliveries: z.strictObject({
    items: z.array(
      z.strictObject({
        id: nullableText.describe('The id of the message; null while it is only planned.'),
        kind: z.string(),
        about: nullableText.describe('The milestone, or the event of the log, that it tells.'),
        name: nullableText.describe('What records call that milestone or fact; null where it is neither.'),
        article: nullableText.describe('The text that a legal deadline is computed from; null for what is none.'),
        window: nullableText,
        leadTime: nullableText,
        dueAt: instant,
        status: z.enum(['planned', 'waiting', 'sent', 'failed', 'skipped', 'cancelled']),
        why: nullableText.describe('Why it did not go out, or what the last attempt said.'),
        whyCodes: reasonCodes,
        fault: z
          .enum(['recipient', 'operator', 'service'])
          .nullable()
          .describe(
            'Whose trouble it is that the last attempt failed: of the mailbox or receiver, of the mail server and network of this service, of the service itself.',
          ),
        attempts: z.int(),
        sentAt: nullableText,
        next: nullableText.describe('When it is tried next.'),
      }),
    ),
  }),
  Preview: z.strictObject({
    items: z.array(
      z.strictObject({
        dueAt: instant,
        localTime: z.string(),
        leadTime: z.string(),
        milestone: previewed,
        subject: z.string(),
        text: z.string(),
      }),
    ),
    milestones: z
      .array(previewed)
      .describe('The milestones that are not over and that it is about, the nearest first; 100 at most.'),
  }),
  Recovered: z.strictObject({ recovered: z.int().describe('How many messages are sent again.') }),
  TestPlanned: z.strictObject({ message: z.string().describe('The id of the message.') }),
} as const;
