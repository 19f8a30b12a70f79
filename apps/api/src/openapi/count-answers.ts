import { z } from 'zod';
import { day } from './answer-parts.js';

const orderedText =
  'The least and the most that it can be, both included; equal where nothing is in doubt (some facts have no day, or a range of days).';

/** A count that is never less than `min` and never more than `max`. */
export const count = z.strictObject({ min: z.int(), max: z.int() }).describe(orderedText);
const numbers = z.strictObject({ min: z.number(), max: z.number() }).describe(orderedText);
const reached = z
  .strictObject({ min: z.number().nullable(), max: z.number().nullable() })
  .describe(`${orderedText} null: not reached, or nothing has ended.`);
const counts = z.record(z.string(), count);
const quartiles = z.array(reached).length(3).describe('The lower quartile, the median, the upper quartile.');

/** How long cases took. */
export const durations = z.strictObject({
  ended: count,
  open: count.describe(
    'Cases that go on: the estimate takes them as censored on the last day that the clocks show, least and most as in every count.',
  ),
  unknown: count.describe('Cases that are left out: no source gives the day of their beginning.'),
  imprecise: count.describe(
    'Of the ended, those that took a range of days: their end lies between the last certain step and the last possible day.',
  ),
  quartiles: quartiles.describe('In days, of those that ended.'),
  median: reached,
  kaplanMeier: z.strictObject({
    quartiles,
    median: reached,
    curve: z
      .array(
        z.strictObject({
          days: z.int(),
          atRisk: count,
          ended: count,
          censored: count,
          survival: numbers.describe('The share that goes on for longer, by the lower and by the upper curve.'),
          standardError: numbers
            .nullable()
            .describe("Greenwood's, of the two curves; null where all have ended on one of them, as lower and upper."),
          lower: z
            .number()
            .nullable()
            .describe(
              'From here to `upper`: the 95 per cent confidence band, pointwise, by the log-log transform with that error; below the lower curve.',
            ),
          upper: z.number().nullable().describe('The edge of the band above the upper curve.'),
        }),
      )
      .describe(
        'Two curves, at every point the least and the most that the records allow; equal where nothing is in doubt.',
      ),
    censorings: z
      .array(z.strictObject({ days: z.int(), count: z.int() }))
      .describe(
        'After how many days cases with no end on record stand on the last day shown, whatever was heard of them since: the marks on the curve.',
      ),
  }),
});

/** Counts at the end of each step of time. */
export const steps = z
  .array(
    z.strictObject({
      from: day,
      to: day,
      cases: count,
      open: count,
      states: counts.describe(
        'By status: `min` counts the cases for which no other is possible, `max` those whose status or possible ones name it.',
      ),
      measures: counts.describe('By kind: the measures in force.'),
      measuresWithoutEnd: counts.describe(
        'By kind: the measures of ended cases of which no record says that they were lifted; in no count of those in force.',
      ),
    }),
  )
  .describe('How many cases were in each status, and how many measures in force, at the end of each step.');

const ofSum = {
  known: count.describe('Cases with a figure on record.'),
  unknown: count.describe('Cases of which no source gives a figure.'),
};

/** What cases brought. */
export const sums = {
  workers: z.strictObject({
    total: z
      .strictObject({ min: z.int(), max: z.int().nullable() })
      .describe('`max` is null where a case has no figure: no upper bound is known.'),
    ...ofSum,
  }),
  backPay: z.strictObject({
    totals: z
      .record(z.string(), z.strictObject({ min: z.string(), max: z.string().nullable() }))
      .describe('By currency; `max` is null where a case has no figure.'),
    ...ofSum,
  }),
};
