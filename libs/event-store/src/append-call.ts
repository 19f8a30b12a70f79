import type pg from 'pg';
import { canonicalJson, type JsonObject } from '#libs/kernel';
import type { Append, AppendResult, ExpectedVersion } from './append.js';
import { contentHashOf, metadataHashOf } from './log-hash.js';
import type { EventShapes } from './upcasters.js';

/** The most events in one statement of a call that is one transaction. */
const EVENTS_PER_STATEMENT = 2_000;
/** Stands between JSON texts; inside one it would be escaped. */
const SEPARATOR = '\u001E';

/** How `append_events` treats the appends of one call (migrations/0009_append_in_one_reading.sql tells the calling, 0020_append_from_lists.sql what is done). */
export type AppendMode = 'each' | 'all-or-nothing' | 'dry-run';

/** An append with everything that its call sends for it, hashes included. */
export interface PreparedAppend {
  stream: string;
  /** As `append_events` takes it: a version, -1 for any, -2 for stream-exists. */
  expected: number;
  requires: readonly string[];
  events: PreparedEvent[];
}

/** An event as text, made together with its hashes: what the caller changes while the append waits changes neither. */
export interface PreparedEvent {
  id: string;
  type: string;
  schema: number;
  /** JSON text. */
  data: string;
  /** JSON text. */
  metadata: string;
  /** Hexadecimal. */
  contentHash: string;
  /** Hexadecimal. */
  metadataHash: string;
}

interface AnswerRow {
  outcome: AppendResult['outcome'] | 'withheld-repeat';
  last_position: string | null;
  last_version: number | null;
  culprits: string[] | null;
}

/** Hashes what appends would record. They must have passed `checkAppends`. */
export function prepareAppends(appends: readonly Append[], shapes: EventShapes): PreparedAppend[] {
  let last: { metadata: JsonObject; text: string } | undefined;
  // The events of an import share one object, which is written once for all of them.
  const textOf = (metadata: JsonObject): string => {
    if (last?.metadata !== metadata) last = { metadata, text: canonicalJson(metadata) };
    return last.text;
  };
  return appends.map((append) => prepareAppend(append, shapes, textOf));
}

function prepareAppend(append: Append, shapes: EventShapes, textOf: (metadata: JsonObject) => string): PreparedAppend {
  const { stream, expectedVersion, requires = [], events } = append;
  return {
    stream,
    expected: versionSent(expectedVersion),
    requires,
    events: events.map(({ id, type, data, metadata }) => {
      const schema = shapes.currentVersion(type);
      const dataText = canonicalJson(data);
      const metadataText = textOf(metadata);
      return {
        id,
        type,
        schema,
        data: dataText,
        metadata: metadataText,
        contentHash: contentHashOf(dataText, { stream, id, type, schemaVersion: schema }),
        metadataHash: metadataHashOf(metadataText),
      };
    }),
  };
}

/**
 * One call of `append_events`: one statement, one transaction where the client is not in one.
 *
 * @param onTurn called when the call holds the head of the log, so that every later call comes behind it
 */
export async function callAppend(
  client: pg.PoolClient,
  appends: readonly PreparedAppend[],
  mode: AppendMode,
  onTurn: () => void = () => {},
): Promise<AppendResult[]> {
  const events = appends.flatMap((append) => append.events);
  const needs = appends.map(({ requires }) => requires.length);
  const isNeedy = needs.some((count) => count > 0);
  client.on('notice', onTurn);
  try {
    const { rows } = await client.query<AnswerRow>({
      name: 'append-events',
      text: `select outcome, last_position, last_version, culprits
               from append_events($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      values: [
        appends.map(({ stream }) => stream),
        appends.map(({ expected }) => expected),
        appends.map((append) => append.events.length),
        isNeedy ? needs : null,
        isNeedy ? appends.flatMap(({ requires }) => requires) : null,
        events.map(({ id }) => id),
        events.map(({ type }) => type),
        events.map(({ schema }) => schema),
        events.map(({ data }) => data).join(SEPARATOR),
        metadataSent(events),
        Buffer.from(events.map((event) => event.contentHash + event.metadataHash).join(''), 'hex'),
        mode,
      ],
    });
    return rows.map(resultOf);
  } finally {
    client.off('notice', onTurn);
  }
}

/** The same on a connection of its own, which is given up where the call failed. */
export async function callOnPool(
  pool: pg.Pool,
  appends: readonly PreparedAppend[],
  mode: AppendMode,
  onTurn?: () => void,
): Promise<AppendResult[]> {
  const client = await pool.connect();
  let failed = true;
  try {
    const results = await callAppend(client, appends, mode, onTurn);
    failed = false;
    return results;
  } finally {
    client.release(failed);
  }
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
  if (statements.length === 1) return callOnPool(pool, appends, dryRun ? 'dry-run' : 'all-or-nothing');
  const client = await pool.connect();
  let broken: unknown;
  try {
    await client.query('begin isolation level read committed');
    // An empty call locks the head row, which the role of the service may not do by itself.
    await callAppend(client, [], 'each');
    const start = await client.query<{ position: string }>('select position from log_head');
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

/** The metadata of all events, once where it is the same for all, as in an import. */
function metadataSent(events: readonly PreparedEvent[]): string {
  const first = events[0]?.metadata ?? '{}';
  if (events.every(({ metadata }) => metadata === first)) return first;
  return events.map(({ metadata }) => metadata).join(SEPARATOR);
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
