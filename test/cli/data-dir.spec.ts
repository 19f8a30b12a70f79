import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askHolder, EmbeddedPostgres, holdDataDir } from '#libs/database';
import { eventually, migrateTemplate } from '#libs/testing';
import { ndjson, runDateline, startDateline } from './command-line.js';
import { SAMPLE } from './sample-records.js';

let folder: string;
let env: { DATA_DIR: string };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dateline-cli-'));
  await chmod(folder, 0o755);
  env = { DATA_DIR: join(folder, 'data') };
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Nobody holds the folder, and no Postgres was left running. */
async function expectLeftAsFound(): Promise<void> {
  expect(await askHolder(env.DATA_DIR)).toBeUndefined();
  expect(await EmbeddedPostgres.findRunning(env.DATA_DIR)).toBeNull();
}

describe('The command line without a service', () => {
  it('says what to do where nothing is recorded yet, and makes nothing', async () => {
    const { code, stdout, stderr } = await runDateline(['timeline'], env);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(
      `There is no timeline in ${env.DATA_DIR} yet; start the service with "npm start", or bring records in with "dateline import FILE".\n`,
    );
    expect(existsSync(env.DATA_DIR)).toBe(false);
  });

  it('makes the database with the first import, and lets two commands at once wait for each other', async () => {
    const first = await runDateline(['import', '-'], env, ndjson(SAMPLE));
    expect(first).toMatchObject({ code: 0, stdout: expect.stringMatching(/^9 records were recorded\./) });
    await expectLeftAsFound();
    const both = await Promise.all([
      runDateline(['timeline', '--json'], env),
      runDateline(['import', '-', '--json'], env, ndjson(SAMPLE)),
    ]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(JSON.parse(both[0].stdout)).toMatchObject({ position: '9' });
    expect(JSON.parse(both[1].stdout)).toMatchObject({ recorded: 0, repeated: 9, position: '9' });
    await expectLeftAsFound();
  });

  it('stops what it started when it is interrupted, and keeps nothing of what was not recorded', async () => {
    const running = startDateline(['restore', '-'], env);
    running.write('\n');
    await eventually(async () => expect(await EmbeddedPostgres.findRunning(env.DATA_DIR)).not.toBeNull());
    running.kill('SIGINT');
    expect(await running.ended).toEqual({ code: 1, stdout: '', stderr: 'Interrupted.\n' });
    await expectLeftAsFound();
  });
});

describe('The command line beside a service', () => {
  it('works on the Postgres of the service, and leaves it running', async () => {
    const hold = await holdDataDir(env.DATA_DIR, 'service');
    const postgres = await EmbeddedPostgres.start(env.DATA_DIR);
    try {
      await migrateTemplate(postgres);
      const imported = await runDateline(['import', '-'], env, ndjson(SAMPLE));
      const read = await runDateline(['timeline', '--json', '--limit', '1'], env);
      expect([imported.code, read.code]).toEqual([0, 0]);
      expect(JSON.parse(read.stdout)).toMatchObject({ items: [{ id: 'pact-signed' }], position: '9' });
      expect(await EmbeddedPostgres.findRunning(env.DATA_DIR)).toMatchObject({ url: postgres.url });
    } finally {
      await postgres.stop();
      await hold.release();
    }
  });
});
