import { z } from 'zod';
import { caseChangesParameters, caseStatisticsParameters } from '#libs/cases';
import { walkParameters } from '#libs/milestones';
import { changeFilters, newsParameters, positionParameter } from '#libs/timeline';
import { STATISTICS_TABLES } from '../feeds/case-statistics-table.js';
import { TIMELINEJS_LANES } from '../feeds/timelinejs.js';

/** The parameters of a timeline for TimelineJS, which has its own order and no place for what has no date. */
export const timelineJsParameters = walkParameters.omit({ order: true, undated: true }).extend({
  lane: z.enum(TIMELINEJS_LANES).default('subjectType').meta({ description: 'What the rows stand for.' }),
});

/** The parameters of a calendar, which is as TimelineJS is in that, and tells what was withdrawn as cancelled. */
export const calendarParameters = walkParameters.omit({ order: true, undated: true }).extend({
  retracted: newsParameters.shape.retracted,
});

/** The parameters of the stream of changes. */
export const streamParameters = z.object({
  since: positionParameter.optional().meta({
    description:
      'Begin behind this position of the log (0: with the first event). Left out: with what is recorded from now on. The header Last-Event-ID goes before it.',
    examples: ['42'],
  }),
  ...changeFilters,
});

/** The parameters of all changes of cases at once: those of a page of them, but for the page. */
export const allCaseChangesParameters = caseChangesParameters.omit({ limit: true, cursor: true });
/** The parameters of a feed of them, which has its own order. */
export const caseFeedParameters = caseChangesParameters.omit({ order: true });

/** Which table of the statistics is asked for. */
export const statisticsTableParameters = z.object({
  table: z.enum(STATISTICS_TABLES).default('steps').meta({
    description:
      '`steps`: cases in each status and measures in force at the end of each step; `survival`: the Kaplan-Meier curves with their band; `durations`, `clocks`, `sums`: a row each for all cases and for each group.',
  }),
});
/** The parameters of a table of the statistics. */
export const caseStatisticsTableParameters = caseStatisticsParameters.extend(statisticsTableParameters.shape);
