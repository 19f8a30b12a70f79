import type { Pool, PoolClient } from 'pg';
import type { Database } from '#libs/database';
import { canonicalJson, DomainError, type JsonObject } from '#libs/kernel';
import { callAppend, prepareAppends } from './append-call.js';
import { contentHashOf } from './log-hash.js';
import { isWhatRemains, REDACTED, redactionId, type RedactionData, type RedactionGround } from './redaction.js';
import type { Recorder } from './recorder.js';
import { FIRST_SHAPES } from './upcasters.js';

/** Shorter texts are part of too much else. */
const SHORTEST = 8;

/**
 * The ids of the events whose data hold one of the texts as well, in the order of the log; those that say that a text was
 * removed are left out. Scans the whole log. Texts of fewer than 8 characters are not searched for.
 */
export async function eventsHolding(db: Database, texts: readonly string[]): Promise<string[]> {
  // As they stand inside the text of a JSON document.
  const parts = texts.filter((text) => text.length >= SHORTEST).map((text) => JSON.stringify(text).slice(1, -1));
  const { rows } = await db.pool.query<{ event_id: string }>(
    `select event_id from events
      where type <> $2 and exists (select from unnest($1::text[]) as part where strpos(data::text, part) > 0)
      order by position`,
    [parts, REDACTED],
  );
  return rows.map((row) => row.event_id);
}

/** What to remove, and why. */
export interface RedactOptions {
  /** The id of the event. */
  event: string;
  ground: RedactionGround;
  /** For readers; it goes into the log and must not repeat the text. */
  reason: string;
  /** Who does it, for the metadata of the event that says so. */
  recorder: Recorder;
  /** What is left of the data of an event. Throws where nothing can be removed from an event of that type. */
  remainsOf: (type: string, data: JsonObject) => JsonObject;
}

interface Earlier {
  position: string;
  type: string;
  data: RedactionData;
}

interface Row {
  position: string;
  stream: string;
  type: string;
  schema_version: number;
  data: JsonObject;
  content_hash: string;
}

/**
 * The position of the event that says that the text of another was removed; undefined where it was not. Such an event is
 * believed only where what is stored is what it says remains, and is no longer what was recorded.
 *
 * @throws DomainError `EVENT_UNKNOWN`; Error where an event has the id of the redaction and the text is still stored
 */
export async function findRedaction(connection: Pool | PoolClient, id: string): Promise<bigint | undefined> {
  const row = await findRow(connection, id);
  const { rows } = await connection.query<Earlier>('select position, type, data from events where event_id = $1', [
    redactionId(id),
  ]);
  const said = rows[0];
  if (said === undefined) return undefined;
  const stored = { contentHash: row.content_hash, data: row.data };
  const { stream, type, schema_version: schemaVersion } = row;
  const isAsRecorded = contentHashOf(canonicalJson(row.data), { stream, id, type, schemaVersion }) === row.content_hash;
  if (said.type === REDACTED && !isAsRecorded && isWhatRemains(said.data, stored)) return BigInt(said.position);
  throw new Error(
    `Nothing was removed: event ${said.position} has the id of a redaction of "${id}", but the event is not what that says remains.`,
  );
}

async function findRow(connection: Pool | PoolClient, id: string): Promise<Row> {
  const { rows } = await connection.query<Row>(
    `select position, stream, type, schema_version, data, encode(content_hash, 'hex') as content_hash
       from events where event_id = $1`,
    [id],
  );
  if (rows[0] !== undefined) return rows[0];
  throw new DomainError('EVENT_UNKNOWN', 'not-found', `The log holds no event "${id}".`);
}

/**
 * Removes the text of an event from the log: in one transaction an event of the type `log.redacted` is recorded in the same
 * stream, and the data of the event becomes what remains. Place, content hash and chain stay, so the log goes on being
 * verifiable. What Postgres still holds in dead rows, WAL, replicas and backups is not touched.
 *
 * @param owner as the role that owns the log
 * @returns the position of the event that says so; of the earlier one where the text was removed before
 * @throws what `findRedaction` throws
 */
export async function redact(owner: Database, options: RedactOptions): Promise<bigint> {
  const client = await owner.pool.connect();
  let isDone = false;
  try {
    await client.query('begin isolation level read committed');
    const row = await findRow(client, options.event);
    const earlier = await findRedaction(client, options.event);
    if (earlier !== undefined) return earlier;
    const { event, ground, reason, recorder } = options;
    const remains = options.remainsOf(row.type, row.data);
    const data: RedactionData = {
      event,
      position: row.position,
      contentHash: row.content_hash,
      ground,
      reason,
      remains,
    };
    const append = {
      stream: row.stream,
      expectedVersion: 'any' as const,
      events: [{ id: redactionId(event), type: REDACTED, data, metadata: recorder }],
    };
    const [result] = await callAppend(client, prepareAppends([append], FIRST_SHAPES), 'all-or-nothing');
    if (result?.outcome !== 'appended') throw new Error(`The redaction was not recorded: ${result?.outcome}.`);
    await client.query(`select set_config('dateline.redaction', 'on', true)`);
    await client.query('update events set data = $2 where event_id = $1', [event, remains]);
    await client.query('commit');
    isDone = true;
    return result.position;
  } finally {
    // An unfinished transaction ends with its connection.
    client.release(!isDone);
  }
}
