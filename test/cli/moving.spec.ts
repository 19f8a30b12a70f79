import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, type TestDatabase } from '#libs/testing';
import { ndjson, runDateline, startDateline, type Ended } from './command-line.js';
import { rewriteChain } from '../event-store/rewrite-chain.js';
import { SAMPLE } from './sample-records.js';

const CORRECTION = {
  record: 'correction',
  id: 'signed-a-day-later',
  fact: 'pact-signed',
  changes: { occurred: '2019-05-05' },
  reason: 'The first report had the day wrong.',
  sources: [{ source: 'gazette' }],
};

let [first, second]: TestDatabase[] = [];
let folder: string;

beforeAll(async () => {
  [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  folder = await mkdtemp(join(tmpdir(), 'dateline-export-'));
  await on(first, ['import', '-'], ndjson([...SAMPLE, CORRECTION]));
});
afterAll(async () => {
  await Promise.all([first!.drop(), second!.drop()]);
  await rm(folder, { recursive: true, force: true });
});

/** The folder stands for the host on which the heads are kept. */
function env(database: TestDatabase | undefined): Record<string, string> {
  return {
    DATABASE_URL: database!.url,
    DATABASE_OWNER_URL: database!.ownerUrl,
    DATA_DIR: join(folder, new URL(database!.url).pathname),
  };
}

function on(database: TestDatabase | undefined, args: string[], input?: string): Promise<Ended> {
  return runDateline(args, env(database), input);
}

describe('Moving a log', () => {
  it('restores what was exported as it was: the same head, the same answers', async () => {
    const exported = await on(first, ['export']);
    const restored = await on(second, ['restore', '-'], exported.stdout);
    expect(restored).toMatchObject({ code: 0, stderr: '' });
    const [one, other] = await Promise.all([on(first, ['verify', '--json']), on(second, ['verify', '--json'])]);
    const { head } = JSON.parse(one.stdout) as { head: string };
    expect(other.stdout).toBe(one.stdout);
    expect(restored.stdout).toBe(`10 events restored, every hash fits.\nHead: ${head}\n`);
    // Who keeps the export, or a file of the API with a head in its name, can check with it.
    const kept = JSON.parse(exported.stdout.trim().split('\n').at(-1)!) as { meta: { head: string } };
    expect(kept.meta.head).toBe(head);
    for (const form of [head, head.replace(':', '-')])
      expect(await on(second, ['verify', '--head', form])).toMatchObject({ code: 0 });
    const question = ['timeline', '--undated', '--recorded-by', '9', '--json'];
    expect((await on(second, question)).stdout).toBe((await on(first, question)).stdout);
    expect((await on(second, ['export'])).stdout).toBe(exported.stdout);
  });

  it('is in the audit trail with who did it, whether it was done or refused', async () => {
    const third = await createTestDatabase();
    try {
      const { stdout } = await on(first, ['export']);
      for (const _time of ['done', 'refused']) await on(third, ['restore', '-'], stdout);
      const listed = await on(third, ['audit', '--action', 'log-restore', '--json']);
      expect(JSON.parse(listed.stdout)).toMatchObject([
        { action: 'log-restore', actor: 'operator', outcome: 'refused' },
        { action: 'log-restore', actor: 'operator', outcome: 'done' },
      ]);
    } finally {
      await third.drop();
    }
  });

  it('restores into an empty log only, and says what to do otherwise', async () => {
    const exported = await on(first, ['export']);
    const again = await on(first, ['restore', '-'], exported.stdout);
    expect(again).toMatchObject({ code: 1, stdout: '' });
    expect(again.stderr).toMatch(/^The log is not empty; .*\n$/);
    expect((await on(first, ['import', '-'], exported.stdout)).stdout).toMatch(/^Nothing new: all 10 records/);
  });

  it('restores nothing where one line was altered, and names it', async () => {
    const empty = await createTestDatabase();
    try {
      const { stdout } = await on(first, ['export']);
      const forged = stdout.replace('Pact enters into force', 'Pact enters into farce');
      const { code, stderr } = await on(empty, ['restore', '-'], forged);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^Line 5: Event 5 \(fact:pact-in-force\) cannot be restored/);
      expect((await on(empty, ['verify'])).stdout).toContain('0 events');
    } finally {
      await empty.drop();
    }
  });

  it('writes a file that is there only when it is complete', async () => {
    const path = join(folder, 'copy.ndjson');
    const { stdout } = await on(first, ['export', '--from', '9', '--output', path]);
    expect(stdout).toBe(`2 records in ${path}.\n`);
    const lines = (await readFile(path, 'utf8')).trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual([
      'talks-planned',
      'signed-a-day-later',
    ]);
    const refused = await on(first, ['export', '--output', join(folder, 'none', 'copy.ndjson')]);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('cannot be written (ENOENT)') });
    expect((await readdir(folder)).filter((name) => name.includes('.'))).toEqual(['copy.ndjson']);
  });

  it('ends quietly when nobody reads any more', async () => {
    const running = startDateline(['export'], { DATABASE_URL: first!.url });
    running.stopReading();
    expect(await running.ended).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('dateline verify', () => {
  it('names the event that was altered behind the back of the database, and ends with exit code 1', async () => {
    const { owner: db } = second!;
    await db.pool.query('alter table events disable trigger all');
    await db.pool.query(
      `update events set data = jsonb_set(data, '{title}', '"Pact signed in Oslo"') where position = 4`,
    );
    await db.pool.query('alter table events enable trigger all');
    const told = await on(second, ['verify']);
    const json = await on(second, ['verify', '--json']);
    expect(told).toMatchObject({ code: 1, stdout: expect.stringContaining('Event 4 (fact:pact-signed) was altered') });
    expect(json.code).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject({ ok: false, position: '4', problem: 'altered' });
  });

  it('signs the head with --sign, and finds a chain that the superuser rewrote with no argument at all', async () => {
    const third = await createTestDatabase();
    try {
      await on(third, ['import', '-'], ndjson(SAMPLE));
      expect((await on(third, ['verify'])).stdout).toContain('No signed head is kept in DATA_DIR/heads');
      expect((await on(third, ['verify', '--sign', '--json'])).code).toBe(0);
      const sound = JSON.parse((await on(third, ['verify', '--json'])).stdout) as { head: string; signedHead: string };
      expect(sound).toMatchObject({ ok: true, signedHead: sound.head });
      await rewriteChain(third.owner, 2, { title: 'otherwise' });
      const found = await on(third, ['verify']);
      expect(found).toMatchObject({
        code: 1,
        stdout: expect.stringContaining('another hash than the head that was kept'),
      });
      expect(found.stdout).toContain(`Checked against the signed head ${sound.signedHead}`);
      const publicKey = await readFile(join(env(third)['DATA_DIR']!, 'heads', 'public-key'), 'utf8');
      const refused = await runDateline(['verify', '--sign'], { ...env(third), LOG_SIGNING_KEY: publicKey.trim() });
      expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('signing takes the private one') });
    } finally {
      await third.drop();
    }
  });

  it('shows a cut tail against a head that was kept', async () => {
    const { code, stdout } = await on(first, ['verify', '--head', `12:${'0'.repeat(64)}`]);
    expect(code).toBe(1);
    expect(stdout).toContain('it was cut');
  });
});
