import type { Database } from './database.js';

/** A session of the database that others wait for. */
export interface Blocker {
  pid: number;
  /** The name that its program gave itself. */
  applicationName: string;
  /** As `pg_stat_activity` has it: `active`, `idle in transaction` and so on. */
  state: string;
  /** How long its transaction has been open, in seconds. */
  openSeconds: number;
  /** Its last statement, without any value that stands in it. */
  query: string;
  /** How many sessions wait for it, and for how many seconds the first of them has. */
  waiting: number;
  waitingSeconds: number;
}

/**
 * The sessions for whose locks others have waited for two seconds or more, and which wait for nobody themselves: a forgotten
 * transaction that holds the head of the log or the rows of a view, for instance.
 */
export async function findBlockers(db: Database): Promise<Blocker[]> {
  const { rows } = await db.pool.query<Blocker>(`
    with waits as (
      select a.pid, unnest(pg_blocking_pids(a.pid)) as by, extract(epoch from clock_timestamp() - l.since) as seconds
        from pg_stat_activity a
        join (select pid, min(waitstart) as since from pg_locks where not granted group by pid) l using (pid)
       where a.datname = current_database() and l.since < clock_timestamp() - interval '2 seconds')
    select b.pid, b.application_name as "applicationName", coalesce(b.state, 'unknown') as state,
           coalesce(extract(epoch from clock_timestamp() - b.xact_start), 0)::int as "openSeconds", coalesce(b.query, '') as query,
           count(distinct w.pid)::int as waiting, max(w.seconds)::int as "waitingSeconds"
      from waits w join pg_stat_activity b on b.pid = w.by
     where not exists (select from waits x where x.pid = b.pid)
     group by b.pid, b.application_name, b.state, b.xact_start, b.query
     order by b.pid`);
  return rows.map((row) => ({ ...row, query: withoutValues(row.query) }));
}

/** A blocker in a sentence that says what to do. */
export function blockerSentence(blocker: Blocker): string {
  const { pid, applicationName, state, openSeconds, query, waiting, waitingSeconds } = blocker;
  const who = `Process ${pid} of Postgres (${applicationName || 'without a name'}, ${state}, its transaction open for ${openSeconds} s)`;
  const waiters = waiting === 1 ? 'one session waits' : `${waiting} sessions wait`;
  return `${who} holds a lock for which ${waiters}, by now for ${waitingSeconds} s; its last statement: ${query}. If nobody needs it: select pg_terminate_backend(${pid}).`;
}

/** A statement in one line and of a bearable length, with a question mark for every string and number. */
function withoutValues(query: string): string {
  return query
    .replaceAll(/\$([a-z_]*)\$[\s\S]*?(\$\1\$|$)/gi, '?')
    .replaceAll(/'(?:[^']|'')*('|$)/g, '?')
    .replaceAll(/(?<![\w$])\d+(\.\d+)?/g, '?')
    .replaceAll(/--.*$|\/\*[\s\S]*?(\*\/|$)/gm, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 120);
}
