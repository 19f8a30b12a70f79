import type { z } from 'zod';
import { DomainError, pointerBelow, pointerTo, type Problem } from '#libs/kernel';
import { brokenRule, ownRule, READING, wordsOf } from '#libs/timeline';
import {
  subscriptionDraft,
  subscriptionForm,
  subscriptionPatch,
  subscriptionSettings,
  type SubscriptionDraft,
  type SubscriptionForm,
  type SubscriptionPatch,
  type SubscriptionSettings,
} from '../domain/subscription.js';

/** Reads what is asked for. @throws DomainError `SUBSCRIPTION_INVALID` that points to everything that is wrong */
export function readSubscription(input: unknown): SubscriptionForm {
  return read(subscriptionForm, input);
}

/** Reads what might be asked for. @throws DomainError `SUBSCRIPTION_INVALID` that points to everything that is wrong */
export function readDraft(input: unknown): SubscriptionDraft {
  return read(subscriptionDraft, input);
}

/** Reads what might change. @throws DomainError `SUBSCRIPTION_INVALID` that points to everything that is wrong */
export function readSubscriptionSettings(input: unknown): SubscriptionSettings {
  return read(subscriptionSettings, input);
}

/** Reads a change. @throws DomainError `SUBSCRIPTION_INVALID` that points to everything that is wrong */
export function readSubscriptionPatch(input: unknown): SubscriptionPatch {
  return read(subscriptionPatch, input);
}

function read<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input, READING);
  if (result.success) return result.data;
  const problems = result.error.issues.flatMap(problemsOf);
  const [first] = problems;
  const sentence = `The subscription cannot be taken: ${first?.pointer || 'the body'} ${first?.detail}.`;
  throw new DomainError('SUBSCRIPTION_INVALID', 'invalid', sentence, problems);
}

/** A subscription of the right form that cannot be taken for one reason. */
export function invalidSubscription(pointer: string, detail: string, rule: string): DomainError {
  const sentence = `The subscription cannot be taken: ${pointer} ${detail}.`;
  return new DomainError('SUBSCRIPTION_INVALID', 'invalid', sentence, [{ pointer, detail, ...ownRule(rule) }]);
}

function problemsOf(issue: z.core.$ZodIssue): Problem[] {
  const pointer = pointerTo(issue.path.map(String));
  const rule = brokenRule(issue);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      pointer: pointerBelow(pointer, key),
      detail: 'is no field of a subscription',
      ...rule,
    }));
  if (issue.code === 'invalid_union' && pointer === '/channel/type')
    return [{ pointer, detail: 'must be one of email, webhook, calendar', ...rule }];
  return [{ pointer, detail: wordsOf(issue, pointer, 'json'), ...rule }];
}
