import { z } from 'zod';
import type { Operation } from './operation.js';

const token = z
  .string()
  .optional()
  .meta({
    description:
      'The token of `manageUrl`, or for a calendar and a feed that of its own address. The header `Dateline-Token` carries it as well, and leaves it out of the logs of proxies.',
    examples: ['mNqjuwWzHNZQ2Q1yXwWqk8uGZtqVfJ4vJXq3vYV6xTw'],
  });

const holder = {
  tag: 'Subscriptions',
  scope: 'open',
  parameters: z.object({ token }),
  problems: [403, 404, 503],
} as const;

const confirmer = {
  tag: 'Subscriptions',
  scope: 'open',
  parameters: z.object({
    token: token.meta({ description: 'The token of the confirmation mail; also as the header `Dateline-Token`.' }),
  }),
  problems: [403, 404, 503],
} as const;

/** The parameters of the list of pending requests. */
export const confirmationParameters = confirmer.parameters.extend({
  cursor: z.string().min(1).max(2000).optional().meta({ description: 'A cursor of `page`, for the requests beyond.' }),
});

/** The calls about subscriptions. */
export const subscriptionOperations: readonly Operation[] = [
  {
    tag: 'Subscriptions',
    scope: 'read',
    method: 'POST',
    path: '/v1/subscriptions',
    operationId: 'createSubscription',
    summary: 'Subscribe',
    description:
      'By e-mail: the answer is `{id, status: "pending"}`, whatever is known of the mailbox; at most one confirmation mail a day is sent to the mailbox (one more to its plain address, where the first went to a tagged one), and its link lists every request, each confirmed by itself. A tag has at most 20 letters, digits, `-` and `_`, and one dot. By webhook (Standard Webhooks 1.0; needs a key with the scope `write`; the secret is shown this once). Or as a private calendar and feed, which expire when nobody fetches them for 90 days. A filter names only what is on record. The header `Idempotency-Key` makes it safe to send again for 24 hours: choose a random key of at least 128 bits (a UUID, say). It counts for the same caller alone (its key, or its network), and a repeat is answered `{id, status}` without links and secret.',
    body: { 'application/json': 'Subscription' },
    answer: { 'application/json': 'SubscriptionMade' },
    created: true,
    problems: [401, 403, 409, 413, 415, 422, 429, 503],
  },
  {
    tag: 'Subscriptions',
    scope: 'read',
    method: 'POST',
    path: '/v1/subscriptions/preview',
    operationId: 'previewDraft',
    summary: 'What a subscription would send and when, before there is one',
    description:
      'The body of a subscription, whose channel needs no address yet, with a filter that names only what is on record. Nothing is made or kept.',
    body: { 'application/json': 'SubscriptionDraft' },
    answer: { 'application/json': 'Preview' },
    problems: [401, 403, 413, 415, 422, 429, 503],
  },
  {
    ...holder,
    method: 'GET',
    path: '/v1/subscriptions/{id}',
    operationId: 'getSubscription',
    summary: 'One subscription, for its owner',
    answer: { 'application/json': 'SubscriptionDetail' },
  },
  {
    ...holder,
    method: 'PATCH',
    path: '/v1/subscriptions/{id}',
    operationId: 'changeSubscription',
    takesSession: true,
    summary: 'Change what is asked for',
    description:
      'What is given is replaced, and upcoming messages are rescheduled. A new secret is shown this once. `rotateLinks` makes new links; those of a subscription by e-mail are sent to its mailbox. `status: "active"` with a key binds it to that key (`write` for a webhook, else `read`); for a calendar and e-mail the session of a browser counts as its key. Where reading needs a key, and the one of the subscription has ended, nothing else is changed. At most thirty changes an hour, three of them with `rotateLinks`.',
    body: { 'application/json': 'SubscriptionPatch' },
    answer: { 'application/json': 'SubscriptionDetail' },
    problems: [403, 404, 409, 413, 415, 422, 429, 503],
  },
  {
    ...holder,
    method: 'DELETE',
    path: '/v1/subscriptions/{id}',
    operationId: 'eraseSubscription',
    summary: 'Erase a subscription',
    description:
      'Its rows are deleted, its address included; what is left is the event in the log that says so, which is the proof. What the database keeps of deleted rows for a time (dead rows, WAL), replicas and backups hold it until they are overwritten. The token of the link to unsubscribe will do.',
    parameters: z.object({
      token,
      refuse: z.enum(['true', 'false']).optional().meta({
        description:
          '`true`, by e-mail: erases every subscription of the mailbox, and sends it no confirmation mail any more. A keyed hash of the mailbox is kept for that.',
      }),
    }),
    problems: [400, 403, 404, 503],
    answer: { 'application/json': 'Erasure' },
  },
  {
    ...holder,
    method: 'GET',
    path: '/v1/subscriptions/{id}/link',
    operationId: 'getSubscriptionLink',
    summary: 'What a link of a mail stands for',
    description: 'Takes every token of the subscription and says what its holder may do.',
    answer: { 'application/json': 'SubscriptionLink' },
  },
  {
    ...holder,
    method: 'GET',
    path: '/v1/subscriptions/{id}/deliveries',
    operationId: 'listDeliveries',
    summary: 'What went out, what did not and why, and what is planned',
    description: 'The latest first, 200 at most; `before` goes on.',
    parameters: z.object({
      token,
      before: z
        .string()
        .optional()
        .meta({
          description: 'Only what is due before this day or instant.',
          examples: ['2026-07-01T09:00:00Z'],
        }),
    }),
    answer: { 'application/json': 'Deliveries' },
  },
  {
    ...holder,
    method: 'GET',
    path: '/v1/subscriptions/{id}/preview',
    operationId: 'previewSubscription',
    summary: 'What would go out and when, as things stand',
    description: 'At most 60 times an hour, together with the preview of a change.',
    answer: { 'application/json': 'Preview' },
    problems: [403, 404, 429, 503],
  },
  {
    ...holder,
    method: 'POST',
    path: '/v1/subscriptions/{id}/preview',
    operationId: 'previewChange',
    summary: 'What would go out and when after a change',
    description:
      'The settings that are given replace those of the subscription for this answer alone. Nothing is changed or kept. At most 60 times an hour, together with the preview without a change.',
    body: { 'application/json': 'SubscriptionSettings' },
    answer: { 'application/json': 'Preview' },
    problems: [403, 404, 413, 415, 422, 429, 503],
  },
  {
    ...holder,
    method: 'GET',
    path: '/v1/subscriptions/{id}/calendar.ics',
    operationId: 'getSubscriptionCalendar',
    summary: 'The milestones of a subscription as a calendar',
    answer: { 'text/calendar': null },
  },
  {
    ...holder,
    method: 'GET',
    path: '/v1/subscriptions/{id}/feed.atom',
    operationId: 'getSubscriptionFeed',
    summary: 'The milestones of a subscription as a feed',
    answer: { 'application/atom+xml': null },
  },
  {
    ...holder,
    method: 'POST',
    path: '/v1/subscriptions/{id}/recover',
    operationId: 'recoverDeliveries',
    summary: 'Send again what could not be sent',
    description:
      'Messages due since a day or instant that failed, given up or not: at once, each with the id that it had. At most three times an hour, tests included.',
    parameters: z.object({
      token,
      since: z.string().meta({ description: 'A day or an instant.', examples: ['2026-07-01'] }),
    }),
    answer: { 'application/json': 'Recovered' },
    problems: [403, 404, 409, 429, 503],
  },
  {
    ...holder,
    method: 'POST',
    path: '/v1/subscriptions/{id}/test',
    operationId: 'testSubscription',
    summary: 'Send a message to try the channel',
    description: 'At most three times an hour, recoveries included.',
    answer: { 'application/json': 'TestPlanned' },
    problems: [403, 404, 409, 429, 503],
  },
  {
    ...confirmer,
    method: 'GET',
    path: '/v1/confirmations/{id}',
    operationId: 'getConfirmation',
    summary: 'The pending requests of a mailbox',
    parameters: confirmationParameters,
    problems: [400, 403, 404, 503],
    description:
      'For the holder of the token of a confirmation mail: the newest first, 20 at a time. The link works for a week. It also shows what it has confirmed, with its links. The link of a mail to a tagged address (`ana+news@example.org`) covers what was asked for with exactly that address, that of the plain address the whole mailbox.',
    answer: { 'application/json': 'Confirmation' },
  },
  {
    ...confirmer,
    method: 'POST',
    path: '/v1/confirmations/{id}/requests/{request}/confirm',
    operationId: 'confirmRequest',
    summary: 'Confirm one request',
    description:
      'It becomes active, and its links are made. Again answers the same and does nothing, until the links are rotated.',
    answer: { 'application/json': 'ConfirmedSubscription' },
  },
  {
    ...confirmer,
    method: 'DELETE',
    path: '/v1/confirmations/{id}/requests/{request}',
    operationId: 'dropRequest',
    summary: 'Drop one request',
    answer: { 'application/json': 'Dropped' },
  },
  {
    ...confirmer,
    method: 'POST',
    path: '/v1/confirmations/{id}/refuse',
    operationId: 'refuseMail',
    summary: 'Never write to the mailbox again',
    description:
      'Drops its requests, erases its subscriptions, and answers later sign-ups as before without sending anything. A keyed hash of the mailbox is kept for that.',
    answer: { 'application/json': 'Dropped' },
  },
];
