import { z } from 'zod';
import {
  caseChangesParameters,
  casesParameters,
  caseStatisticsParameters,
  reconciliationParameters,
} from '#libs/cases';
import { milestonesParameters } from '#libs/milestones';
import {
  changesParameters,
  densityParameters,
  singleParameters,
  sourcesParameters,
  stepsParameters,
  subjectsParameters,
  timelineParameters,
  valuesParameters,
} from '#libs/timeline';
import { dateParameters } from '../dates.controller.js';
import type { AnswerName } from './answers.js';
import { coverageOperation } from './coverage-operation.js';
import { deliveryOperations } from './delivery-operations.js';
import { feedOperations } from './feed-operations.js';
import { keyOperations } from './key-operations.js';
import { logOperations } from './log-operations.js';
import type { Operation } from './operation.js';
import { subscriptionOperations } from './subscription-operations.js';

const json = (name: AnswerName): Operation['answer'] => ({ 'application/json': name });
const read = { method: 'GET', tag: 'Timeline', scope: 'read' } as const;
const analyse = { method: 'GET', tag: 'Cases', scope: 'read' } as const;
const write = { method: 'POST', tag: 'Records', scope: 'write', writes: true, answer: json('Written') } as const;
const operate = { method: 'GET', tag: 'Operation', scope: 'open' } as const;
const about = { method: 'GET', tag: 'About', scope: 'read' } as const;
const body = (name: string): Operation['body'] => ({ 'application/json': name });

/** The parameters of an import. */
export const importParameters = z.object({
  atomic: z.enum(['true', 'false']).default('false').meta({ description: 'All lines or none.' }),
  dryRun: z.enum(['true', 'false']).default('false').meta({ description: 'Decide everything, record nothing.' }),
});
/** What a rebuild is to do. */
export const rebuildParameters = z.object({
  check: z
    .enum(['true', 'false'])
    .default('false')
    .meta({ description: 'Only compare, and leave the rows as they are.' }),
  keepQuarantine: z
    .enum(['true', 'false'])
    .default('false')
    .meta({ description: 'Leave out the streams that the view has set aside, instead of stopping at their events.' }),
});
/** What is to be replayed. */
export const replayParameters = z.object({
  stream: z.string().optional().meta({ description: 'Only this stream.', example: 'subject-usmca' }),
});
/** The parameters of an export. */
export const exportParameters = z.object({
  from: z
    .string()
    .regex(/^\d{1,18}$/, 'must be a position of the log, such as 42')
    .optional()
    .meta({ description: 'The first position of the log that is told (1).', examples: ['1'] }),
});

/** Every call that there is, in the order in which people read them. */
export const OPERATIONS: readonly Operation[] = [
  {
    ...read,
    path: '/v1/timeline',
    operationId: 'getTimeline',
    summary: 'A timeline in chronological order',
    description:
      'Dated facts by their first day; undated ones last, and only with `undated=include`. Repeated parameters mean "any of".',
    parameters: timelineParameters,
    answer: json('Timeline'),
  },
  ...feedOperations,
  {
    ...read,
    path: '/v1/changes',
    operationId: 'listChanges',
    summary: 'What was recorded since a position, in the order of the log',
    description:
      'To follow the log, ask again with `page.next` as `since`, or with `position` where `page.next` is null. Read from the log itself: there is nothing to wait for.',
    parameters: changesParameters,
    answer: json('Changes'),
  },
  {
    ...read,
    path: '/v1/timeline/density',
    operationId: 'getDensity',
    summary: 'How many facts begin when, for drawing',
    parameters: densityParameters,
    answer: json('Density'),
  },
  {
    ...read,
    path: '/v1/timeline/steps',
    operationId: 'getSteps',
    summary: 'On which days the timeline came to be known, was corrected, was withdrawn',
    description:
      'For whoever looks at a timeline as it was known on one day after the other. What counts is the wording that holds from that day on.',
    parameters: stepsParameters,
    answer: json('Steps'),
  },
  {
    ...read,
    path: '/v1/milestones',
    operationId: 'listMilestones',
    summary: 'What is due, the nearest first',
    parameters: milestonesParameters,
    answer: json('Milestones'),
  },
  {
    ...read,
    path: '/v1/milestones/{id}',
    operationId: 'getMilestone',
    summary: 'One milestone: why it is due, and how it came to be what it is',
    description:
      'The id is made of subject, rule and occasion: `usmca.joint-review.2026`. The history tells in the order of recording when it was derived, moved, met or cancelled and by which fact, and which flags were put on record.',
    parameters: singleParameters,
    answer: json('MilestoneDetail'),
    problems: [404],
  },
  {
    ...read,
    path: '/v1/subjects',
    operationId: 'listSubjects',
    summary: 'Subjects by name, with their state',
    description: 'Under `knownAt` those of which a fact was known by then, or that had been recorded.',
    parameters: subjectsParameters,
    answer: json('Subjects'),
  },
  {
    ...read,
    path: '/v1/subjects/{id}',
    operationId: 'getSubject',
    summary: 'One subject with its state and its parts',
    parameters: singleParameters,
    answer: json('SubjectDetail'),
    problems: [404],
  },
  {
    ...read,
    path: '/v1/facts/{id}',
    operationId: 'getFact',
    summary: 'One fact with every wording and why it changed',
    parameters: singleParameters,
    answer: json('FactDetail'),
    problems: [404],
  },
  {
    ...read,
    path: '/v1/sources',
    operationId: 'listSources',
    summary: 'Sources by title',
    description:
      'Under `knownAt` those published by then; one without a day counts as published when a fact that cites it was known, or it was recorded.',
    parameters: sourcesParameters,
    answer: json('Sources'),
  },
  {
    ...read,
    path: '/v1/sources/{id}',
    operationId: 'getSource',
    summary: 'One source and the facts that it supports',
    parameters: singleParameters,
    answer: json('SourceDetail'),
    problems: [404],
  },
  ...(['topics', 'types', 'parties'] as const).map((name): Operation => ({
    ...read,
    path: `/v1/${name}`,
    operationId: `list${name[0]!.toUpperCase()}${name.slice(1)}`,
    summary: `The ${name === 'types' ? 'fact types' : name} and how many facts of the timeline, under the same filters, have each`,
    parameters: valuesParameters,
    answer: json('Values'),
  })),
  {
    ...analyse,
    path: '/v1/cases',
    operationId: 'listCases',
    summary: 'Cases by name, with how they stand and what is due next',
    parameters: casesParameters,
    answer: json('Cases'),
  },
  {
    ...analyse,
    path: '/v1/cases/{id}',
    operationId: 'getCase',
    summary: 'One case as it stands',
    parameters: singleParameters,
    answer: json('CaseDetail'),
    problems: [404],
  },
  {
    ...analyse,
    path: '/v1/cases/{id}/history',
    operationId: 'getCaseHistory',
    summary: 'What changed in one case, developments told apart from corrections',
    description:
      'In timeline order. `changes` tells the status, the outcome and the measures of the case, and of a fact that was changed its own fields, as `fact.occurred`.',
    parameters: singleParameters,
    answer: json('CaseHistory'),
    problems: [404],
  },
  {
    ...analyse,
    path: '/v1/cases/changes',
    operationId: 'listCaseChanges',
    summary: 'How cases changed between two days, instants or positions',
    description: 'What became known, or what was put on record, in that span; the earliest first.',
    parameters: caseChangesParameters,
    answer: json('CaseChanges'),
  },
  {
    ...analyse,
    path: '/v1/cases/statistics',
    operationId: 'getCaseStatistics',
    summary: 'What cases add up to: states over time, durations, deadlines, sums',
    parameters: caseStatisticsParameters,
    answer: json('CaseStatistics'),
  },
  {
    ...analyse,
    path: '/v1/reconciliation',
    operationId: 'listReconciliation',
    summary: 'Whether the records add up to the figures that are claimed',
    description:
      'Every reported figure of a known measure, by its day, with what the records add up to on that day as known now and as known then. A claim of another measure is not comparable and carries no difference.',
    parameters: reconciliationParameters,
    answer: json('Reconciliation'),
  },
  coverageOperation,
  {
    tag: 'Records',
    scope: 'read',
    method: 'GET',
    path: '/v1/dates',
    operationId: 'readDate',
    summary: 'How a date is understood',
    description: 'For whoever writes a record: the window of days that an EDTF date means, and words for it.',
    parameters: dateParameters,
    answer: json('DateRead'),
  },
  {
    ...write,
    path: '/v1/sources',
    operationId: 'recordSource',
    summary: 'Record a source',
    body: body('Source'),
  },
  {
    ...write,
    path: '/v1/subjects',
    operationId: 'recordSubject',
    summary: 'Record a subject',
    body: body('Subject'),
  },
  {
    ...write,
    path: '/v1/facts',
    operationId: 'recordFact',
    summary: 'Record a fact about a subject',
    body: body('Fact'),
  },
  ...(['fact', 'subject', 'source'] as const).map((name): Operation => {
    const word = `${name[0]!.toUpperCase()}${name.slice(1)}`;
    return {
      ...write,
      path: `/v1/${name}s/{id}/corrections`,
      operationId: `correct${word}`,
      summary: `Correct what a ${name} says`,
      description: `The ${name} of the address is put into the record; a body that names another one is refused.`,
      body: body(`${word}Correction`),
      problems: [404],
    };
  }),
  {
    ...write,
    path: '/v1/facts/{id}/retractions',
    operationId: 'retractFact',
    summary: 'Withdraw a fact',
    body: body('Retraction'),
    problems: [404],
  },
  {
    method: 'POST',
    tag: 'Import and export',
    scope: 'write',
    path: '/v1/import',
    operationId: 'importRecords',
    summary: 'Record many lines',
    description:
      'One record a line, each with `record`: source, subject, fact, correction or retraction. A bad line is named and the others are kept, unless `atomic` is true. An import with `atomic` holds at most 64 MiB of records, each counted as at least 512 bytes (413 beyond that); without `atomic` it has no limit. Where the key is revoked or expires on the way, the import ends with 401 and the counts so far.',
    parameters: importParameters,
    body: { 'application/x-ndjson': null, 'text/csv': null },
    answer: json('ImportReport'),
    problems: [413, 415],
  },
  {
    method: 'GET',
    tag: 'Import and export',
    scope: 'read',
    path: '/v1/export',
    operationId: 'exportRecords',
    summary: 'Every record in the order of the log',
    description:
      'Lines that an import takes, each with its place in the log in `meta`; or CloudEvents 1.0 by Accept. Where a record is known only since its recording, `knownSince` is that day and `meta.derived` says so: an import elsewhere keeps the day, and that it is no news.',
    parameters: exportParameters,
    answer: { 'application/x-ndjson': null, 'application/cloudevents-batch+json': null },
  },
  ...logOperations,
  ...subscriptionOperations,
  ...keyOperations,
  ...deliveryOperations,
  {
    ...operate,
    scope: 'admin',
    path: '/v1/projections',
    operationId: 'listProjections',
    summary: 'Where every view stands',
    answer: json('Projections'),
  },
  {
    ...operate,
    method: 'POST',
    scope: 'admin',
    path: '/v1/projections/{name}/rebuild',
    operationId: 'rebuildProjection',
    summary: 'Have a view derived from the log again',
    description:
      'A worker does it, beside the rows that readers see, and compares the two; then the new rows take the place of the old ones. `GET /v1/projections` shows how far it is and how it ended.',
    parameters: rebuildParameters,
    answer: json('RebuildAccepted'),
    accepts: true,
    problems: [404, 409],
    audit: 'projection-rebuild',
  },
  {
    ...operate,
    method: 'POST',
    scope: 'admin',
    path: '/v1/projections/{name}/replay',
    operationId: 'replayProjection',
    summary: 'Take up again what a view has set aside',
    description: 'For after a fix: applies the events of the streams that the view leaves out.',
    parameters: replayParameters,
    answer: json('Replayed'),
    problems: [404, 409, 422],
    audit: 'projection-replay',
  },
  {
    ...operate,
    path: '/health/live',
    operationId: 'getLive',
    summary: 'Whether the process answers',
    answer: json('Liveness'),
  },
  {
    ...operate,
    path: '/health/ready',
    operationId: 'getReady',
    summary: 'Whether the service can be asked, and the head of the log',
    description:
      'Ready when migrated, SEED is loaded, and every view has arrived at the head of the log once. `problems` also says what somebody must look at while it is ready: a job or step that fails for more than a minute, late messages, a queue that is away. Without a key the answer names neither processes nor streams, and no figures of jobs and messages; with READ_ACCESS=key it is the status alone.',
    answer: json('Readiness'),
  },
  {
    ...operate,
    scope: 'read',
    path: '/metrics',
    operationId: 'getMetrics',
    summary: 'Figures for Prometheus',
    answer: { 'text/plain': null },
  },
  {
    ...about,
    path: '/openapi.json',
    operationId: 'getDescription',
    summary: 'This description',
    answer: json('Description'),
  },
  {
    ...about,
    path: '/problems',
    operationId: 'listProblems',
    summary: 'Every type of problem',
    answer: json('ProblemTypes'),
  },
  {
    ...about,
    path: '/problems/{code}',
    operationId: 'getProblem',
    summary: 'What a type of problem means',
    answer: json('ProblemType'),
    problems: [404],
  },
];
