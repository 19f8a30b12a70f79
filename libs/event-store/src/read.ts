import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { JsonObject } from '#libs/kernel';
import type { LogHead, StoredEvent } from './event.js';
import { instantOf, microsOf } from './instant.js';
import { FIRST_SHAPES, type EventShapes } from './upcasters.js';

/** Which part of the log to read, and how much at a time. */
export interface ReadAllOptions {
  /** Only events behind this position. */
  after?: bigint;
  /** Only events up to this position. */
  upTo?: bigint;
  /** At most so many events. */
  limit: number;
  /** Only events of these types. */
  types?: readonly string[];
  /** Data in the shape in which it was recorded, which is the one that the hashes cover: for exports. */
  asRecorded?: boolean;
}

/** Which part of a stream to read. */
export interface ReadStreamOptions {
  /** Only events up to this position of the log. */
  upTo?: bigint;
  /** Only events of these types. */
  types?: readonly string[];
}

/** Which part of one stream to walk through. */
export interface WalkStreamOptions extends ReadStreamOptions {
  /** Only events behind this version of the stream (0). */
  afterVersion?: number;
  /** Only events from this position of the log on. */
  from?: bigint;
  /** How many events to hold at once (1,000). */
  batch?: number;
}

/** Which part of the log to walk through. */
export interface ReadFeedOptions {
  /** Only events behind this position. */
  after?: bigint;
  /** Only events up to this position; without it, to wherever the log ends when the reader gets there. */
  upTo?: bigint;
  /** How many events to hold at once (1,000). */
  batch?: number;
  /** Only events of these types. */
  types?: readonly string[];
  /** Data in the shape in which it was recorded, which is the one that the hashes cover: for exports. */
  asRecorded?: boolean;
}

/** An event as Postgres answers it. */
export interface EventRow {
  position: string;
  stream: string;
  version: number;
  event_id: string;
  type: string;
  schema_version: number;
  data: JsonObject;
  metadata: JsonObject;
  recorded_us: string;
  hash: string;
}

const COLUMNS = sql`position, stream, version, event_id, type, schema_version, data, metadata,
  (extract(epoch from recorded_at) * 1000000)::bigint as recorded_us, encode(hash, 'hex') as hash`;

/** A part of the whole log, in order; also inside a transaction. */
export async function readAll(
  executor: Kysely<unknown>,
  options: ReadAllOptions,
  shapes: EventShapes = FIRST_SHAPES,
): Promise<StoredEvent[]> {
  const { after = 0n, upTo, limit, types, asRecorded } = options;
  const { rows } = await sql<EventRow>`
    select ${COLUMNS} from events
     where position > ${after} ${upToPosition(upTo)} ${ofTypes(types)}
     order by position limit ${limit}`.execute(executor);
  return rows.map((row) => storedEvent(row, asRecorded ? null : shapes));
}

/** The events of one stream, in order; also inside a transaction. A stream that nobody wrote to is empty. */
export async function readStream(
  executor: Kysely<unknown>,
  stream: string,
  options: ReadStreamOptions = {},
  shapes: EventShapes = FIRST_SHAPES,
): Promise<StoredEvent[]> {
  const { rows } = await sql<EventRow>`
    select ${COLUMNS} from events
     where stream = ${stream} ${upToPosition(options.upTo)} ${ofTypes(options.types)}
     order by version`.execute(executor);
  return rows.map((row) => storedEvent(row, shapes));
}

/** One stream in order from a version on, in pages: memory stays bounded however long the stream is. */
export async function* walkStream(
  executor: Kysely<unknown>,
  stream: string,
  { afterVersion = 0, from = 0n, batch = 1_000, upTo, types }: WalkStreamOptions = {},
  shapes: EventShapes = FIRST_SHAPES,
): AsyncIterable<StoredEvent> {
  for (let after = afterVersion; ;) {
    const { rows } = await sql<EventRow>`
      select ${COLUMNS} from events
       where stream = ${stream} and version > ${after} and position >= ${from} ${upToPosition(upTo)} ${ofTypes(types)}
       order by version limit ${batch}`.execute(executor);
    for (const row of rows) yield storedEvent(row, shapes);
    const last = rows.at(-1);
    if (last === undefined || rows.length < batch) return;
    after = last.version;
  }
}

/** The events of several streams, each stream's in order; also inside a transaction. */
export async function readStreams(
  executor: Kysely<unknown>,
  streams: readonly string[],
  options: ReadStreamOptions = {},
  shapes: EventShapes = FIRST_SHAPES,
): Promise<StoredEvent[]> {
  // Stream by stream and in an order, so that the planner goes by the index whatever it believes about the log.
  const { rows } = await sql<EventRow>`
    select e.* from unnest(${streams}::text[]) as wanted(stream) cross join lateral (
      select ${COLUMNS} from events
       where events.stream = wanted.stream ${upToPosition(options.upTo)} ${ofTypes(options.types)}
       order by version) e`.execute(executor);
  return rows.map((row) => storedEvent(row, shapes));
}

/** The events with these ids, in the order of the log; ids that the log does not have are left out. */
export async function readById(
  executor: Kysely<unknown>,
  ids: readonly string[],
  shapes: EventShapes = FIRST_SHAPES,
): Promise<StoredEvent[]> {
  const { rows } = await sql<EventRow>`
    select ${COLUMNS} from events where event_id = any(${ids}::text[]) order by position`.execute(executor);
  return rows.map((row) => storedEvent(row, shapes));
}

/** The log in order, in pages: memory stays bounded whatever the log's length. Ends where the log ends. */
export async function* readFeed(
  executor: Kysely<unknown>,
  options: ReadFeedOptions = {},
  shapes: EventShapes = FIRST_SHAPES,
): AsyncIterable<StoredEvent> {
  const { batch = 1_000, ...part } = options;
  let { after = 0n } = options;
  for (;;) {
    const page = await readAll(executor, { ...part, after, limit: batch }, shapes);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < batch) return;
    after = last.position;
  }
}

/** Where the log ends now; also inside a transaction. */
export async function readHead(executor: Kysely<unknown>): Promise<LogHead> {
  const { rows } = await sql<{ position: string; recorded_us: string | null; hash: string }>`
    select position, (extract(epoch from recorded_at) * 1000000)::bigint as recorded_us, encode(hash, 'hex') as hash
      from log_head`.execute(executor);
  const head = rows[0];
  if (head === undefined) throw new Error('The log has no head row; restore the database from a backup.');
  const recordedAt = head.recorded_us === null ? null : instantOf(BigInt(head.recorded_us));
  return { position: BigInt(head.position), recordedAt, hash: head.hash };
}

/**
 * The last position recorded at or before an instant (RFC 3339); 0 where there is none.
 *
 * @throws DomainError `INSTANT_INVALID`
 */
export async function positionAt(executor: Kysely<unknown>, instant: string): Promise<bigint> {
  const { rows } = await sql<{ position: string }>`
    select log_position_at(timestamptz 'epoch' + ${microsOf(instant)}::bigint * interval '1 microsecond') as position`.execute(
    executor,
  );
  return BigInt(rows[0]!.position);
}

function upToPosition(upTo: bigint | undefined): RawBuilder<unknown> {
  return upTo === undefined ? sql`` : sql`and position <= ${upTo}`;
}

function ofTypes(types: readonly string[] | undefined): RawBuilder<unknown> {
  return types === undefined ? sql`` : sql`and type = any(${types}::text[])`;
}

/** The event of a row, in the newest shape; as it was recorded without shapes. */
export function storedEvent(row: EventRow, shapes: EventShapes | null): StoredEvent {
  return {
    position: BigInt(row.position),
    stream: row.stream,
    version: row.version,
    id: row.event_id,
    type: row.type,
    schemaVersion: shapes?.currentVersion(row.type) ?? row.schema_version,
    data: shapes?.upcast(row.type, row.schema_version, row.data) ?? row.data,
    metadata: row.metadata,
    recordedAt: instantOf(BigInt(row.recorded_us)),
    hash: row.hash,
  };
}
