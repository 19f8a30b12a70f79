import { Gauge, type Registry } from 'prom-client';
import type { DeliveryFigures } from '#libs/reminders';
import type { WorkReport } from './work-reports.js';

/** The figures: the end of the name of each, what it says, and by what it is divided. */
const FIGURES = {
  successAge: ['schedule_success_age_seconds', 'How long ago a job by schedule ended well.', 'job'],
  failing: ['schedule_failing_seconds', 'How long a job by schedule has failed; 0 after a run that ended well.', 'job'],
  failures: ['schedule_failures', 'How many runs of a job failed since one ended well.', 'job'],
  faults: ['step_faults', 'For how many ids a step of the worker fails.', 'step'],
  oldestFault: ['step_fault_age_seconds', 'How long the oldest of them has failed.', 'step'],
  due: ['reminders_due', 'What is due and not sent, tried in vain or not.'],
  oldestDue: ['reminders_due_age_seconds', 'How long the oldest of it has been due; 0 for none.'],
  waiting: ['deliveries_waiting', 'Messages that are not sent yet.', 'channel', 'fault'],
  retrying: ['deliveries_retrying', 'Of these, what was tried in vain and is tried again.', 'channel', 'fault'],
  late: ['deliveries_late', 'Of these, what is more than a minute past its next attempt.', 'channel', 'fault'],
  failed: ['deliveries_failed', 'Messages that were given up within the last seven days.', 'channel', 'fault'],
  oldestLate: ['deliveries_late_age_seconds', 'How late the latest message is; 0 for none.'],
  queue: ['queue_reachable', '1 where the queue of jobs can be worked with, 0 where not.'],
  writable: ['database_writable', '1 where the database takes writes, 0 where not.'],
  lastEvent: ['log_last_event_age_seconds', 'How long ago the newest event was recorded.'],
  lastWrite: ['last_write_age_seconds', 'How long ago something is known to have been written.'],
} as const;

type Figure = keyof typeof FIGURES;

/** Figures of how the work goes over all processes, for Prometheus; every process that shows them shows the same. */
export class WorkGauges {
  readonly #gauges: Record<Figure, Gauge>;

  constructor(registry: Registry) {
    const gauges = Object.entries(FIGURES).map(([figure, [name, help, ...labelNames]]) => [
      figure,
      new Gauge({ name: `dateline_${name}`, help, labelNames, registers: [registry] }),
    ]);
    this.#gauges = Object.fromEntries(gauges) as Record<Figure, Gauge>;
  }

  /** Shows a report; undefined where there is none: then the figures are missing. */
  set(report: WorkReport | undefined): void {
    // What has no row any more, such as a step without faults, is not shown.
    for (const [figure, gauge] of Object.entries(this.#gauges)) {
      gauge.reset();
      if (FIGURES[figure as Figure].length === 2) gauge.remove();
    }
    if (report === undefined) return;
    const { schedules, faults, deliveries, queueProblem, takesWrites, lastEventSeconds, lastWriteSeconds } = report;
    for (const { name: job, ageSeconds, failingSeconds, failures } of schedules) {
      if (ageSeconds !== null) this.#gauges.successAge.set({ job }, ageSeconds);
      this.#gauges.failing.set({ job }, failingSeconds ?? 0);
      this.#gauges.failures.set({ job }, failures);
    }
    for (const { step, count, oldestSeconds } of faults) {
      this.#gauges.faults.set({ step }, count);
      this.#gauges.oldestFault.set({ step }, oldestSeconds);
    }
    if (deliveries !== null) this.#setDeliveries(deliveries);
    this.#gauges.queue.set(queueProblem === null ? 1 : 0);
    this.#gauges.writable.set(takesWrites ? 1 : 0);
    if (lastEventSeconds !== null) this.#gauges.lastEvent.set(lastEventSeconds);
    if (lastWriteSeconds !== null) this.#gauges.lastWrite.set(lastWriteSeconds);
  }

  #setDeliveries({ due, oldestDueSeconds, oldestLateSeconds, byChannel }: DeliveryFigures): void {
    for (const { channel, fault, ...counts } of byChannel)
      for (const what of ['waiting', 'retrying', 'late', 'failed'] as const)
        this.#gauges[what].set({ channel, fault: fault ?? 'none' }, counts[what]);
    this.#gauges.due.set(due);
    this.#gauges.oldestDue.set(oldestDueSeconds ?? 0);
    this.#gauges.oldestLate.set(oldestLateSeconds ?? 0);
  }
}
