import { Client } from 'pg';
import { openDatabase } from '#libs/database';
import { EventStore } from '#libs/event-store';
import type { JsonObject } from '#libs/kernel';
import { ProjectionRunner } from '#libs/projections';
import { timelineView } from '#libs/timeline';
import type { Ground } from '../ground.js';
import { contents, recordFacts } from '../load.js';
import type { Measurement, Outcome } from '../measurement.js';
import { Emmett } from '../outside/emmett.js';

const PAGE = 1_000;

/** Rows of the view, as JSON, by table; a page holds those that came from the same page of the log. */
type Page = Map<string, string>;

/** From an empty timeline to the end of the log. */
export const catchUp: Measurement = {
  key: 'catch-up',
  name: 'catch-up of the timeline view from zero',
  unit: 'events/s',
  better: 'more',
  target: { ratioToPeer: 8, ratioToFloor: 0.5 },
  peerName: `${Emmett.peerName}, a consumer that does nothing`,
  floorName: 'bare ordered read, and bare multi-row insert of the resulting rows into the same tables',
  rounds: 3,
  note: 'Facts, corrections and retractions over many subjects; all tables of the view with all their indexes. The floor is given the final rows and derives nothing. The peer goes through a fifth as many events.',
  prepare: async (ground) => {
    const logUrl = await ground.database();
    const events = await recordFacts(logUrl, ground.size(50_000, 5_000));
    const pages = await resultingPages(ground, logUrl);
    const peerEvents = Math.round(events / 5);
    const emmett = await Emmett.open(await ground.database('bare'), 4);
    const data = contents(peerEvents);
    for (let from = 0; from < peerEvents; from += PAGE) {
      const page = data.slice(from, from + PAGE).map((content) => ({ type: String(content['type']), data: content }));
      await emmett.appendNew(`stream-${from}`, page);
    }
    return {
      ours: async () => {
        const url = await ground.database({ url: logUrl });
        const outcome = await fill(url, events);
        await ground.drop(url);
        return outcome;
      },
      peer: async () => {
        const start = performance.now();
        const given = await emmett.consume(PAGE);
        if (given !== peerEvents) throw new Error(`The peer was to be given ${peerEvents} events and got ${given}.`);
        return rate(given, start);
      },
      floor: async () => {
        const url = await ground.database({ url: logUrl });
        const outcome = await copyOver(url, pages, events);
        await ground.drop(url);
        return outcome;
      },
      end: () => emmett.close(),
    };
  },
};

function rate(events: number, start: number): Outcome {
  return { value: (events * 1_000) / (performance.now() - start) };
}

async function fill(url: string, events: number): Promise<Outcome> {
  const db = openDatabase(url, { applicationName: 'dateline-bench' });
  try {
    const runner = new ProjectionRunner(db, new EventStore(db), [timelineView]);
    const start = performance.now();
    await runner.catchUp();
    return rate(events, start);
  } finally {
    await db.close();
  }
}

/** What the view makes of the log, in pages as the log is read. */
async function resultingPages(ground: Ground, logUrl: string): Promise<Page[]> {
  const url = await ground.database({ url: logUrl });
  await fill(url, 0);
  const client = new Client({ connectionString: url });
  await client.connect();
  const pages: Page[] = [];
  for (const table of timelineView.tables) {
    const { rows } = await client.query<{ page: number; rows: JsonObject[] }>(
      `select ((position - 1) / ${PAGE})::integer as page, jsonb_agg(to_jsonb(t) order by position) as rows
         from ${table} t group by 1`,
    );
    for (const { page, rows: made } of rows)
      (pages[page] ??= new Map<string, string>()).set(table, JSON.stringify(made));
  }
  await client.end();
  await ground.drop(url);
  return pages;
}

/** The columns of each table that are not made by Postgres itself. */
async function writtenColumns(client: Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; columns: string }>(
    `select attrelid::regclass::text as name, string_agg(quote_ident(attname), ', ' order by attnum) as columns
       from pg_attribute
      where attrelid = any($1::regclass[]) and attnum > 0 and not attisdropped and attgenerated = '' group by 1`,
    [timelineView.tables],
  );
  return new Map(rows.map(({ name, columns }) => [name, columns]));
}

/** Reads the log page by page and writes the rows that it led to, a transaction for each page. */
async function copyOver(url: string, pages: readonly Page[], events: number): Promise<Outcome> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const columns = await writtenColumns(client);
  let read = 0;
  const start = performance.now();
  for (const [index, page] of pages.entries()) {
    await client.query('begin');
    const { rows } = await client.query({
      name: 'read',
      text: `
        select position, stream, version, event_id, type, schema_version, data, metadata, recorded_at, hash
          from events where position > $1 order by position limit ${PAGE}`,
      values: [index * PAGE],
    });
    read += rows.length;
    for (const [table, made] of page ?? []) {
      await client.query({
        name: `write-${table}`,
        text: `insert into ${table} (${columns.get(table)}) select ${columns.get(table)} from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
        values: [made],
      });
    }
    await client.query('commit');
  }
  const outcome = rate(events, start);
  await client.end();
  if (read !== events) throw new Error(`The log has ${events} events, and the floor read ${read}.`);
  return outcome;
}
