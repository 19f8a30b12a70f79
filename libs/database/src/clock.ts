import type { Clock } from '#libs/kernel';
import type { Database } from './database.js';

/** `CLOCK_START` names another instant than the one with which the log was begun. */
export class ClockConflict extends Error {
  override readonly name = 'ClockConflict';
}

/**
 * Sets the clock of a new log, once. The difference between `clockStart` and the real time of this moment is kept, so
 * that every process and every later start shows the same, moved time. Without `clockStart` the clock of a new log
 * is the real one and a stored one stays as it is. Setting it takes the role that owns the log; comparing any.
 *
 * @param clockStart an RFC 3339 instant (`CLOCK_START`)
 * @throws ClockConflict, one sentence, where the log was begun with another instant or with none.
 */
export async function ensureClock(db: Database, clockStart?: string): Promise<void> {
  const client = await db.pool.connect();
  try {
    const { rowCount } = await client.query('select from clock');
    if (rowCount === 0) {
      await client.query(
        `insert into clock (clock_start, offset_us)
         values ($1::text, coalesce(round(extract(epoch from $1::text::timestamptz - clock_timestamp()) * 1000000)::bigint, 0))
         on conflict do nothing`,
        [clockStart ?? null],
      );
    }
    if (clockStart === undefined) return;
    const { rows } = await client.query<{ clock_start: string | null; same: boolean | null }>(
      'select clock_start, clock_start::timestamptz = $1::text::timestamptz as same from clock',
      [clockStart],
    );
    if (rows[0]?.same === true) return;
    const begun = rows[0]?.clock_start ?? null;
    throw new ClockConflict(
      `CLOCK_START is ${clockStart}, but this log was begun ` +
        `${begun === null ? 'without it' : `with ${begun}`}; ` +
        `${begun === null ? 'unset it' : 'unset it or give the same'}, or choose another DATA_DIR or database.`,
    );
  } finally {
    client.release();
  }
}

/** The clock of a log: the real time of this machine, moved by what was stored when the log was begun. */
export async function openClock(db: Database): Promise<Clock> {
  const { rows } = await db.pool.query<{ offset_us: string }>('select offset_us from clock');
  const offsetMs = Number(rows[0]?.offset_us ?? 0) / 1000;
  return { now: () => new Date(Date.now() + offsetMs) };
}
