import type { Database } from '#libs/database';
import { contentHash, linkHash, metadataHash, NO_HASH } from '#libs/event-store';
import type { JsonObject } from '#libs/kernel';

interface Row {
  position: string;
  stream: string;
  version: number;
  event_id: string;
  type: string;
  schema_version: number;
  data: JsonObject;
  metadata: JsonObject;
  recorded_us: string;
}

/**
 * What somebody with all power over the database can do: changes the data of an event and writes every hash anew, the head
 * and the verifications included, so that the log is sound in itself.
 */
export function rewriteChain(owner: Database, position: number, data: JsonObject): Promise<void> {
  return rewriteChainAfter(owner, 'update events set data = $2 where position = $1', [position, data]);
}

/** The same after another change of the events. */
export async function rewriteChainAfter(owner: Database, statement: string, values: unknown[] = []): Promise<void> {
  const { pool } = owner;
  await pool.query('alter table events disable trigger all');
  await pool.query(statement, values);
  const { rows } = await pool.query<Row>(
    `select *, (extract(epoch from recorded_at) * 1000000)::bigint as recorded_us from events order by position`,
  );
  let previous = NO_HASH;
  for (const row of rows) {
    const { stream, event_id: id, type, schema_version: schemaVersion } = row;
    const content = contentHash({ stream, id, type, schemaVersion, data: row.data });
    previous = linkHash({
      previous,
      position: BigInt(row.position),
      version: row.version,
      recordedAtMicros: BigInt(row.recorded_us),
      content,
      metadata: metadataHash(row.metadata),
    });
    await pool.query(
      `update events set content_hash = decode($2, 'hex'), hash = decode($3, 'hex') where position = $1`,
      [row.position, content, previous],
    );
  }
  await pool.query(`update log_head set hash = decode($1, 'hex')`, [previous]);
  await pool.query('truncate log_verifications');
  await pool.query('alter table events enable always trigger events_refuse_change');
}
