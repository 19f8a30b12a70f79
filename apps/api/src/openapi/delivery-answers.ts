import { z } from 'zod';
import { FAULTS, TROUBLES } from '#libs/reminders';
import { nullableText, page } from './answer-parts.js';

/** What the calls about the messages of all subscriptions answer. */
export const DELIVERY_ANSWERS = {
  TroubledDeliveries: z.strictObject({
    items: z.array(
      z.strictObject({
        id: z.string(),
        subscription: z.string(),
        channel: z.string(),
        kind: z.string(),
        status: z.enum(TROUBLES),
        dueAt: z.string(),
        next: nullableText.describe('When it is tried next; null where it was given up.'),
        attempts: z.int(),
        reason: nullableText.describe('What the last attempt said, without addresses.'),
        fault: z.enum(FAULTS).nullable().describe('Whose fault it is; null where that is not known.'),
      }),
    ),
    page,
  }),
  DeliveriesRecovered: z.strictObject({
    recovered: z.int().describe('How many messages are sent again.'),
    left: z.int().describe('How many stay, since their subscription is switched off, has ended, or is not confirmed.'),
    dryRun: z.boolean(),
  }),
} as const;
