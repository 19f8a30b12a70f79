import { Inject, Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { countFaults, Database, selectScheduleRuns, type FaultCount, type ScheduleRun } from '#libs/database';
import { QueueProbe } from '#libs/jobs';
import { CLOCK, messageOf, type Clock } from '#libs/kernel';
import { deliveryFigures, type DeliveryFigures } from '#libs/reminders';

/** How long one reading serves all who ask: strangers may ask too, and it counts rows. */
const FRESH_MS = 1_000;

/** How the work of the service goes, over all its processes. */
export interface WorkReport {
  schedules: ScheduleRun[];
  faults: FaultCount[];
  /** Null where they cannot be counted; the rest is read all the same, as it may say why. */
  deliveries: DeliveryFigures | null;
  /** Why they cannot. */
  deliveriesProblem: string | null;
  /** Why the queue takes nothing, as the rest of a sentence; null where it works. */
  queueProblem: string | null;
  /** Whether the database takes writes; a standby or a read-only one does not. */
  takesWrites: boolean;
  /** How long ago the newest event was recorded; null where the log is empty. */
  lastEventSeconds: number | null;
  /** How long ago something is known to have been written: an event, or how a job ended. */
  lastWriteSeconds: number | null;
}

/** Reads how the work goes. */
@Injectable()
export class WorkReports {
  #last: { at: number; report: Promise<WorkReport> } | undefined;

  constructor(
    private readonly db: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly probe: QueueProbe,
  ) {}

  /** How the work goes now, at most a second old. @throws what the database says */
  read(): Promise<WorkReport> {
    const now = performance.now();
    if (this.#last !== undefined && now - this.#last.at < FRESH_MS) return this.#last.report;
    const report = this.#read();
    const last = { at: now, report };
    this.#last = last;
    report.catch(() => {
      if (this.#last === last) this.#last = undefined;
    });
    return report;
  }

  async #read(): Promise<WorkReport> {
    const db = this.db.kysely;
    const now = this.clock.now();
    const [schedules, faults, deliveries, queueProblem, written] = await Promise.all([
      selectScheduleRuns(db),
      countFaults(db),
      deliveryFigures(db, now).catch((error: unknown) => messageOf(error)),
      this.probe.problem(),
      sql<{ readonly: boolean; at: Date | null }>`
        select pg_is_in_recovery() or current_setting('transaction_read_only')::boolean as readonly,
               (select recorded_at from events order by position desc limit 1) as at`.execute(db),
    ]);
    const { readonly, at } = written.rows[0]!;
    const lastEventSeconds = at === null ? null : Math.max(0, (now.getTime() - at.getTime()) / 1_000);
    const ages = [lastEventSeconds, ...schedules.map(({ ageSeconds }) => ageSeconds)].filter((age) => age !== null);
    return {
      schedules,
      faults,
      deliveries: typeof deliveries === 'string' ? null : deliveries,
      deliveriesProblem: typeof deliveries === 'string' ? deliveries : null,
      queueProblem,
      takesWrites: !readonly,
      lastEventSeconds,
      lastWriteSeconds: ages.length === 0 ? null : Math.min(...ages),
    };
  }
}
