import { sql, type Transaction } from 'kysely';
import type { Database } from '#libs/database';
import { DomainError, type JsonObject } from '#libs/kernel';
import { checkRestored } from './check-appends.js';
import type { LogHead } from './event.js';
import { instantOf, microsOf } from './instant.js';
import { logError } from './log-errors.js';
import { contentHash, linkHash, metadataHash, NO_HASH } from './log-hash.js';
import { isWhatRemains, REDACTED, type HoldsNoText, type RedactionData } from './redaction.js';

const BATCH = 1_000;

/** An event as an export has it. */
export interface RestoredEvent {
  position: bigint;
  stream: string;
  id: string;
  type: string;
  /** The version of the shape of `data` (1). */
  schemaVersion?: number;
  data: JsonObject;
  metadata?: JsonObject;
  /** RFC 3339. */
  recordedAt: string;
  /** The link of the chain, in hexadecimal. */
  hash: string;
  /** The content hash of an event whose text was removed: `data` is what remained of it. Hexadecimal. */
  contentHash?: string;
}

/** What is believed of redacted events, and what is called during a restore. */
export interface RestoreOptions {
  /** An event that its redaction left with a text is refused. */
  holdsNoText?: HoldsNoText;
  /** Called after every batch with the last position that was taken over. */
  onProgress?: (position: bigint) => void;
}

interface Restored {
  position: bigint;
  micros: bigint;
  hash: string;
}

/**
 * Fills an empty log with the events of another, in one transaction: with their positions, instants and metadata. Every
 * hash is computed again and compared, so that what stands in the log afterwards is what stood in the other.
 *
 * @throws DomainError `LOG_NOT_EMPTY`, or `RESTORE_REFUSED` that names the event; then the log is empty as before.
 */
export async function restoreLog(
  db: Database,
  events: AsyncIterable<RestoredEvent>,
  options: RestoreOptions = {},
): Promise<LogHead> {
  try {
    return await db.kysely
      .transaction()
      .setIsolationLevel('read committed')
      .execute(async (tx) => {
        await lockEmptyLog(tx);
        const redacted = new Redacted(options.holdsNoText);
        let last: Restored = { position: 0n, micros: 0n, hash: NO_HASH };
        let batch: RestoredEvent[] = [];
        const flush = async (): Promise<void> => {
          last = await restoreBatch(tx, batch, last);
          batch = [];
          options.onProgress?.(last.position);
        };
        for await (const event of events) {
          redacted.see(event);
          batch.push(event);
          if (batch.length === BATCH) await flush();
        }
        if (batch.length > 0) await flush();
        redacted.checkAll();
        if (last.position > 0n) await moveHead(tx, last);
        const recordedAt = last.position > 0n ? instantOf(last.micros) : null;
        return { position: last.position, recordedAt, hash: last.hash };
      });
  } catch (error) {
    throw logError(error);
  }
}

/** Events without their text, which stand for what was recorded only where a later event says so. */
class Redacted {
  readonly #waiting = new Map<string, RestoredEvent>();

  constructor(private readonly holdsNoText: HoldsNoText = () => true) {}

  see(event: RestoredEvent): void {
    if (event.contentHash !== undefined) this.#waiting.set(event.id, event);
    if (event.type !== REDACTED) return;
    const said = event.data as unknown as RedactionData;
    const earlier = this.#waiting.get(said.event);
    if (earlier === undefined) refuse(event, 'the event whose text it says was removed still has it');
    const stored = { contentHash: earlier.contentHash!.toLowerCase(), data: earlier.data };
    if (!isWhatRemains(said, stored)) refuse(earlier, 'it is not what its redaction left of it');
    if (!this.holdsNoText(earlier.type, earlier.data)) refuse(earlier, 'its redaction left a text of it');
    this.#waiting.delete(said.event);
  }

  checkAll(): void {
    const [left] = this.#waiting.values();
    if (left !== undefined) refuse(left, 'its content is missing, and no event says that it was removed');
  }
}

async function lockEmptyLog(tx: Transaction<unknown>): Promise<void> {
  const { rows } = await sql<{ position: string }>`select position from log_head for update`.execute(tx);
  if (rows[0]?.position === '0') return;
  const message =
    'The log is not empty; restore into a new database, or into a DATA_DIR where nothing was recorded yet.';
  throw new DomainError('LOG_NOT_EMPTY', 'conflict', message);
}

async function restoreBatch(tx: Transaction<unknown>, batch: RestoredEvent[], before: Restored): Promise<Restored> {
  const versions = await readVersions(tx, batch);
  let last = before;
  const rows = batch.map((event) => {
    const { stream, id, type, schemaVersion = 1, data, metadata = {} } = event;
    const version = (versions.get(stream) ?? 0) + 1;
    versions.set(stream, version);
    checkPlace(event, last);
    const content = event.contentHash?.toLowerCase() ?? contentHash({ stream, id, type, schemaVersion, data });
    const micros = microsOf(event.recordedAt);
    const place = { previous: last.hash, position: event.position, version, recordedAtMicros: micros, content };
    const hash = linkHash({ ...place, metadata: metadataHash(metadata) });
    if (hash !== event.hash.toLowerCase()) {
      refuse(event, 'its hash does not fit its content, its place and the events before it');
    }
    last = { position: event.position, micros, hash };
    const position = String(event.position);
    const recorded_at = instantOf(micros);
    return {
      position,
      stream,
      version,
      event_id: id,
      type,
      schema: schemaVersion,
      data,
      metadata,
      recorded_at,
      content,
      hash,
    };
  });
  await sql`
    insert into events (position, stream, version, event_id, type, schema_version, data, metadata, recorded_at, content_hash, hash)
    select position, stream, version, event_id, type, schema, data, metadata, recorded_at, decode(content, 'hex'), decode(hash, 'hex')
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(
        position bigint, stream text, version integer, event_id text, type text, schema smallint, data jsonb, metadata jsonb,
        recorded_at timestamptz, content text, hash text)`.execute(tx);
  return last;
}

async function readVersions(tx: Transaction<unknown>, batch: RestoredEvent[]): Promise<Map<string, number>> {
  const streams = [...new Set(batch.map(({ stream }) => stream))];
  const { rows } = await sql<{ stream: string; version: number | null }>`
    select s.stream, (select max(e.version) from events e where e.stream = s.stream) as version
      from unnest(${streams}::text[]) as s(stream)`.execute(tx);
  return new Map(rows.map(({ stream, version }) => [stream, version ?? 0]));
}

function checkPlace(event: RestoredEvent, last: Restored): void {
  if (event.position !== last.position + 1n) {
    refuse(
      event,
      `event ${last.position + 1n} was expected here; a restore needs every event from the first on, in order`,
    );
  }
  const { stream, id, type, data, metadata } = event;
  try {
    checkRestored(stream, { id, type, data, metadata });
    if (microsOf(event.recordedAt) < last.micros) refuse(event, 'it was recorded before the event in front of it');
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === 'RESTORE_REFUSED') throw error;
    refuse(event, error.message);
  }
}

async function moveHead(tx: Transaction<unknown>, { position, micros, hash }: Restored): Promise<void> {
  await sql`
    update log_head set position = ${position}, recorded_at = ${instantOf(micros)}::timestamptz, hash = decode(${hash}, 'hex')`.execute(
    tx,
  );
  await sql`select pg_notify('dateline_log', ${String(position)})`.execute(tx);
}

function refuse(event: RestoredEvent, reason: string): never {
  const message = `Event ${event.position} (${event.id}) cannot be restored: ${reason}. Nothing was restored.`;
  throw new DomainError('RESTORE_REFUSED', 'invalid', message);
}
