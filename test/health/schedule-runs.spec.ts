import { declareSchedules, selectScheduleRuns } from '#libs/database';
import { KeptRuns, workFindings, WorkReports } from '#libs/health';
import { defineJob, JobRunner, QueueProbe, type Job } from '#libs/jobs';
import { createTestDatabase, eventually, type TestDatabase } from '#libs/testing';
import { Told } from '../jobs/told.js';

/** No second turn of such a job comes while a spec runs. */
const RARELY = 7 * 86_400_000;

describe('runs of jobs by schedule', () => {
  let test: TestDatabase;
  const runners: JobRunner[] = [];
  const told = new Told();

  beforeEach(async () => {
    test = await createTestDatabase();
  });
  afterEach(async () => {
    for (const runner of runners.splice(0)) await runner.stop();
    await test.drop();
  });

  const start = async (jobs: Job[], db = test.db): Promise<void> => {
    const options = { logger: told, retryMs: 20, runs: new KeptRuns(db) };
    const runner = new JobRunner({ databaseUrl: test.url }, jobs, options);
    runners.push(runner);
    await runner.start();
  };
  const runs = () => selectScheduleRuns(test.db.kysely);
  const findings = async () => {
    const clock = { now: () => new Date() };
    return workFindings(await new WorkReports(test.db, clock, new QueueProbe({})).read());
  };

  it('keeps when a job ended well last, since when it fails, how often and why', async () => {
    let breaks = true;
    const sweep = defineJob({
      name: 'sweep',
      every: 100,
      run: async () => {
        if (breaks) throw new Error('permission denied\nfor table deliveries');
      },
    });
    await start([sweep]);
    await eventually(async () => {
      const [run] = await runs();
      expect(run).toMatchObject({ name: 'sweep', everyMs: 100, succeededAt: null, failingSince: expect.any(Date) });
      expect(run!.failures).toBeGreaterThan(1);
      expect(run!.reason).toBe('permission denied for table deliveries');
    });
    breaks = false;
    await eventually(async () => {
      const [run] = await runs();
      expect(run).toMatchObject({ failingSince: null, failures: 0, reason: null, succeededAt: expect.any(Date) });
    });
  });

  it('forgets a job that nobody declares any more', async () => {
    await declareSchedules(test.db.kysely, [
      { name: 'old', everyMs: 5_000 },
      { name: 'rare', everyMs: 1 },
    ]);
    await start([defineJob({ name: 'rare', every: RARELY, run: async () => {} })]);
    await eventually(async () => expect(await runs()).toMatchObject([{ name: 'rare', everyMs: RARELY }]));
  });

  it('lets a job go on where it cannot be kept how its runs end', async () => {
    await test.owner.pool.query('drop table schedule_runs');
    const done = Promise.withResolvers<void>();
    let attempts = 0;
    await start([
      defineJob({
        name: 'rare',
        every: RARELY,
        run: async () => {
          attempts += 1;
          if (attempts === 2) done.resolve();
          else throw new Error('not yet');
        },
      }),
    ]);
    await done.promise;
    await eventually(() =>
      expect(told.lines).toContainEqual(expect.stringMatching(/^warn: How a job ended cannot be/)),
    );
    expect(attempts).toBe(2);
  });

  it('finds a job that has failed for more than a minute, and one that did not end well in time', async () => {
    await test.db.pool.query(
      `insert into schedule_runs (name, every_ms, succeeded_at, failing_since, failures, reason) values
         ('failing', 5000, now() - interval '90 s', now() - interval '75 s', 9, 'reminder sub-1 is broken'),
         ('failing-lately', 5000, now() - interval '50 s', now() - interval '45 s', 9, 'for a moment'),
         ('stopped', 5000, now() - interval '70 s', null, 0, null),
         ('daily', 86400000, now() - interval '20 hours', null, 0, null)`,
    );
    const [failing, stopped, ...rest] = await findings();
    expect(failing!.full).toMatch(/^The job failing has failed since \S+, 9 times; at last: reminder sub-1 is broken$/);
    expect(failing!.reduced).toMatch(/^The job failing has failed since \S+, 9 times\.$/);
    expect(stopped!.full).toMatch(
      /^The job stopped, which runs every 5 s, ended well last at \S+; is the worker running\?$/,
    );
    expect(rest).toEqual([]);
  });

  it('finds a step whose faults have lasted for more than a minute, by id only for a reader with a key', async () => {
    await test.db.pool.query(
      `insert into faults select step, about, reason, 3, now() - age, now(), now() from (values
         ('planning', 'sub-1', 'unknown zone', interval '2 minutes'), ('planning', 'sub-2', 'unknown zone', interval '90 s'),
         ('planning', 'sub-3', 'unknown zone', interval '5 s'), ('flagging', 'm', 'odd', interval '5 s')) as v (step, about, reason, age)`,
    );
    const [planning, ...rest] = await findings();
    expect(rest).toEqual([]);
    expect(planning!.full).toMatch(
      /^The step planning has failed for more than a minute in 2 cases, the oldest since \S+ \(sub-1: unknown zone\)\.$/,
    );
    expect(planning!.reduced).toMatch(/in 2 cases, the oldest since \S+\.$/);
  });

  it('finds a database that takes no writes', async () => {
    const name = new URL(test.url).pathname.slice(1);
    await test.owner.pool.query(`alter database ${name} set default_transaction_read_only = on`);
    await test.db.pool
      .query('select pg_terminate_backend(pid) from pg_stat_activity where pid = pg_backend_pid()')
      .catch(() => {});
    await eventually(async () =>
      expect(await findings()).toContainEqual(
        expect.objectContaining({ full: expect.stringMatching(/^The database takes no writes/) }),
      ),
    );
  });
});
