import type { Database } from '#libs/database';
import { DomainError, type JsonObject } from '#libs/kernel';
import { callAppend, prepareAppends } from './append-call.js';
import { REDACTED, redactionId, type RedactionData, type RedactionGround } from './redaction.js';
import type { Recorder } from './recorder.js';
import { FIRST_SHAPES } from './upcasters.js';

/** Shorter texts are part of too much else. */
const SHORTEST = 8;

/** The ids of the events whose data hold one of the texts as well; a look through the whole log. */
export async function eventsHolding(db: Database, texts: readonly string[]): Promise<string[]> {
  // As they stand inside the text of a JSON document.
  const parts = texts.filter((text) => text.length >= SHORTEST).map((text) => JSON.stringify(text).slice(1, -1));
  const { rows } = await db.pool.query<{ event_id: string }>(
    `select event_id from events
      where exists (select from unnest($1::text[]) as part where strpos(data::text, part) > 0) order by position`,
    [parts],
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

interface Row {
  position: string;
  stream: string;
  type: string;
  data: JsonObject;
  content_hash: string;
}

/**
 * Removes the text of an event from the log: in one transaction an event of the type `log.redacted` is recorded in the same
 * stream, and the data of the event becomes what remains. Place, content hash and chain stay, so the log goes on being
 * verifiable. What Postgres still holds in dead rows, WAL, replicas and backups is not touched.
 *
 * @param owner as the role that owns the log
 * @returns the position of the event that says so; of the earlier one where the text was removed before
 * @throws DomainError `EVENT_UNKNOWN`
 */
export async function redact(owner: Database, options: RedactOptions): Promise<bigint> {
  const client = await owner.pool.connect();
  let isDone = false;
  try {
    await client.query('begin isolation level read committed');
    const found = await client.query<Row>(
      `select position, stream, type, data, encode(content_hash, 'hex') as content_hash from events where event_id = $1`,
      [options.event],
    );
    const row = found.rows[0];
    if (row === undefined) {
      throw new DomainError('EVENT_UNKNOWN', 'not-found', `The log holds no event "${options.event}".`);
    }
    const earlier = await client.query<{ position: string }>('select position from events where event_id = $1', [
      redactionId(options.event),
    ]);
    if (earlier.rows[0] !== undefined) return BigInt(earlier.rows[0].position);
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
