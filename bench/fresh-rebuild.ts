import { Client } from 'pg';
import { openDatabase } from '#libs/database';
import { EventStore } from '#libs/event-store';
import { VIEWS } from '#libs/milestones';
import { ProjectionRunner } from '#libs/projections';
import type { Ground } from './ground.js';

const PAGE = 1_000;

/**
 * Derives every view anew in a database of its own from the events of another, and compares all tables row by row.
 * Nothing may be written to the log meanwhile, and the views must have caught up.
 *
 * @throws Error that names the first table that differs
 */
export async function expectAsRebuilt(ground: Ground, url: string): Promise<void> {
  const fresh = await ground.database();
  try {
    await copyLog(url, fresh);
    const db = openDatabase(fresh, { applicationName: 'dateline-bench' });
    try {
      await new ProjectionRunner(db, new EventStore(db), VIEWS).catchUp();
    } finally {
      await db.close();
    }
    for (const table of VIEWS.flatMap(({ tables }) => tables)) {
      const [served, rebuilt] = [await digest(url, table), await digest(fresh, table)];
      if (served !== rebuilt) throw new Error(`The table ${table} is not what a fresh rebuild gives.`);
    }
  } finally {
    await ground.drop(fresh);
  }
}

async function copyLog(from: string, to: string): Promise<void> {
  await using(from, (source) =>
    using(to, async (target) => {
      for (let after = 0; ; after += PAGE) {
        const { rows } = await source.query<{ page: string | null }>(
          `select jsonb_agg(to_jsonb(e) order by position)::text as page from events e
            where position > $1 and position <= $1 + ${PAGE}`,
          [after],
        );
        if (rows[0]?.page == null) break;
        const insert = 'insert into events select * from jsonb_populate_recordset(null::events, $1::jsonb)';
        await target.query(insert, [rows[0].page]);
      }
      const { rows } = await source.query<{ head: string }>('select to_jsonb(h)::text as head from log_head h');
      await target.query(
        `update log_head set (position, recorded_at, hash) = (
           select position, recorded_at, hash from jsonb_populate_record(null::log_head, $1::jsonb))`,
        [rows[0]?.head],
      );
    }),
  );
}

async function digest(url: string, table: string): Promise<string> {
  return using(url, async (client) => {
    const { rows } = await client.query<{ digest: string }>(
      `select count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 1)), 0) as digest from ${table} t`,
    );
    return rows[0]!.digest;
  });
}

async function using<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
