import { z } from 'zod';
import type { JsonObject } from '#libs/kernel';
import { dateOf, defineKind } from '../kind.js';
import { decimal } from '../values.js';

interface IndicatorState extends JsonObject {
  latest: { value: string; unit: string; occurred: string | null } | null;
}

/** A figure that is reported from time to time. */
export const indicator = defineKind<IndicatorState>({
  subjectType: 'indicator',
  describes: 'A figure that is reported from time to time.',
  attributes: z.looseObject({}),
  initial: { latest: null },
  facts: {
    reported: {
      headline: 'Reported',
      // Left out, a figure is of whom its measure names.
      body: z.looseObject({
        value: decimal,
        unit: z.string().min(1),
        countedBy: z.enum(['official', 'press', 'other']).optional(),
      }),
      evolve: (_state, fact) => ({
        latest: { value: String(fact.body['value']), unit: String(fact.body['unit']), occurred: dateOf(fact) },
      }),
    },
  },
  order: [],
  derivesFrom: [],
  milestones: () => [],
});
