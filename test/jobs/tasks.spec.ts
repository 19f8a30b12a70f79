import { defineTask, TaskRunner, type TaskContext } from '#libs/jobs';
import { createTestDatabase, eventually, type TestDatabase } from '#libs/testing';
import { backends, type StartedBackend } from './backends.js';
import { Told } from './told.js';

const nothing = async (): Promise<void> => {};
const items = (count: number) => Array.from({ length: count }, (_, n) => ({ id: `piece-${n}`, data: { n } }));

describe.each(backends)('tasks on $name', ({ start }) => {
  let backend: StartedBackend;
  let test: TestDatabase;
  let told: Told;
  const runners: TaskRunner[] = [];

  beforeEach(async () => {
    backend = await start();
    test = await createTestDatabase();
    told = new Told();
  });

  afterEach(async () => {
    for (const runner of runners.splice(0)) await runner.stop();
    await test.drop();
    await backend.stop();
  });

  const startRunner = async (
    run: (data: unknown, context: TaskContext) => Promise<void>,
    concurrency = 5,
  ): Promise<TaskRunner> => {
    const place = { databaseUrl: test.url, redisUrl: backend.redisUrl };
    const runner = new TaskRunner(place, defineTask({ name: 'send', concurrency, run }), { logger: told });
    runners.push(runner);
    await runner.start();
    return runner;
  };

  it('does each piece once, in one of two processes that know the task', async () => {
    const done: unknown[] = [];
    const run = async (data: unknown): Promise<void> => void done.push(data);
    const [one] = await Promise.all([startRunner(run), startRunner(run)]);
    await one.add(items(200));
    await eventually(async () => expect(await one.isIdle()).toBe(true));
    expect(done.length).toBe(200);
    expect(new Set(done.map((data) => (data as { n: number }).n)).size).toBe(200);
  });

  it('takes a piece whose id waits already only once', async () => {
    const gate = Promise.withResolvers<void>();
    let runs = 0;
    const runner = await startRunner(async () => {
      runs += 1;
      await gate.promise;
    }, 1);
    await runner.add(items(2));
    await runner.add(items(2));
    expect(await runner.isIdle()).toBe(false);
    gate.resolve();
    await eventually(async () => expect(await runner.isIdle()).toBe(true));
    expect(runs).toBe(2);
  });

  it('takes a piece again that was done or that failed', async () => {
    let runs = 0;
    const runner = await startRunner(async () => {
      runs += 1;
      if (runs === 1) throw new Error('the line is dead');
    });
    for (const wanted of [1, 2, 3]) {
      await runner.add(items(1));
      await eventually(async () => {
        expect(runs).toBe(wanted);
        expect(await runner.isIdle()).toBe(true);
      });
    }
    expect(told.lines).toEqual(['error: The task send failed: the line is dead']);
  });
});

describe('a task', () => {
  it('is refused where its name or its concurrency cannot be used', () => {
    expect(() => defineTask({ name: 'two words', concurrency: 1, run: nothing })).toThrow(
      '"two words" cannot name a task',
    );
    expect(() => defineTask({ name: 'send', concurrency: 0, run: nothing })).toThrow(
      'that must be a whole number from 1 on',
    );
  });
});
