import { z } from 'zod';
import type { Operation } from './operation.js';

const token = z
  .string()
  .optional()
  .meta({
    description: 'The token of `manageUrl`, or for a calendar and a feed that of its own address.',
    examples: ['mNqjuwWzHNZQ2Q1yXwWqk8uGZtqVfJ4vJXq3vYV6xTw'],
  });

const holder = {
  tag: 'Subscriptions',
  scope: 'open',
  parameters: z.object({ token }),
  problems: [403, 404, 503],
} as const;

/** The calls about subscriptions. */
export const subscriptionOperations: readonly Operation[] = [
  {
    tag: 'Subscriptions',
    scope: 'read',
    method: 'POST',
    path: '/v1/subscriptions',
    operationId: 'createSubscription',
    summary: 'Ask to be told',
    description:
      'By mail (active once the link was used that is sent to the address), by webhook (Standard Webhooks 1.0; needs a key with the scope `write`; the secret is told this once), or as a private calendar and feed. The header `Idempotency-Key` makes it safe to send again for 24 hours.',
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
    summary: 'What a subscription would tell and when, before there is one',
    description: 'The body of a subscription, whose channel needs no address yet. Nothing is made or kept.',
    body: { 'application/json': 'SubscriptionDraft' },
    answer: { 'application/json': 'Preview' },
    problems: [413, 415, 503],
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
    summary: 'Change what is asked for',
    description: 'What is given is replaced, and what lies ahead is planned anew. A new secret is told this once.',
    body: { 'application/json': 'SubscriptionPatch' },
    answer: { 'application/json': 'SubscriptionDetail' },
    problems: [403, 404, 409, 413, 415, 422, 503],
  },
  {
    ...holder,
    method: 'DELETE',
    path: '/v1/subscriptions/{id}',
    operationId: 'eraseSubscription',
    summary: 'Erase a subscription',
    description:
      'Nothing is left of it, its address included, but the event in the log that says so; that event is the proof. The token of the link to unsubscribe will do.',
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
    method: 'POST',
    path: '/v1/subscriptions/{id}/confirm',
    operationId: 'confirmSubscription',
    summary: 'Confirm an address by mail',
    answer: { 'application/json': 'SubscriptionDetail' },
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
    answer: { 'application/json': 'Preview' },
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
      'Messages due since a day or instant that failed, given up or not: at once, each with the id that it had.',
    parameters: z.object({
      token,
      since: z.string().meta({ description: 'A day or an instant.', examples: ['2026-07-01'] }),
    }),
    answer: { 'application/json': 'Recovered' },
    problems: [403, 404, 409, 503],
  },
  {
    ...holder,
    method: 'POST',
    path: '/v1/subscriptions/{id}/test',
    operationId: 'testSubscription',
    summary: 'Send a message to try the channel',
    answer: { 'application/json': 'TestPlanned' },
    problems: [403, 404, 409, 503],
  },
];
