import { z } from 'zod';
import { CASE_STATUSES, INTERVALS, VERDICTS } from '#libs/cases';
import { CASE_MEASURES, DEADLINE_STATES, MEASURE_STATES } from '#libs/timeline';
import {
  cited,
  day,
  fieldChange,
  instant,
  known,
  lastNews,
  legalTexts,
  list,
  milestoneFields,
  nullableText,
  occurred,
  open,
  page,
  position,
  possibleOverstated,
  reflected,
} from './answer-parts.js';
import { count, durations, steps, sums } from './count-answers.js';

const measure = z.strictObject({
  kind: z.enum(CASE_MEASURES),
  since: nullableText.describe('EDTF; null where the source gives no date.'),
  until: nullableText.describe('EDTF; null where no record lifts it, and where it was lifted on no known day.'),
  state: z
    .enum(MEASURE_STATES)
    .nullable()
    .describe(
      '`no-end-on-record`: taken on or before the end of a case that has ended, and no record says that it was lifted. Only `in-force` counts as in force. Null where it is not certain that the measure had been taken.',
    ),
  asOf: day
    .nullable()
    .optional()
    .describe('Only of a measure in force: the last news of the case, so in force when last reported.'),
  possible: z
    .array(z.enum(MEASURE_STATES))
    .optional()
    .describe('Every other state that may hold, present where there is one.'),
});

const caseFields = {
  id: z.string(),
  name: z.string(),
  status: z.enum(CASE_STATUSES).describe('What the facts that have certainly occurred give by themselves.'),
  possible: z
    .array(z.enum(CASE_STATUSES))
    .describe('Every other status that may hold; empty where nothing is in doubt.'),
  possibleOverstated,
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
      possible: milestoneFields.possible,
      possibleOverstated,
      flag: milestoneFields.flag,
      rule: milestoneFields.rule,
      deadline: milestoneFields.deadline,
    })
    .nullable()
    .describe('What can still happen next in the present step: ahead, else passed with no record of it.'),
  measures: z.array(measure),
  lastNews,
  attributes: open,
};
const oneCase = z.strictObject(caseFields);

const figures = {
  cases: count,
  open: count.describe('Of the cases, those that have not ended.'),
  ended: count.describe('Of the cases, those that have ended.'),
  steps,
  petitionToEnd: durations,
  requestToEnd: durations,
  clocks: z
    .array(
      z.strictObject({
        rule: z.string(),
        title: z.string(),
        deadlines: count.describe('How many there are.'),
        texts: legalTexts,
        states: z
          .strictObject(Object.fromEntries(DEADLINE_STATES.map((state) => [state, count])))
          .describe('`min` counts those for which no other state is possible, `max` those that may be in it.'),
      }),
    )
    .describe('The legal deadlines of each rule by their states (contract section 3).'),
  ...sums,
};

const amount = z
  .strictObject({ min: z.string(), max: z.string().nullable() })
  .describe(
    'Decimal strings: the least and the most over every day of the claim and whatever uncertain facts hold; `max` is null where a figure is unknown or records may be missing.',
  );
const tally = z.strictObject({
  knownAt: day.nullable().describe('The known day at which the records are read; null: everything that is known.'),
  value: amount,
  difference: amount.describe('The records less the claim.'),
  verdict: z
    .enum(VERDICTS)
    .describe(
      '`agrees`: whatever the records allow is claimed; `possible`: some of it is; `compatible`: only a lower bound is known, and the claim does not fall below it; `exceeded`: that lower bound lies beyond the claim; `differs`: complete records exclude the claim.',
    ),
  completeThrough: day
    .nullable()
    .describe(
      'The last day on which an official count of the requests equals the records: until then none is taken to be missing.',
    ),
  cases: z.array(z.string()).describe('The cases that are counted whatever holds.'),
  possible: z
    .array(z.strictObject({ case: z.string(), facts: z.array(z.string()) }))
    .describe('The cases that may be counted, each with its facts whose day decides that: they make the difference.'),
  unknown: count.describe('Cases that belong to it and of which no source gives a figure.'),
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
  ).extend({ lastNews }),
  CaseChanges: z.strictObject({
    clock: z.enum(['known', 'recorded']),
    items: z.array(
      z.strictObject({
        case: z.strictObject({ id: z.string(), name: z.string() }),
        at: z.string().describe('The day on which it became known, or the instant of the recording.'),
        recordedPosition: position.nullable(),
        kind: z.enum(['development', 'correction', 'retraction']),
        basis: known.shape.basis
          .nullable()
          .describe(
            'On the known clock, of a development: the strongest basis of its day. `recorded`: on record since that day, and no news of it; such changes come last. Else null.',
          ),
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
            known,
            recordedAt: instant.describe('When the fact, its correction or its retraction was put on record.'),
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
    lastNews: day
      .nullable()
      .describe('The newest day on which something of these cases became known; null: none is on record.'),
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
        countedBy: nullableText.describe('`official`, `press` or `other`; null: of whom the measure names.'),
        occurred: occurred.nullable(),
      }),
      day,
      days: z
        .strictObject({ first: day.nullable(), last: day })
        .describe(
          'The days of which the figure is: of one of them where they are several; `first` null: nothing bounds them.',
        ),
      sources: z.array(cited),
      comparable: z.boolean(),
      reason: nullableText.describe('Why it is not comparable.'),
      records: z
        .array(z.strictObject({ counts: z.string(), knownNow: tally, knownThen: tally }))
        .describe('The ways of counting; none where the claim is not comparable.'),
    }),
  ).extend({
    lastNews: day
      .nullable()
      .describe('The newest known day of the facts of these figures and of the cases that they are compared with.'),
  }),
  Coverage: z.strictObject({
    newestPublished: day
      .nullable()
      .describe('The newest day on which a source was published; of a longer time its last day.'),
    newestKnown: day.nullable().describe('The newest known day of a fact; days of recording do not count.'),
    facts: z.int().describe('Those without a date among them.'),
    subjects: z.int().describe('Under `knownAt` those of which a fact was known by then, or that had been recorded.'),
    sources: z
      .int()
      .describe(
        'Under `knownAt` those published by then; one without a day counts as published when a fact that cites it was known, or it was recorded.',
      ),
    byTopic: z.array(z.strictObject({ topic: z.string(), facts: z.int(), newestKnown: day.nullable() })),
    cases: z.strictObject({
      onRecord: z
        .int()
        .describe('Counted by the rule of the official figure; every case where there is no such figure.'),
      onRecordThen: z
        .int()
        .nullable()
        .describe('Of these, those that had certainly come by the day of the official figure; null without one.'),
      officiallyCounted: z
        .int()
        .nullable()
        .describe(
          'The newest official figure on record; one with a qualifier is a bound and no count, one that a newspaper counted is no official one.',
        ),
      countedOn: nullableText.describe('EDTF: when that figure was counted.'),
      source: nullableText.describe('The id of the source of that figure.'),
      newestNews: day.nullable().describe('As `newestKnown`, of the facts of cases.'),
    }),
    head: z.string().describe('A head of the log to keep: `position:hash`.'),
    position: reflected,
  }),
} as const;
