import { sql, type Kysely } from 'kysely';
import { canonicalJson, type JsonObject } from '#libs/kernel';
import type { PreparedAppend } from './append-call.js';
import type { Append, AppendResult } from './append.js';
import type { EventShapes } from './upcasters.js';

interface RecordedRow {
  event_id: string;
  stream: string;
  type: string;
  schema_version: number;
  data: JsonObject;
  content: string;
}

/**
 * A repeat of an event that was recorded in an older shape has another hash, though it says the same. Where the log
 * answered `id-taken` and the recorded event, brought to the newest shape, equals what was sent, the prepared append
 * takes over the recorded hash, so that the next call recognises it. Answers which appends to send again.
 */
export async function adoptRecordedShapes(
  executor: Kysely<unknown>,
  appends: readonly Append[],
  prepared: readonly PreparedAppend[],
  results: readonly AppendResult[],
  shapes: EventShapes,
): Promise<number[]> {
  const suspects = [...results.keys()].filter(
    (index) =>
      results[index]!.outcome === 'id-taken' &&
      appends[index]!.events.some(({ type }) => shapes.currentVersion(type) > 1),
  );
  if (suspects.length === 0) return [];
  const ids = suspects.flatMap((index) => appends[index]!.events.map(({ id }) => id));
  const { rows } = await sql<RecordedRow>`
    select event_id, stream, type, schema_version, data, encode(content_hash, 'hex') as content
      from events where event_id = any(${ids}::text[])`.execute(executor);
  const recorded = new Map(rows.map((row) => [row.event_id, row]));
  return suspects.filter((index) => {
    const { stream, events } = appends[index]!;
    const same = events.every(({ id, type, data }) => {
      const row = recorded.get(id);
      if (row === undefined || row.stream !== stream || row.type !== type) return false;
      return canonicalJson(shapes.upcast(type, row.schema_version, row.data)) === canonicalJson(data);
    });
    if (same) for (const event of prepared[index]!.events) event.contentHash = recorded.get(event.id)!.content;
    return same;
  });
}
