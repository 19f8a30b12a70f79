import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recorderOfRun, redact } from '#libs/event-store';
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

describe('A command that works as the owner of the log', () => {
  it('names DATABASE_OWNER_URL where the owner cannot be reached', async () => {
    const away = { ...env(first), DATABASE_OWNER_URL: 'postgresql://127.0.0.1:1/x' };
    const refused = await runDateline(['migrate'], away);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('correct DATABASE_OWNER_URL.')]);
  });

  it('changes nothing where DATABASE_OWNER_URL names another database, and says so', async () => {
    const [here, elsewhere] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    try {
      const mixed = { ...env(here), DATABASE_OWNER_URL: elsewhere.ownerUrl };
      for (const each of [here, elsewhere]) await on(each, ['import', '-'], ndjson(SAMPLE));
      const heads = (): Promise<Ended[]> =>
        Promise.all([here, elsewhere].map((each) => on(each, ['verify', '--json'])));
      const before = await heads();
      const { stdout } = await on(here, ['export']);
      for (const [args, input] of [
        [['redact', 'fact:pact-signed', '--reason', 'An order', '--yes']],
        [['restore', '-'], stdout],
      ] as [string[], string?][]) {
        const { code, stderr } = await runDateline(args, mixed, input);
        expect([args[0], code, stderr]).toEqual([args[0], 1, expect.stringContaining('name two databases')]);
      }
      expect((await heads()).map((each) => each.stdout)).toEqual(before.map((each) => each.stdout));
    } finally {
      await Promise.all([here.drop(), elsewhere.drop()]);
    }
  });
});

describe('dateline verify', () => {
  it('names the event that was altered behind the back of the database, and ends with exit code 1', async () => {
    const altered = await createTestDatabase();
    try {
      await on(altered, ['import', '-'], ndjson(SAMPLE));
      const { owner: db } = altered;
      await db.pool.query('alter table events disable trigger all');
      await db.pool.query(
        `update events set data = jsonb_set(data, '{title}', '"Pact signed in Oslo"') where position = 4`,
      );
      await db.pool.query('alter table events enable trigger all');
      const told = await on(altered, ['verify']);
      const json = await on(altered, ['verify', '--json']);
      expect(told).toMatchObject({
        code: 1,
        stdout: expect.stringContaining('Event 4 (fact:pact-signed) was altered'),
      });
      expect(json.code).toBe(1);
      expect(JSON.parse(json.stdout)).toMatchObject({ ok: false, position: '4', problem: 'altered' });
    } finally {
      await altered.drop();
    }
  });

  it('does not believe a redaction that left a text, whether it signs or not', async () => {
    const replaced = await createTestDatabase();
    try {
      await on(replaced, ['import', '-'], ndjson(SAMPLE));
      await redact(replaced.owner, {
        event: 'fact:pact-signed',
        ground: 'sealed',
        reason: 'An order',
        recorder: recorderOfRun('operator'),
        remainsOf: (_type, data) => ({ ...data, title: 'Pact signed in Oslo' }),
      });
      for (const args of [['verify'], ['verify', '--sign']])
        expect(await on(replaced, args)).toMatchObject({
          code: 1,
          stdout: expect.stringContaining('Event 4 (fact:pact-signed) was altered'),
        });
    } finally {
      await replaced.drop();
    }
  });

  it('signs the head with --sign, and finds a chain that the superuser rewrote with no argument at all', async () => {
    const third = await createTestDatabase();
    try {
      await on(third, ['import', '-'], ndjson(SAMPLE));
      expect((await on(third, ['verify'])).stdout).toContain('No signed head is kept in DATA_DIR/heads');
      const signed = await on(third, ['verify', '--sign']);
      expect(signed).toMatchObject({ code: 0, stdout: expect.stringContaining('The first signed head was kept') });
      const sound = JSON.parse((await on(third, ['verify', '--json'])).stdout) as { head: string; signedHead: string };
      expect(sound).toMatchObject({ ok: true, signedHead: sound.head });
      await rewriteChain(third.superuser, 2, { title: 'otherwise' });
      const found = await on(third, ['verify']);
      expect(found).toMatchObject({
        code: 1,
        stdout: expect.stringContaining('another hash than the head that was kept'),
      });
      expect(found.stdout).toContain(`Checked against the signed head ${sound.signedHead}`);
      const heads = join(env(third)['DATA_DIR']!, 'heads');
      const publicKey = (await readFile(join(heads, 'public-key'), 'utf8')).trim();
      // A host that checks and does not sign has the public key alone.
      const checking = await runDateline(['verify', '--json'], { ...env(third), LOG_SIGNING_KEY: publicKey });
      expect(checking.code).toBe(1);
      expect(JSON.parse(checking.stdout)).toMatchObject({ ok: false, problem: 'rewritten', doubtfulHeads: [] });
      const refused = await runDateline(['verify', '--sign'], { ...env(third), LOG_SIGNING_KEY: publicKey });
      expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('signing takes the private one') });
    } finally {
      await third.drop();
    }
  });

  it('says that the signing key is missing where heads are kept, signs nothing, and checks against those', async () => {
    const fifth = await createTestDatabase();
    try {
      await on(fifth, ['import', '-'], ndjson(SAMPLE));
      await on(fifth, ['verify', '--sign']);
      expect((await on(fifth, ['verify'])).stdout).not.toContain('is missing');
      const dataDir = env(fifth)['DATA_DIR']!;
      await rm(join(dataDir, 'log-signing-key.pem'));
      const { code, stdout } = await on(fifth, ['verify']);
      expect(code).toBe(0);
      expect(stdout).toContain('DATA_DIR/log-signing-key.pem is missing, so none is signed: restore that file');
      expect(stdout).toContain('which an earlier key has signed');
      expect(await readdir(dataDir)).not.toContain('log-signing-key.pem');
    } finally {
      await fifth.drop();
    }
  });

  it('names a kept head whose signature does not fit, and ends with exit code 1', async () => {
    const fourth = await createTestDatabase();
    try {
      await on(fourth, ['import', '-'], ndjson(SAMPLE));
      await on(fourth, ['verify', '--sign']);
      const heads = join(env(fourth)['DATA_DIR']!, 'heads');
      const [name] = (await readdir(heads)).filter((one) => one.endsWith('.note'));
      const note = await readFile(join(heads, name!), 'utf8');
      const otherPosition = note.replace(/^(\d+)$/m, (digits) => String(Number(digits) + 1));
      expect(otherPosition).not.toBe(note);
      for (const changed of [otherPosition, '']) {
        await writeFile(join(heads, name!), changed);
        const { code, stdout } = await on(fourth, ['verify']);
        expect(code).toBe(1);
        expect(stdout).toContain(`The signature of the kept head ${join(heads, name!)} does not fit`);
      }
    } finally {
      await fourth.drop();
    }
  });

  it('shows a cut tail against a head that was kept', async () => {
    const { code, stdout } = await on(first, ['verify', '--head', `12:${'0'.repeat(64)}`]);
    expect(code).toBe(1);
    expect(stdout).toContain('it was cut');
  });
});
