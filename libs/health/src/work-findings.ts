import type { FaultCount, ScheduleRun } from '#libs/database';
import { FAULTS, LATE_MS, type DeliveryFigure, type DeliveryFigures } from '#libs/reminders';
import type { WorkReport } from './work-reports.js';

/** For how long a job fails or a row waits before somebody should look, in seconds. */
const LASTING_S = LATE_MS / 1_000;

/** What somebody should look at: a sentence for a reader with a key, and one for everybody, which names no id and no reason. */
export interface WorkFinding {
  full: string;
  reduced: string;
}

const open = (sentence: string): WorkFinding => ({ full: sentence, reduced: sentence });

/** What somebody should look at in how the work goes. Readers are served all the while. */
export function workFindings(report: WorkReport): WorkFinding[] {
  const { schedules, faults, deliveries, deliveriesProblem, queueProblem, takesWrites } = report;
  return [
    ...(takesWrites
      ? []
      : [open('The database takes no writes (a standby, or set read-only): nothing is recorded, planned or sent.')]),
    ...(queueProblem === null
      ? []
      : [
          {
            full: `The queue of jobs ${queueProblem}; jobs and messages wait.`,
            reduced: 'The queue of jobs cannot be worked with; jobs and messages wait.',
          },
        ]),
    ...schedules.flatMap(findingOnSchedule),
    ...faults.flatMap(findingOnFaults),
    ...(deliveriesProblem === null
      ? []
      : [
          {
            full: `The messages cannot be counted: ${deliveriesProblem}`,
            reduced: 'The messages cannot be counted.',
          },
        ]),
    ...(deliveries === null ? [] : findingsOnDeliveries(deliveries)),
  ];
}

function findingsOnDeliveries(figures: DeliveryFigures): WorkFinding[] {
  const { uncollected, oldestUncollectedSeconds, oldestLateSeconds, byChannel } = figures;
  const late = sumOf(byChannel, 'late');
  return [
    ...(oldestUncollectedSeconds !== null && oldestUncollectedSeconds > LASTING_S
      ? [
          open(
            `${counted(uncollected, 'reminder is', 'reminders are')} due and in no message yet, the oldest for ${seconds(oldestUncollectedSeconds)}.`,
          ),
        ]
      : []),
    ...(late > 0
      ? [
          open(
            `${counted(late, 'message is', 'messages are')} late, the oldest by ${seconds(oldestLateSeconds ?? 0)}: "dateline deliveries --status late".`,
          ),
        ]
      : []),
    ...FAULTS.flatMap((fault) => (fault === 'recipient' ? [] : findingsOnSending(byChannel, fault))),
  ];
}

function findingOnSchedule(run: ScheduleRun): WorkFinding[] {
  const { name, everyMs, failingSince, failingSeconds, failures, reason, succeededAt, waitingSeconds } = run;
  if (failingSince !== null && (failingSeconds ?? 0) > LASTING_S) {
    const sentence = `The job ${name} has failed since ${failingSince.toISOString()}, ${counted(failures, 'time', 'times')}`;
    return [{ full: `${sentence}; at last: ${reason}`, reduced: `${sentence}.` }];
  }
  if (everyMs === null || waitingSeconds <= overdueAfter(everyMs)) return [];
  const last = succeededAt === null ? 'never yet' : `at ${succeededAt.toISOString()}`;
  return [
    open(
      `The job ${name}, which runs every ${seconds(everyMs / 1_000)}, ended well ${succeededAt === null ? last : `last ${last}`}; is the worker running?`,
    ),
  ];
}

/** After how many seconds without a good run somebody should look: a run takes its time too. */
function overdueAfter(everyMs: number): number {
  return everyMs / 1_000 + Math.max(LASTING_S, everyMs / 4_000);
}

function findingOnFaults({ step, lasting, oldest }: FaultCount): WorkFinding[] {
  if (lasting === 0) return [];
  const sentence = `The step ${step} has failed for more than a minute in ${counted(lasting, 'case', 'cases')}, the oldest since ${oldest.since.toISOString()}`;
  return [
    { full: `${sentence} (${[oldest.about, oldest.reason].filter(Boolean).join(': ')}).`, reduced: `${sentence}.` },
  ];
}

function findingsOnSending(figures: readonly DeliveryFigure[], fault: 'operator' | 'service'): WorkFinding[] {
  const some = figures.filter((figure) => figure.fault === fault);
  const [retrying, failed] = [sumOf(some, 'retrying'), sumOf(some, 'failed')];
  const why = fault === 'operator' ? 'its mail server or network' : 'a fault of its own';
  const command = `"dateline deliveries --fault ${fault}"`;
  return [
    ...(retrying > 0
      ? [
          open(
            `The service could not send ${counted(retrying, 'message', 'messages')} for ${why}, and tries again: ${command}.`,
          ),
        ]
      : []),
    ...(failed > 0
      ? [
          open(
            `The service gave up ${counted(failed, 'message', 'messages')} in the last 7 days for ${why}: ${command}, then "dateline recover --since DAY --fault ${fault}" with the day of the oldest.`,
          ),
        ]
      : []),
  ];
}

function sumOf(figures: readonly DeliveryFigure[], what: 'late' | 'retrying' | 'failed'): number {
  return figures.reduce((sum, figure) => sum + figure[what], 0);
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function seconds(count: number): string {
  return `${Math.round(count)} s`;
}
