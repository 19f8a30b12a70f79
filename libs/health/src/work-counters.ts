import { Counter, Histogram, type Registry } from 'prom-client';
import type { JobRunEnd } from '#libs/jobs';
import type { DeliveryResult } from '#libs/reminders';

const RUN_SECONDS = [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 1_800];
const DELAY_SECONDS = [1, 2, 5, 10, 30, 60, 300, 3_600, 86_400];

/** What one worker did since its start, for Prometheus. */
export class WorkCounters {
  readonly #runs: Counter;
  readonly #durations: Histogram;
  readonly #attempts: Counter;
  readonly #delays: Histogram;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#runs = new Counter({
      name: 'dateline_job_runs_total',
      help: 'Runs of jobs by schedule, by how they ended: succeeded, failed.',
      labelNames: ['job', 'result'],
      registers,
    });
    this.#durations = new Histogram({
      name: 'dateline_job_duration_seconds',
      help: 'How long runs of jobs took.',
      labelNames: ['job'],
      buckets: RUN_SECONDS,
      registers,
    });
    this.#attempts = new Counter({
      name: 'dateline_delivery_attempts_total',
      help: 'Attempts at messages, by how they ended: sent, retried, failed, skipped, interrupted; and by whose fault.',
      labelNames: ['channel', 'result', 'fault'],
      registers,
    });
    this.#delays = new Histogram({
      name: 'dateline_delivery_delay_seconds',
      help: 'How long after its time a message was sent.',
      labelNames: ['channel'],
      buckets: DELAY_SECONDS,
      registers,
    });
  }

  /** Counts a run of a job. */
  countRun({ job, seconds }: JobRunEnd, result: 'succeeded' | 'failed'): void {
    this.#runs.inc({ job: job.name, result });
    this.#durations.observe({ job: job.name }, seconds);
  }

  /** Counts an attempt at a message. */
  countAttempt({ channel, status, fault, delaySeconds }: DeliveryResult): void {
    this.#attempts.inc({ channel, result: status === 'again' ? 'retried' : status, fault: fault ?? 'none' });
    if (status === 'sent') this.#delays.observe({ channel }, Math.max(0, delaySeconds));
  }
}
