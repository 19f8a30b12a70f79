import { Inject, Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { EventStore, LogVerifications, type LogVerification } from '#libs/event-store';
import { WorkGauges, WorkReports } from '#libs/health';
import { CLOCK, type Clock } from '#libs/kernel';
import { Checkpoints } from '#libs/projections';

const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The figures of this process for Prometheus: itself, its answers by route, where the log and its views stand. */
@Injectable()
export class Metrics {
  readonly #registry = new Registry();
  readonly #durations = new Histogram({
    name: 'dateline_http_request_duration_seconds',
    help: 'How long answers took, by method, route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers: [this.#registry],
  });
  readonly #head = this.#gauge('dateline_log_head_position', 'The last position of the log.');
  readonly #positions = this.#gauge('dateline_view_position', 'The position that a view reflects.');
  readonly #lags = this.#gauge('dateline_view_lag_events', 'How many events a view is behind the log.');
  readonly #failing = this.#gauge('dateline_view_failing', '1 where a view does not go on.');
  readonly #held = this.#gauge('dateline_view_held', '1 where a process keeps a view, 0 where none does.');
  readonly #quarantined = this.#gauge('dateline_view_quarantined_streams', 'How many streams a view has set aside.');
  readonly #rebuilt = this.#gauge('dateline_view_rebuild_position', 'How far the rebuild of a view under way is.');
  readonly #verified = this.#gauge(
    'dateline_log_verified',
    '1 where the last verification found the log sound, 0 where not.',
  );
  readonly #verifiedPosition = this.#gauge(
    'dateline_log_verified_position',
    'The position up to which the log was found sound, or of the first event that is wrong.',
  );
  readonly #verifiedAge = this.#gauge('dateline_log_verified_age_seconds', 'How long ago the log was verified.');

  readonly #work = new WorkGauges(this.#registry);

  constructor(
    private readonly store: EventStore,
    private readonly checkpoints: Checkpoints,
    private readonly verifications: LogVerifications,
    private readonly reports: WorkReports,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    collectDefaultMetrics({ register: this.#registry });
  }

  /** Measures every answer of the server. Addresses that there are not count as one route. */
  measure(server: FastifyInstance): void {
    server.addHook('onResponse', async (request, reply) => {
      const labels = {
        method: request.method,
        route: request.is404 ? 'none' : (request.routeOptions.url ?? 'none'),
        status: String(reply.statusCode),
      };
      this.#durations.observe(labels, reply.elapsedTime / 1000);
    });
  }

  /** The text of all figures, and its media type. */
  async text(): Promise<{ body: string; contentType: string }> {
    const [head, views, verification, work] = await Promise.all([
      this.store.head(),
      this.checkpoints.status(),
      this.verifications.latest(),
      this.reports.read().catch(() => undefined),
    ]);
    this.#work.set(work);
    this.#head.set(Number(head.position));
    // Rebuilds come and go.
    this.#rebuilt.reset();
    for (const { name, position, lag, error, quarantine, holder, rebuild } of views) {
      this.#positions.set({ view: name }, Number(position));
      this.#lags.set({ view: name }, Number(lag));
      this.#failing.set({ view: name }, error === null ? 0 : 1);
      this.#quarantined.set({ view: name }, quarantine.length);
      this.#held.set({ view: name }, holder === null ? 0 : 1);
      if (rebuild !== null) this.#rebuilt.set({ view: name }, Number(rebuild.position));
    }
    this.#tell(verification);
    return { body: await this.#registry.metrics(), contentType: this.#registry.contentType };
  }

  /** Nothing is told of a log that was never verified. */
  #tell(verification: LogVerification | undefined): void {
    if (verification === undefined) {
      for (const gauge of [this.#verified, this.#verifiedPosition, this.#verifiedAge]) gauge.remove();
      return;
    }
    this.#verified.set(verification.ok ? 1 : 0);
    this.#verifiedPosition.set(Number(verification.position));
    this.#verifiedAge.set((this.clock.now().getTime() - verification.verifiedAt.getTime()) / 1000);
  }

  #gauge(name: string, help: string): Gauge {
    const labelNames = name.startsWith('dateline_view') ? ['view'] : [];
    return new Gauge({ name, help, labelNames, registers: [this.#registry] });
  }
}
