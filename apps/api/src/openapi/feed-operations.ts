import type { z } from 'zod';
import { allMilestonesParameters, milestonesParameters, walkParameters } from '#libs/milestones';
import { newsParameters } from '#libs/timeline';
import type { AnswerName } from './answers.js';
import { FORMAT_NAMES, FORMATS, type Format } from '../feeds/formats.js';
import {
  allCaseChangesParameters,
  calendarParameters,
  caseFeedParameters,
  caseStatisticsTableParameters,
  streamParameters,
  timelineJsParameters,
} from './feed-parameters.js';
import type { Operation } from './operation.js';

interface Described {
  name: string;
  summary: string;
  description: string;
  parameters: z.ZodObject;
  answer?: AnswerName;
}

/** Each format of a timeline, as it is described; `{of}` in a summary stands for whose timeline it is. */
const TIMELINE_FORMATS: Readonly<Record<Format, Described>> = {
  ndjson: {
    name: 'Lines',
    summary: '{of} as lines of JSON',
    description: 'The items of `/v1/timeline`, all of them, one a line, as the log stood when the answer began.',
    parameters: walkParameters,
  },
  csv: {
    name: 'Table',
    summary: '{of} as CSV, one item a row',
    description:
      'RFC 4180, UTF-8, under a row of names, which are those of an item, dotted where they are nested. Lists are divided by semicolons, of a source there is its id, a body is JSON. A cell that a spreadsheet would take for a formula begins with an apostrophe.',
    parameters: walkParameters,
  },
  atom: {
    name: 'Atom',
    summary: '{of} as an Atom feed, what became known last first',
    description:
      'RFC 4287. An entry is a fact. A correction is no entry: it leaves `id` and `published` as they are and is told by `updated`, in the text and in the categories. What was withdrawn is marked so.',
    parameters: newsParameters,
  },
  'feed.json': {
    name: 'JsonFeed',
    summary: '{of} as a JSON Feed, what became known last first',
    description:
      'JSON Feed 1.1. An item is a fact. A correction is no item: it leaves `id` and `date_published` as they are and is told by `date_modified`, in the text and in `_dateline`. What was withdrawn is marked so.',
    parameters: newsParameters,
    answer: 'JsonFeed',
  },
  ics: {
    name: 'Calendar',
    summary: '{of} as a calendar',
    description:
      'iCalendar (RFC 5545, RFC 7986). A fact takes whole days: its day, or all days that it may be, with the date in words in its title. Its UID stays, a correction raises SEQUENCE, what was withdrawn is CANCELLED. What has no date is left out.',
    parameters: calendarParameters,
  },
  'timelinejs.json': {
    name: 'TimelineJs',
    summary: '{of} for TimelineJS3',
    description: 'The JSON that TimelineJS3 loads. A month is told as a month, and every date in words beside it.',
    parameters: timelineJsParameters,
    answer: 'TimelineJs',
  },
  'cloudevents.json': {
    name: 'CloudEvents',
    summary: '{of} as CloudEvents',
    description:
      'CloudEvents 1.0 in the JSON batch format, one for each item. A correction brings no new event: `id`, `source`, `type` and `time` stay, `revision` and `status` tell of it. The corrections themselves are events of `/v1/export`.',
    parameters: walkParameters,
    answer: 'CloudEvents',
  },
};

const read = { method: 'GET', tag: 'Timeline', scope: 'read' } as const;

function typeOf(format: Format): string {
  return FORMATS[format].split(';', 1)[0]!;
}

function timelineIn(format: Format): Operation {
  const { name, summary, description, parameters, answer = null } = TIMELINE_FORMATS[format];
  return {
    ...read,
    path: `/v1/timeline.${format}`,
    operationId: `getTimeline${name}`,
    summary: summary.replace('{of}', 'A timeline'),
    description,
    parameters,
    answer: { [typeOf(format)]: answer },
  };
}

function subjectIn(format: Format): Operation {
  const { name, summary, parameters } = TIMELINE_FORMATS[format];
  return {
    ...timelineIn(format),
    path: `/v1/subjects/{id}.${format}`,
    operationId: `getSubject${name}`,
    summary: summary.replace('{of}', 'The timeline of one subject'),
    description: `What \`/v1/timeline.${format}?subject={id}\` answers; \`include=parts\` takes in its parts.`,
    parameters: parameters.omit({ subject: true }),
    problems: [404],
  };
}

function caseChangesIn(format: Format): Operation {
  const { name, summary } = TIMELINE_FORMATS[format];
  const isFeed = format === 'atom' || format === 'feed.json';
  return {
    ...read,
    tag: 'Cases',
    path: `/v1/cases/changes.${format}`,
    operationId: `getCaseChanges${name}`,
    summary: summary.replace('{of}', 'How cases change').replace('what became known last', 'the latest'),
    description: isFeed
      ? 'What `/v1/cases/changes` answers, the latest first. A development is an entry for each fact that came, under its id; a correction or a retraction is an entry of its own, marked so.'
      : 'What `/v1/cases/changes` answers, all of it, as the log stood when the answer began; where it has a day, on that on which it became known or was recorded.',
    parameters: isFeed ? caseFeedParameters : allCaseChangesParameters,
    answer: {
      [typeOf(format)]: format === 'feed.json' ? 'CaseJsonFeed' : format === 'timelinejs.json' ? 'TimelineJs' : null,
    },
  };
}

/** The calls that answer in the formats of other programs. */
export const feedOperations: readonly Operation[] = [
  ...FORMAT_NAMES.map(timelineIn),
  ...FORMAT_NAMES.map(subjectIn),
  ...FORMAT_NAMES.map(caseChangesIn),
  {
    ...read,
    tag: 'Cases',
    path: '/v1/cases/statistics.csv',
    operationId: 'getCaseStatisticsTable',
    summary: 'One table of what cases add up to, as CSV',
    description:
      'RFC 4180, UTF-8, under a row of names. The column `group` is empty in the rows of all cases; with `groupBy` the rows of each group follow, `-` for cases without a value.',
    parameters: caseStatisticsTableParameters,
    answer: { 'text/csv': null },
  },
  {
    ...read,
    path: '/v1/milestones.ics',
    operationId: 'getMilestonesCalendar',
    summary: 'What is due as a calendar',
    description:
      'iCalendar (RFC 5545, RFC 7986). A milestone takes all days of its window, with the date in words where that is no single day. Its UID stays, SEQUENCE grows with what is recorded of it, and what was cancelled is CANCELLED.',
    parameters: allMilestonesParameters,
    answer: { 'text/calendar': null },
  },
  {
    ...read,
    path: '/v1/milestones.atom',
    operationId: 'getMilestonesAtom',
    summary: 'What is due as an Atom feed, the nearest first',
    description:
      'RFC 4287. `published` is the day since which it could be known, `updated` when what it follows from was last spoken of.',
    parameters: milestonesParameters,
    answer: { 'application/atom+xml': null },
  },
  {
    ...read,
    path: '/v1/stream',
    operationId: 'followChanges',
    summary: 'What is recorded, as it happens',
    description:
      'Server-sent events: the items of `/v1/changes`, each under its position as `id`, so that a client that lost its line goes on with Last-Event-ID and misses nothing. A comment comes where nothing is new for 15 seconds. An event named `head`, without an id, carries a head of the log (`position:hash`) at the beginning and once it is another one. Whoever takes nothing for 30 seconds is sent away, with a comment that says where to go on.',
    parameters: streamParameters,
    answer: { 'text/event-stream': null },
  },
];
