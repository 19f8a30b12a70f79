import { Inject, Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { collectDefaultMetrics, type Registry } from 'prom-client';
import { workAnswer, workFindings, WorkGauges, WorkReports, type WorkAnswer, type WorkReport } from '#libs/health';
import { messageOf } from '#libs/kernel';

/** The injection token of the figures of this process (`Registry`). */
export const REGISTRY = Symbol('Registry');

/** How long a database that does not answer is waited for. */
const PATIENCE_MS = 2_000;

/** What `/health/ready` of the worker answers: to a reader with a key, and without one. */
export interface WorkerReadiness {
  full: { status: 'ready' | 'not-ready'; work: WorkAnswer | null; problems: string[] };
  reduced: Pick<WorkerReadiness['full'], 'status' | 'problems'>;
}

/** What the worker says of itself and of the work of all workers. */
@Injectable()
export class HealthAnswers {
  readonly #gauges: WorkGauges;

  constructor(
    private readonly reports: WorkReports,
    @Inject(REGISTRY) private readonly registry: Registry,
  ) {
    collectDefaultMetrics({ register: registry });
    this.#gauges = new WorkGauges(registry);
  }

  /** Whether the worker can work: its database and its queue answer. Never throws. */
  async readiness(): Promise<WorkerReadiness> {
    try {
      const report = await this.#report();
      const findings = workFindings(report);
      const status = report.queueProblem === null && report.takesWrites ? 'ready' : 'not-ready';
      return {
        full: { status, work: workAnswer(report), problems: findings.map(({ full }) => full) },
        reduced: { status, problems: findings.map(({ reduced }) => reduced) },
      };
    } catch (error) {
      const sentence = 'The database cannot be asked';
      return {
        full: { status: 'not-ready', work: null, problems: [`${sentence}: ${messageOf(error)}`] },
        reduced: { status: 'not-ready', problems: [`${sentence}.`] },
      };
    }
  }

  /** The figures of this process, and where the database answers those of the work, for Prometheus. */
  async metrics(): Promise<{ body: string; contentType: string }> {
    this.#gauges.set(await this.#report().catch(() => undefined));
    return { body: await this.registry.metrics(), contentType: this.registry.contentType };
  }

  async #report(): Promise<WorkReport> {
    const over = new AbortController();
    const late = sleep(PATIENCE_MS, undefined, { signal: over.signal }).then(() => {
      throw new Error(`it did not answer within ${PATIENCE_MS / 1_000} seconds`);
    });
    const report = this.reports.read();
    // Whichever of the two comes second, nobody waits for it any more.
    for (const either of [report, late]) either.catch(() => {});
    try {
      return await Promise.race([report, late]);
    } finally {
      over.abort();
    }
  }
}
