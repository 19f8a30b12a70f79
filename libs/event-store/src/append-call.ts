import type pg from 'pg';
import type { Append, AppendResult, ExpectedVersion } from './append.js';
import { contentHash, metadataHash } from './log-hash.js';
import type { EventShapes } from './upcasters.js';

/** The most events in one statement of a call that is one transaction. */
const EVENTS_PER_STATEMENT = 2_000;

/** How `append_events` treats the appends of one call (migrations/0001_event_log.sql). */
export type AppendMode = 'each' | 'all-or-nothing' | 'dry-run';

/** An append with everything that its call sends for it, hashes included. */
export interface PreparedAppend {
  head: { stream: string; expected: number; events: number; requires?: string[] };
  events: PreparedEvent[];
}

interface PreparedEvent {
  id: string;
  type: string;
  schema: number;
  /** JSON text, made together with the hash: what the caller changes while the append waits changes neither. */
  data: string;
  metadata?: string;
  content: string;
  meta?: string;
}

interface AnswerRow {
  outcome: AppendResult['outcome'] | 'withheld-repeat';
  last_position: string | null;
  last_version: number | null;
  culprits: string[] | null;
}

/** Hashes what an append would record. It must have passed `checkAppends`. */
export function prepareAppend(append: Append, shapes: EventShapes): PreparedAppend {
  const { stream, expectedVersion, requires, events } = append;
  const head: PreparedAppend['head'] = { stream, expected: versionSent(expectedVersion), events: events.length };
  if (requires !== undefined && requires.length > 0) head.requires = requires;
  return {
    head,
    events: events.map(({ id, type, data, metadata }) => {
      const schema = shapes.currentVersion(type);
      const content = contentHash({ stream, id, type, schemaVersion: schema, data });
      const event: PreparedEvent = { id, type, schema, data: JSON.stringify(data), content };
      if (metadata !== undefined && Object.keys(metadata).length > 0) {
        event.metadata = JSON.stringify(metadata);
        event.meta = metadataHash(metadata);
      }
      return event;
    }),
  };
}

/** One call of `append_events`: one statement, one transaction where the client is not in one. */
export async function callAppend(
  client: pg.Pool | pg.PoolClient,
  appends: readonly PreparedAppend[],
  mode: AppendMode,
): Promise<AppendResult[]> {
  const heads = JSON.stringify(appends.map(({ head }) => head));
  const events = appends.flatMap((append) => append.events.map(jsonOf)).join();
  const { rows } = await client.query<AnswerRow>({
    name: 'append-events',
    text: 'select outcome, last_position, last_version, culprits from append_events($1::jsonb, $2)',
    values: [`{"appends":${heads},"events":[${events}]}`, mode],
  });
  return rows.map(resultOf);
}

/**
 * Appends that are one transaction however many they are: one statement for a few, several in a transaction for many.
 * Nothing is written where one is refused, nor in a dry run. The head row is locked from the first statement on.
 */
export async function callTogether(
  pool: pg.Pool,
  appends: readonly PreparedAppend[],
  dryRun: boolean,
): Promise<AppendResult[]> {
  const statements = inStatements(appends);
  if (statements.length === 1) return callAppend(pool, appends, dryRun ? 'dry-run' : 'all-or-nothing');
  const client = await pool.connect();
  let broken: unknown;
  try {
    await client.query('begin isolation level read committed');
    const start = await client.query<{ position: string }>('select position from log_head for update');
    const results: AppendResult[] = [];
    for (const statement of statements) results.push(...(await callAppend(client, statement, 'each')));
    const isWritten = !dryRun && results.every(({ outcome }) => outcome === 'appended' || outcome === 'repeated');
    await client.query(isWritten ? 'commit' : 'rollback');
    return isWritten ? results : withheld(results, BigInt(start.rows[0]!.position));
  } catch (error) {
    broken = error;
    throw error;
  } finally {
    // A connection with an unfinished transaction is closed, which rolls it back.
    client.release(broken !== undefined);
  }
}

function inStatements(appends: readonly PreparedAppend[]): PreparedAppend[][] {
  const statements: PreparedAppend[][] = [[]];
  let events = 0;
  for (const append of appends) {
    events += append.events.length;
    if (events > EVENTS_PER_STATEMENT && statements.at(-1)!.length > 0) {
      statements.push([]);
      events = append.events.length;
    }
    statements.at(-1)!.push(append);
  }
  return statements;
}

function withheld(results: AppendResult[], start: bigint): AppendResult[] {
  return results.map((result) => {
    if (!('position' in result) || result.position <= start) return result;
    return { outcome: 'withheld', insteadOf: result.outcome };
  });
}

function jsonOf({ data, metadata, ...rest }: PreparedEvent): string {
  const body = metadata === undefined ? `"data":${data}` : `"data":${data},"metadata":${metadata}`;
  return `${JSON.stringify(rest).slice(0, -1)},${body}}`;
}

function versionSent(expected: ExpectedVersion): number {
  if (expected === 'any') return -1;
  if (expected === 'stream-exists') return -2;
  return expected === 'no-stream' ? 0 : expected;
}

function resultOf(row: AnswerRow): AppendResult {
  switch (row.outcome) {
    case 'appended':
    case 'repeated':
      return { outcome: row.outcome, position: BigInt(row.last_position!), version: row.last_version! };
    case 'withheld':
      return { outcome: 'withheld', insteadOf: 'appended' };
    case 'withheld-repeat':
      return { outcome: 'withheld', insteadOf: 'repeated' };
    case 'wrong-version':
      return { outcome: 'wrong-version', actual: row.last_version! };
    case 'id-taken':
      return { outcome: 'id-taken', eventId: row.culprits![0]! };
    default:
      return { outcome: 'missing', missing: row.culprits! };
  }
}
