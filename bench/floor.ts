import { Client, type ClientBase } from 'pg';
import type { JsonObject } from '#libs/kernel';
import { anyHash } from './load.js';

/** A row of a table that is made as `events` is. */
export interface EventRow {
  position: number;
  stream: string;
  event_id: string;
  type: string;
  data: JsonObject;
  /** Stands for a hash that somebody else has computed: the floor only writes. */
  content_hash: Buffer;
  hash: Buffer;
}

const COLUMNS =
  'position, stream, version, event_id, type, schema_version, data, metadata, recorded_at, content_hash, hash';

/** Bare `pg` on a table `floor_events` with the columns, constraints and indexes of `events`. */
export class Floor {
  #position = 0;

  private constructor(readonly clients: readonly ClientBase[]) {}

  static async open(url: string, connections: number): Promise<Floor> {
    const clients = Array.from({ length: connections }, () => new Client({ connectionString: url }));
    for (const client of clients) await client.connect();
    await clients[0]!.query('create table if not exists floor_events (like events including all)');
    return new Floor(clients);
  }

  /** Rows for new streams, `perStream` in each, with the next positions. */
  rows(contents: readonly JsonObject[], perStream = 1): EventRow[] {
    return contents.map((data) => {
      const position = ++this.#position;
      const stream = `stream-${Math.floor((position - 1) / perStream)}`;
      const ids = { position, stream, event_id: `event-${position}`, type: String(data['type']) };
      return { ...ids, data, content_hash: anyHash(), hash: anyHash() };
    });
  }

  /** One row in one statement, which is one transaction. */
  async insertOne(client: number, row: EventRow): Promise<void> {
    await this.clients[client]!.query({
      name: 'floor-one',
      text: `insert into floor_events (${COLUMNS}) values ($1, $2, 1, $3, $4, 1, $5, '{}', clock_timestamp(), $6, $7)`,
      values: [row.position, row.stream, row.event_id, row.type, JSON.stringify(row.data), row.content_hash, row.hash],
    });
  }

  /**
   * Many rows of one stream in one statement. One JSON parameter: of the ways that were tried it is the fastest (seven
   * arrays cost the driver more than the insert costs Postgres).
   */
  async insertMany(client: number, rows: readonly EventRow[]): Promise<void> {
    const sent = rows.map(({ content_hash, hash, ...row }, index) => ({
      ...row,
      version: index + 1,
      content_hash: content_hash.toString('hex'),
      hash: hash.toString('hex'),
    }));
    await this.clients[client]!.query({
      name: 'floor-many',
      text: `
        insert into floor_events (${COLUMNS})
        select position, stream, version, event_id, type, 1, data, '{}', clock_timestamp(),
               decode(content_hash, 'hex'), decode(hash, 'hex')
          from jsonb_to_recordset($1::jsonb) as r(
            position bigint, stream text, version integer, event_id text, type text, data jsonb,
            content_hash text, hash text)`,
      values: [JSON.stringify(sent)],
    });
  }

  /** Reads a table of events whole, in order, in pages, with the columns that a reader of the feed gets. */
  async readAll(table: 'events' | 'floor_events', page: number): Promise<number> {
    let after = '0';
    let count = 0;
    for (;;) {
      const { rows } = await this.clients[0]!.query<{ position: string }>({
        name: `floor-read-${table}`,
        text: `
          select position, stream, version, event_id, type, schema_version, data, metadata, recorded_at, hash
            from ${table} where position > $1 order by position limit ${page}`,
        values: [after],
      });
      count += rows.length;
      const last = rows.at(-1);
      if (last === undefined) return count;
      after = last.position;
    }
  }

  async close(): Promise<void> {
    for (const client of this.clients) await (client as Client).end();
  }
}
