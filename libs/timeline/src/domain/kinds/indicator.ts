import { z } from 'zod';
import type { JsonObject } from '#libs/kernel';
import { dateOf, defineKind, textOf } from '../kind.js';
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
      // A report whose figure was redacted leaves the figure before it.
      evolve: (state, fact) => {
        const [value, unit] = [textOf(fact, 'value'), textOf(fact, 'unit')];
        return value === null || unit === null ? state : { latest: { value, unit, occurred: dateOf(fact) } };
      },
    },
  },
  order: [],
  derivesFrom: {},
  milestones: () => [],
});
