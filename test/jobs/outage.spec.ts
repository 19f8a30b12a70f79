import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '#libs/database';
import { defineJob, JobRunner } from '#libs/jobs';
import { eventually } from '#libs/testing';
import { expectsRedis } from './backends.js';
import { startRedis } from './redis-server.js';
import { Told } from './told.js';

/** A place for the queue that the spec takes away and gives back. */
interface Place {
  databaseUrl: string;
  redisUrl?: string;
  takeAway(): Promise<void>;
  giveBack(): Promise<void>;
  remove(): Promise<void>;
}

async function ownPostgres(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'dateline-jobs-'));
  await chmod(folder, 0o755);
  let server = await EmbeddedPostgres.start(folder, { durable: false });
  return {
    databaseUrl: server.ownerUrl,
    takeAway: () => server.stop(),
    giveBack: async () => {
      server = await EmbeddedPostgres.start(folder, { durable: false });
    },
    remove: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function ownRedis(): Promise<Place> {
  let server = await startRedis();
  const { url, port } = server;
  return {
    databaseUrl: 'postgresql://127.0.0.1:1/none',
    redisUrl: url,
    takeAway: () => server.stop(),
    giveBack: async () => {
      server = await startRedis(port);
    },
    remove: () => server.stop(),
  };
}

const places = [{ name: 'Postgres', open: ownPostgres }, ...(expectsRedis ? [{ name: 'Redis', open: ownRedis }] : [])];

describe.each(places)('when the queue in $name goes away', ({ open }) => {
  let place: Place;
  let runner: JobRunner;
  let told: Told;
  let beats: number;

  beforeEach(async () => {
    place = await open();
    told = new Told();
    beats = 0;
    const beat = defineJob({
      name: 'beat',
      every: 200,
      run: async () => {
        beats += 1;
      },
    });
    runner = new JobRunner(place, [beat], { logger: told, lockMs: 1_000 });
  });

  afterEach(async () => {
    await runner.stop();
    await place.remove();
  });

  const goesOn = async (): Promise<void> => {
    const before = beats;
    await eventually(() => expect(beats).toBeGreaterThan(before + 1));
  };
  // A run that was under way may be told too: its job went with the queue that was emptied.
  const aboutThePlace = (): string[] => told.lines.filter((line) => line.includes('be reached'));
  const lost = expect.stringMatching(/^error: The queue of jobs cannot be reached \(.+\); jobs wait until it can\.$/);
  const back = 'log: The queue of jobs can be reached again.';

  it('says so once, waits, and goes on when it is back, even empty', async () => {
    await runner.start();
    await goesOn();
    await place.takeAway();
    await eventually(() => expect(aboutThePlace()).toEqual([lost]));
    await place.giveBack();
    await goesOn();
    await eventually(() => expect(aboutThePlace()).toEqual([lost, back]));
  });

  it('waits for it at the start, and can be stopped meanwhile', async () => {
    await place.takeAway();
    const started = runner.start();
    await eventually(() => expect(told.lines).toEqual([lost]));
    await runner.stop();
    await started;
    expect(beats).toBe(0);
    await place.giveBack();
  });
});
