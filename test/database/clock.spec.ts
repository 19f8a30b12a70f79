import { ClockConflict, ensureClock, openClock } from '#libs/database';
import { createTestDatabase, type TestDatabase } from '#libs/testing';

const DAY_MS = 86_400_000;
/** Far less than the clocks of these specs differ, and more than a busy machine needs between two looks. */
const NEAR_MS = 60_000;

describe('the clock of a log', () => {
  let test: TestDatabase;

  beforeEach(async () => {
    test = await createTestDatabase();
  });

  afterEach(() => test.drop());

  const databaseTime = async (): Promise<number> => {
    const { rows } = await test.db.pool.query<{ now: Date }>('select dateline_now() as now');
    return Number(rows[0]?.now.getTime());
  };

  it('is the real time where none was set', async () => {
    await ensureClock(test.owner);
    const clock = await openClock(test.db);
    expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(NEAR_MS);
    expect(Math.abs((await databaseTime()) - Date.now())).toBeLessThan(NEAR_MS);
  });

  it('shows the instant that it was set to and runs on from there, in SQL and in code alike', async () => {
    await ensureClock(test.owner, '2024-09-16T09:00:00.000Z');
    const clock = await openClock(test.db);
    const begun = Date.parse('2024-09-16T09:00:00Z');
    const [inCode, inSql] = [clock.now().getTime(), await databaseTime()];
    expect(inCode - begun).toBeGreaterThanOrEqual(0);
    expect(inCode - begun).toBeLessThan(NEAR_MS);
    expect(Math.abs(inSql - inCode)).toBeLessThan(NEAR_MS);
  });

  it('keeps the difference of the first start in every later one', async () => {
    await ensureClock(test.owner, '2020-01-01T00:00:00.000Z');
    const before = await test.db.pool.query('select offset_us from clock');
    await ensureClock(test.owner, '2020-01-01T00:00:00Z');
    await ensureClock(test.owner);
    expect((await test.db.pool.query('select offset_us from clock')).rows).toEqual(before.rows);
    expect(Date.now() - (await openClock(test.db)).now().getTime()).toBeGreaterThan(365 * DAY_MS);
  });

  it('refuses another instant for the same log, in one sentence that names both', async () => {
    await ensureClock(test.owner, '2020-01-01T00:00:00.000Z');
    const other = ensureClock(test.owner, '2021-01-01T00:00:00.000Z');
    await expect(other).rejects.toBeInstanceOf(ClockConflict);
    await expect(other).rejects.toThrow(
      'CLOCK_START is 2021-01-01T00:00:00.000Z, but this log was begun with 2020-01-01T00:00:00.000Z; ' +
        'unset it or give the same, or choose another DATA_DIR or database.',
    );
  });

  it('refuses an instant for a log that was begun without one', async () => {
    await ensureClock(test.owner);
    await expect(ensureClock(test.owner, '2021-01-01T00:00:00.000Z')).rejects.toThrow(/was begun without it; unset it/);
  });

  it('is set once when several processes start at the same time', async () => {
    const starts = Array.from({ length: 6 }, () => ensureClock(test.owner, '2022-02-02T00:00:00.000Z'));
    await Promise.all(starts);
    expect((await test.db.pool.query('select count(*)::int as rows from clock')).rows).toEqual([{ rows: 1 }]);
  });
});
