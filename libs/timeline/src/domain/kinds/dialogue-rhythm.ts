import { z } from 'zod';
import { duration } from '../values.js';

/** A rhythm: one meeting every so often, or a number of meetings in each period, on no stated days. */
export const scheduled = z
  .looseObject({
    every: duration.optional().meta({ description: 'The time between two meetings, ISO 8601.' }),
    times: z.int().positive().optional().meta({ description: 'How many meetings each period has.' }),
    per: duration.optional().meta({ description: 'The period that has so many meetings, ISO 8601.' }),
    level: z.string().optional(),
  })
  .refine(({ every, times, per }) => (every === undefined) !== (times === undefined && per === undefined), {
    error: 'states a rhythm either by `every` or by `times` and `per`',
    params: { rule: 'rhythm' },
  })
  .refine(({ times, per }) => (times === undefined) === (per === undefined), {
    error: 'needs `times` and `per` together',
    params: { rule: 'rhythm' },
  });
