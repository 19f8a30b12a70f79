import { type Job, defineJob, JobRunner, type JobRunnerOptions } from '#libs/jobs';
import { createTestDatabase, eventually, startSource, type SourceProcess, type TestDatabase } from '#libs/testing';
import { backends, type StartedBackend } from './backends.js';
import { Told } from './told.js';

/** No turn of such a job comes while a spec runs, whatever the time of day. */
const RARELY = 7 * 86_400_000;

describe.each(backends)('jobs on $name', ({ start }) => {
  let backend: StartedBackend;
  let test: TestDatabase;
  const runners: JobRunner[] = [];
  const processes: SourceProcess[] = [];

  beforeEach(async () => {
    backend = await start();
    test = await createTestDatabase();
  });

  afterEach(async () => {
    for (const { child, ended } of processes.splice(0)) {
      child.kill('SIGKILL');
      await ended;
    }
    for (const runner of runners.splice(0)) await runner.stop();
    await test.drop();
    await backend.stop();
  });

  const startRunner = async (jobs: Job[], options: JobRunnerOptions = {}): Promise<JobRunner> => {
    const place = { databaseUrl: test.url, redisUrl: backend.redisUrl };
    const runner = new JobRunner(place, jobs, { logger: new Told(), ...options });
    runners.push(runner);
    await runner.start();
    return runner;
  };
  const startProcess = async (): Promise<SourceProcess> => {
    const started = startSource('test/jobs/processes/run-job.ts', [test.url, backend.redisUrl ?? 'none']);
    processes.push(started);
    await started.line(/^started$/);
    return started;
  };

  it('runs each turn of a job once, in one of two workers that start together', async () => {
    const dues: number[] = [];
    const job = defineJob({
      name: 'beat',
      every: 300,
      run: async ({ due }) => {
        dues.push(due.getTime());
      },
    });
    await Promise.all([startRunner([job]), startRunner([job])]);
    await eventually(() => expect(dues.length).toBeGreaterThanOrEqual(4));
    const turns = dues.toSorted((one, other) => one - other);
    const gaps = turns.slice(1).map((due, index) => due - turns[index]!);
    expect(gaps.filter((gap) => gap < 300)).toEqual([]);
  });

  it('keeps the rhythm of a job when its worker starts again', async () => {
    let runs = 0;
    const job = defineJob({
      name: 'rare',
      every: RARELY,
      run: async () => {
        runs += 1;
      },
    });
    const first = await startRunner([job]);
    await eventually(() => expect(runs).toBe(1));
    await first.stop();
    const mark = Promise.withResolvers<void>();
    await startRunner([job, defineJob({ name: 'mark', every: RARELY, run: async () => mark.resolve() })]);
    await mark.promise;
    expect(runs).toBe(1);
  });

  it('goes on in its rhythm when the clock of the machine jumps, forth and back, by any amount', async () => {
    const told = new Told();
    let beats = 0;
    const beat = defineJob({
      name: 'beat',
      every: 200,
      run: async () => {
        beats += 1;
      },
    });
    const now = Date.now;
    await startRunner([beat], { logger: told, mendMs: 200 });
    await eventually(() => expect(beats).toBeGreaterThanOrEqual(8));
    try {
      for (const moved of [3_600_000, 0, 400 * 86_400_000, -60_000]) {
        Date.now = () => now() + moved;
        const seen = beats;
        await eventually(() => expect(beats).toBeGreaterThanOrEqual(seen + 4));
      }
    } finally {
      Date.now = now;
    }
    expect(told.lines).toEqual([]);
  });

  it('no longer runs a job that nobody declares', async () => {
    let old = 0;
    const first = await startRunner([
      defineJob({
        name: 'old',
        every: 200,
        run: async () => {
          old += 1;
        },
      }),
    ]);
    await eventually(() => expect(old).toBeGreaterThan(0));
    await first.stop();
    const seen = old;
    const told = new Told();
    let beats = 0;
    const beat = defineJob({
      name: 'beat',
      every: 200,
      run: async () => {
        beats += 1;
      },
    });
    await startRunner([beat], { logger: told });
    await eventually(() => expect(beats).toBeGreaterThanOrEqual(4));
    expect(old).toBe(seen);
    expect(told.lines).toEqual([]);
  });

  it('attempts a job that throws three times, then reports it', async () => {
    const told = new Told();
    const attempts: number[] = [];
    const job = defineJob({
      name: 'broken',
      every: RARELY,
      run: async ({ attempt }) => {
        attempts.push(attempt);
        throw new Error('the disk is full');
      },
    });
    await startRunner([job], { logger: told, retryMs: 20 });
    await eventually(() => expect(told.lines).toHaveLength(3));
    expect(attempts).toEqual([1, 2, 3]);
    expect(told.lines).toEqual([
      'warn: The job broken failed at attempt 1 of 3: the disk is full',
      'warn: The job broken failed at attempt 2 of 3: the disk is full',
      'error: The job broken failed at attempt 3 of 3: the disk is full; it comes again by its schedule.',
    ]);
  });

  it.each([
    ['leaves, with nothing left open,', 'SIGTERM'],
    ['is killed', 'SIGKILL'],
  ] as const)('starts a run over in another worker when its own %s in the middle', async (_, signal) => {
    await test.db.pool.query('create table runs (what text); create table hold (); insert into hold default values');
    const what = async (): Promise<string[]> => {
      const { rows } = await test.db.pool.query<{ what: string }>('select what from runs');
      return rows.map((row) => row.what);
    };
    const first = await startProcess();
    await eventually(async () => expect(await what()).toEqual(['begun']));
    first.child.kill(signal);
    expect(await first.ended).toBe(signal === 'SIGTERM' ? 0 : 'SIGKILL');
    expect(first.complaints()).toBe('');
    await test.db.pool.query('delete from hold');
    await startProcess();
    await eventually(async () => expect(await what()).toEqual(['begun', 'begun', 'ended']));
  });

  it('keeps its queue where the configuration says, and nowhere else', async () => {
    const ran = Promise.withResolvers<void>();
    await startRunner([defineJob({ name: 'once', every: RARELY, run: async () => ran.resolve() })]);
    await ran.promise;
    const { rows } = await test.db.pool.query<{ tables: string | null }>(
      `select string_agg(nspname, ' ') as tables from pg_namespace where nspname = 'bullmq'`,
    );
    expect(rows).toEqual([{ tables: backend.redisUrl === undefined ? 'bullmq' : null }]);
  });
});
