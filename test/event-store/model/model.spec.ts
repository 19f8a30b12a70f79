import { setTimeout as wait } from 'node:timers/promises';
import * as fc from 'fast-check';
import { createTestDatabase, startOwnPostgres, type TestServer } from '#libs/testing';
import { FAULTS_OF_WRITERS, FAULTS_WITH_POSTGRES, historyArb, type History } from './commands.js';
import { LogModel } from './log-model.js';
import { RealLog } from './real-log.js';
import { WriterProcesses } from './writer-process.js';

/** More than in a usual run: MODEL_RUNS=1000. What failed, again: MODEL_SEED with the seed that was printed. */
const { MODEL_RUNS, MODEL_SEED } = process.env;
/** After so long a usual run begins no further history, however slow the machine is. */
const USUAL_MS = 15_000;
/** How long a history that failed is made shorter. */
const SHORTER_MS = 30_000;
const MINUTE = 60_000;
/** The longest that a history and its end may take each. */
const HISTORY_MS = MINUTE;
const PATIENCE_MS = MODEL_RUNS === undefined ? 4 * MINUTE : Number(MODEL_RUNS) * MINUTE;

/** Lives one history on a log of its own, and compares everything with the model. */
async function live(
  history: History,
  processes: WriterProcesses,
  own?: { server: TestServer; kill: () => Promise<void> },
): Promise<void> {
  const test = await createTestDatabase({ server: own?.server });
  const real = await RealLog.open(test, processes, own?.kill);
  const through = async (): Promise<void> => {
    const world = { log: new LogModel(), followers: 0 };
    await fc.asyncModelRun(() => ({ model: world, real }), history);
    real.doing = 'the comparison at the end';
    expect(await real.events()).toEqual(world.log.events);
    for (const follower of real.followers) await follower.checkWhole(world.log);
    expect(await real.store.verify()).toMatchObject({ ok: true, head: { position: BigInt(world.log.events.length) } });
  };
  try {
    await inTime(through(), real);
  } finally {
    await inTime(real.close(), real);
    await test.drop();
  }
}

/** Fails where some work hangs, and says at what, with what the sessions of the database do then. */
async function inTime(work: Promise<void>, real: RealLog): Promise<void> {
  const over = new AbortController();
  const late = wait(HISTORY_MS, undefined, { signal: over.signal }).then(async () => {
    throw new Error(`A history did not end within a minute, at: ${real.doing}\n${await real.sessions()}`);
  });
  late.catch(() => {}); // where the work ends first
  try {
    await Promise.race([work, late]);
  } finally {
    over.abort();
  }
}

/** Lives many histories. One that fails is made shorter for a while, and told with the seed that leads to it. */
async function liveMany(
  histories: fc.Arbitrary<History>,
  usualRuns: number,
  liveOne: (history: History) => Promise<void>,
): Promise<void> {
  let end = Date.now() + (MODEL_RUNS === undefined ? USUAL_MS : PATIENCE_MS);
  let hasFailed = false;
  const property = fc.asyncProperty(histories, async (history) => {
    if (Date.now() > end) return;
    try {
      await liveOne(history);
    } catch (error) {
      if (!hasFailed) end = Date.now() + SHORTER_MS;
      hasFailed = true;
      throw error;
    }
  });
  const seed = MODEL_SEED === undefined ? {} : { seed: Number(MODEL_SEED) };
  await fc.assert(property, { numRuns: MODEL_RUNS === undefined ? usualRuns : Number(MODEL_RUNS), ...seed });
}

describe('The log and its model', () => {
  let processes: WriterProcesses;
  beforeAll(() => {
    processes = new WriterProcesses();
  });
  afterAll(() => processes.end());

  it(
    'agree on every answer and every event, whatever befalls writers and followers',
    () => liveMany(historyArb(FAULTS_OF_WRITERS, 25), 30, (history) => live(history, processes)),
    PATIENCE_MS,
  );

  it(
    'agree also where Postgres is killed with -9 under the writers',
    async () => {
      const postgres = await startOwnPostgres({ durable: true });
      const kill = async (): Promise<void> => {
        postgres.kill();
        await postgres.startAgain();
      };
      try {
        await liveMany(historyArb(FAULTS_WITH_POSTGRES, 15), 10, (history) =>
          live(history, processes, { server: postgres, kill }),
        );
      } finally {
        await postgres.stop();
      }
    },
    PATIENCE_MS,
  );
});
