import type { WorkReport } from './work-reports.js';

/** How the work goes, as `/health/ready` answers it to a reader with a key. */
export interface WorkAnswer {
  schedules: {
    name: string;
    /** RFC 3339, real time; null where no run ended well yet. */
    succeededAt: string | null;
    ageSeconds: number | null;
    failingSince: string | null;
    failures: number;
    reason: string | null;
  }[];
  faults: { step: string; count: number; oldestSince: string; reason: string }[];
  /** Null where messages cannot be counted. */
  reminders: { due: number; oldestDueSeconds: number | null } | null;
  deliveries: {
    channel: string;
    fault: string | null;
    waiting: number;
    retrying: number;
    late: number;
    failed: number;
  }[];
  queue: 'reachable' | 'unreachable';
  takesWrites: boolean;
  lastWriteSeconds: number | null;
}

/** A report as it is answered. */
export function workAnswer(report: WorkReport): WorkAnswer {
  const { schedules, faults, deliveries, queueProblem, takesWrites, lastWriteSeconds } = report;
  return {
    schedules: schedules.map(({ name, succeededAt, ageSeconds, failingSince, failures, reason }) => ({
      name,
      succeededAt: succeededAt?.toISOString() ?? null,
      ageSeconds,
      failingSince: failingSince?.toISOString() ?? null,
      failures,
      reason,
    })),
    faults: faults.map(({ step, count, oldest }) => ({
      step,
      count,
      oldestSince: oldest.since.toISOString(),
      reason: oldest.reason,
    })),
    reminders: deliveries && { due: deliveries.due, oldestDueSeconds: deliveries.oldestDueSeconds },
    deliveries: deliveries?.byChannel ?? [],
    queue: queueProblem === null ? 'reachable' : 'unreachable',
    takesWrites,
    lastWriteSeconds,
  };
}
