import { z } from 'zod';
import { CASE_STATUSES, INTERVALS } from '#libs/cases';
import { CASE_MEASURES } from '#libs/timeline';
import {
  cited,
  day,
  fieldChange,
  instant,
  known,
  list,
  milestoneFields,
  nullableText,
  occurred,
  open,
  page,
  position,
  reflected,
} from './answer-parts.js';

const measure = z.strictObject({
  kind: z.enum(CASE_MEASURES),
  since: nullableText.describe('EDTF; null where the source gives no date.'),
  until: nullableText.describe('EDTF; null while it is in force, and where it was lifted on no known day.'),
  lifted: z.boolean(),
});

const caseFields = {
  id: z.string(),
  name: z.string(),
  status: z.enum(CASE_STATUSES),
  statusSince: nullableText.describe('EDTF: when the fact occurred that set the status.'),
  outcome: nullableText,
  openedOn: nullableText.describe('EDTF, as the other days of a case.'),
  requestedOn: nullableText,
  closedOn: nullableText,
  nextMilestone: z
    .strictObject({
      id: milestoneFields.id,
      title: milestoneFields.title,
      window: milestoneFields.window,
      status: milestoneFields.status,
      flag: milestoneFields.flag,
      rule: milestoneFields.rule,
    })
    .nullable()
    .describe('The nearest open legal deadline; of several that have passed the last one.'),
  measures: z.array(measure),
  attributes: open,
};
const oneCase = z.strictObject(caseFields);

const quartiles = z
  .array(z.number().nullable())
  .length(3)
  .describe('The lower quartile, the median, the upper quartile.');
const durations = z.strictObject({
  ended: z.int(),
  open: z.int().describe('Cases that still go on; the estimate takes them as censored.'),
  unknown: z.int().describe('Cases without a day at either end.'),
  imprecise: z.int().describe('Of the ended, those whose end is no single day: the last day of its window counts.'),
  quartiles: quartiles.describe('In days, of those that ended.'),
  median: z.number().nullable(),
  kaplanMeier: z.strictObject({
    quartiles,
    median: z.number().nullable(),
    curve: z.array(
      z.strictObject({
        days: z.int(),
        atRisk: z.int(),
        ended: z.int(),
        censored: z.int(),
        survival: z.number().describe('The share that goes on for longer.'),
        standardError: z.number().nullable().describe("Greenwood's; null where all have ended, as lower and upper."),
        lower: z
          .number()
          .nullable()
          .describe('The 95 per cent confidence band, pointwise, by the log-log transform with that error.'),
        upper: z.number().nullable(),
      }),
    ),
    censorings: z
      .array(z.strictObject({ days: z.int(), count: z.int() }))
      .describe('When cases that go on were last seen: the marks on the curve.'),
  }),
});
const counts = z.record(z.string(), z.int());
const figures = {
  cases: z.int(),
  ended: z.int().describe('Of the cases, those that have ended.'),
  steps: z
    .array(z.strictObject({ from: day, to: day, cases: z.int(), open: z.int(), states: counts, measures: counts }))
    .describe('How many cases were in each status, and how many measures in force, at the end of each step.'),
  petitionToEnd: durations,
  requestToEnd: durations,
  clocks: z
    .array(
      z.strictObject({
        rule: z.string(),
        title: z.string(),
        kept: z.int(),
        keptLate: z.int(),
        open: z.int(),
        overdue: z.int().describe('Of the open ones, those that have passed.'),
        cancelled: z.int(),
        unknown: z.int().describe('Met on a day that is not known well enough.'),
      }),
    )
    .describe('How the legal deadlines were kept.'),
  workers: z.strictObject({ total: z.int(), known: z.int(), unknown: z.int() }),
  backPay: z.strictObject({ totals: z.record(z.string(), z.string()), known: z.int(), unknown: z.int() }),
};

const tally = z.strictObject({
  knownAt: day.nullable().describe('The known day at which the records are read; null: everything that is known.'),
  value: z.string(),
  difference: z.string().describe('The records less the claim.'),
  cases: z.array(z.string()).describe('The cases that are counted.'),
  unknown: z.int().describe('Cases that may belong to it and of which no source gives a figure.'),
});

/** The schemas of answers about cases. */
export const CASE_ANSWERS = {
  Case: oneCase,
  Cases: list(oneCase),
  CaseDetail: z.strictObject({
    ...caseFields,
    parties: z.array(z.string()),
    topics: z.array(z.string()),
    facts: z.int(),
    position: reflected,
  }),
  CaseHistory: list(
    z.strictObject({
      fact: z.string().describe('The id of the fact.'),
      type: z.string(),
      title: z.string(),
      occurred: occurred.nullable(),
      known,
      recordedAt: instant,
      kind: z.enum(['development', 'correction', 'evidence', 'retraction']),
      reason: nullableText.describe('Why the fact was changed; null for a development.'),
      changes: z.array(fieldChange),
      sources: z.array(cited),
    }),
  ),
  CaseChanges: z.strictObject({
    clock: z.enum(['known', 'recorded']),
    items: z.array(
      z.strictObject({
        case: z.strictObject({ id: z.string(), name: z.string() }),
        at: z.string().describe('The day on which it became known, or the instant of the recording.'),
        recordedPosition: position.nullable(),
        kind: z.enum(['development', 'correction', 'retraction']),
        changes: z.array(fieldChange),
        facts: z.array(
          z.strictObject({
            id: z.string(),
            type: z.string(),
            title: z.string(),
            kind: z
              .enum(['development', 'correction', 'retraction'])
              .describe('Whether it came, was reworded, or was withdrawn.'),
            occurred: occurred.nullable(),
            sources: z.array(cited),
          }),
        ),
      }),
    ),
    page,
    position: reflected,
  }),
  CaseStatistics: z.strictObject({
    interval: z.enum(INTERVALS),
    from: day.nullable(),
    to: day.nullable(),
    ...figures,
    groups: z.array(z.strictObject({ value: nullableText, ...figures })),
    position: reflected,
  }),
  Reconciliation: list(
    z.strictObject({
      fact: z.string(),
      facts: z
        .array(z.string())
        .describe('Every fact that tells this figure, the one whose own statement it is first.'),
      subject: z.strictObject({ id: z.string(), name: z.string() }),
      measure: z.string(),
      title: z.string(),
      claim: z.strictObject({
        value: z.string(),
        unit: z.string(),
        qualifier: nullableText,
        occurred: occurred.nullable(),
      }),
      day,
      sources: z.array(cited),
      comparable: z.boolean(),
      reason: nullableText.describe('Why it is not comparable.'),
      records: z
        .array(z.strictObject({ counts: z.string(), knownNow: tally, knownThen: tally }))
        .describe('The ways of counting; none where the claim is not comparable.'),
    }),
  ),
  Coverage: z.strictObject({
    newestPublished: day
      .nullable()
      .describe('The newest day on which a source was published; of a longer time its last day.'),
    newestKnown: day.nullable().describe('The newest known day of a fact; days of recording do not count.'),
    facts: z.int().describe('Those without a date among them.'),
    subjects: z.int(),
    sources: z.int(),
    byTopic: z.array(z.strictObject({ topic: z.string(), facts: z.int(), newestKnown: day.nullable() })),
    cases: z.strictObject({
      onRecord: z
        .int()
        .describe('Counted by the rule of the official figure; every case where there is no such figure.'),
      officiallyCounted: z
        .int()
        .nullable()
        .describe('The newest official figure on record; one with a qualifier is a bound and no count.'),
      countedOn: nullableText.describe('EDTF: when that figure was counted.'),
      source: nullableText.describe('The id of the source of that figure.'),
      newestNews: day.nullable().describe('As `newestKnown`, of the facts of cases.'),
    }),
    position: reflected,
  }),
} as const;
