import { Injectable } from '@nestjs/common';
import { sql, type Kysely } from 'kysely';
import { Database } from '#libs/database';
import { DomainError, type JsonObject, parseDayOrInstant } from '#libs/kernel';

/** What is recorded in the audit trail. `access-denied` counts failed authorisations. */
export const AUDIT_ACTIONS = [
  'key-create',
  'key-revoke',
  'key-rotate',
  'projection-rebuild',
  'projection-replay',
  'database-migrate',
  'log-restore',
  'log-redact',
  'links-rotate',
  'deliveries-recover',
  'access-denied',
] as const;

/** One of the actions of the audit trail. */
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** How an action ended: `refused` by a rule or for a missing right, `failed` for a fault of the service. */
export type AuditOutcome = 'done' | 'refused' | 'failed';

/** An action with who did it. It names no address of a person: the details hold codes and ids. */
export interface AuditEntry {
  /** The actor as in the metadata of events: `key-7`, `operator`, `dateline`; `unknown` for a key that is not valid. */
  actor: string;
  action: AuditAction;
  /** What it was done to: the id of a key or an event, the name of a projection. */
  target?: string | null;
  outcome: AuditOutcome;
  requestId?: string | null;
  details?: JsonObject;
}

/** An entry as it is listed; instants are RFC 3339, UTC, of the real clock. */
export interface ListedAuditEntry extends Required<AuditEntry> {
  id: string;
  at: string;
  /** When the last of the counted ones happened; `at` where there is one only. */
  lastAt: string;
  count: number;
}

/** Which entries are listed, the newest first. */
export interface AuditFilter {
  action?: AuditAction;
  /** What happened at or after this instant (RFC 3339), or from this day on (UTC), by the real clock; of a count the last. */
  since?: string;
  /** Before this instant, or until the end of this day; of a count the first. */
  until?: string;
  /** Only entries on this side of one, by its id; with `after` they come in the opposite order, the oldest first. */
  before?: string;
  after?: string;
  limit: number;
}

interface Row {
  id: string;
  at: Date;
  last_at: Date;
  actor: string;
  action: AuditAction;
  target: string | null;
  outcome: AuditOutcome;
  request_id: string | null;
  details: JsonObject;
  count: number;
}

/**
 * The audit trail: who administered what, and which authorisations failed. The table belongs to the owner of the log: the
 * service adds to it and reads it.
 */
@Injectable()
export class Audit {
  constructor(private readonly db: Database) {}

  /**
   * Records an action.
   *
   * @param executor the transaction of the action, so that neither is there without the other
   */
  async note(entry: AuditEntry, executor: Kysely<unknown> = this.db.kysely): Promise<void> {
    const { actor, action, target = null, outcome, requestId = null, details = {} } = entry;
    await sql`
      insert into audit (actor, action, target, outcome, request_id, details)
      values (${actor}, ${action}, ${target}, ${outcome}, ${requestId}, ${JSON.stringify(details)}::jsonb)`.execute(
      executor,
    );
  }

  /**
   * Does an action and records how it ended.
   *
   * @param foundIn the target and the details of the entry, where only the result says them
   * @throws what the action throws
   */
  async around<T>(
    entry: Omit<AuditEntry, 'outcome'>,
    action: () => Promise<T>,
    foundIn?: (result: T) => Pick<AuditEntry, 'target' | 'details'>,
  ): Promise<T> {
    let result: T;
    try {
      result = await action();
    } catch (error) {
      const isRefusal = error instanceof DomainError;
      const details = { ...entry.details, ...(isRefusal && { code: error.code }) };
      await this.note({ ...entry, details, outcome: isRefusal ? 'refused' : 'failed' });
      throw error;
    }
    await this.note({ ...entry, ...foundIn?.(result), outcome: 'done' });
    return result;
  }

  /** Adds to a count of failed authorisations, or begins it. */
  async countDenials(tally: string, actor: string, details: JsonObject, count: number): Promise<void> {
    await sql`
      select count_denials(${tally}, ${actor}, ${JSON.stringify(details)}::jsonb, ${count}::integer)`.execute(
      this.db.kysely,
    );
  }

  /** A part of the trail. @throws DomainError `PARAMETER_INVALID` where an instant cannot be read or the period is empty */
  async list({ action, since, until, before, after, limit }: AuditFilter): Promise<ListedAuditEntry[]> {
    const from = since === undefined ? undefined : instantOf('since', since, 'beginning');
    const to = until === undefined ? undefined : instantOf('until', until, 'end');
    if (from !== undefined && to !== undefined && from >= to)
      throw invalid('until', 'must lie after "since"', 'period');
    const conditions = [
      ...(action === undefined ? [] : [sql`action = ${action}`]),
      ...(from === undefined ? [] : [sql`last_at >= ${from}`]),
      ...(to === undefined ? [] : [sql`at < ${to}`]),
      ...(before === undefined ? [] : [sql`id < ${before}::bigint`]),
      ...(after === undefined ? [] : [sql`id > ${after}::bigint`]),
    ];
    const { rows } = await sql<Row>`
      select id::text, at, last_at, actor, action, target, outcome, request_id, details, count
        from audit where ${conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)}
       order by ${after === undefined ? sql`audit.id desc` : sql`audit.id`} limit ${limit}`.execute(this.db.kysely);
    return rows.map(({ at, last_at, request_id, ...row }) => ({
      ...row,
      at: at.toISOString(),
      lastAt: last_at.toISOString(),
      requestId: request_id,
    }));
  }

  /** Removes what has been kept long enough: administration for 400 days, failed authorisations for 30. */
  async removeOld(): Promise<void> {
    await sql`select remove_old_audit()`.execute(this.db.kysely);
  }
}

function instantOf(parameter: string, text: string, edge: 'beginning' | 'end'): Date {
  const instant = parseDayOrInstant(text, edge);
  if (instant !== null) return instant;
  throw invalid(parameter, 'must be a day or an instant such as 2026-07-01T09:00:00Z', 'no-instant');
}

function invalid(parameter: string, detail: string, rule: string): DomainError {
  return new DomainError('PARAMETER_INVALID', 'invalid', `The parameter "${parameter}" ${detail}.`, [
    { parameter, detail, code: 'custom', params: { rule } },
  ]);
}
