import { z } from 'zod';
import { FAULTS, troubledParameters } from '#libs/reminders';
import type { Operation } from './operation.js';

/** Which messages are sent again. */
export const recoverParameters = z.object({
  since: z
    .string()
    .max(40)
    .meta({
      description: 'Only what was to be tried at or after this day (UTC) or instant.',
      examples: ['2026-07-01'],
    }),
  subscription: z.string().max(60).optional().meta({ description: 'Only the messages of one subscription.' }),
  fault: z
    .enum(FAULTS)
    .optional()
    .meta({ description: 'Only what failed for this fault.', examples: ['operator'] }),
  dryRun: z.enum(['true', 'false']).default('false').meta({ description: 'Only count them.' }),
});

/** The calls about the messages of all subscriptions. */
export const deliveryOperations: readonly Operation[] = [
  {
    method: 'GET',
    tag: 'Operation',
    scope: 'admin',
    path: '/v1/deliveries',
    operationId: 'listAllDeliveries',
    summary: 'The messages of all subscriptions that are late or could not be sent; the latest attempt first',
    description: 'It names no address.',
    parameters: troubledParameters,
    answer: { 'application/json': 'TroubledDeliveries' },
  },
  {
    method: 'POST',
    tag: 'Operation',
    scope: 'admin',
    path: '/v1/deliveries/recover',
    operationId: 'recoverAllDeliveries',
    summary: 'Send again what could not be sent, over all subscriptions',
    description:
      'Under the same ids: what was given up, and what would be tried again by itself. What no longer helps is skipped with the reason.',
    parameters: recoverParameters,
    answer: { 'application/json': 'DeliveriesRecovered' },
    audit: 'deliveries-recover',
  },
];
