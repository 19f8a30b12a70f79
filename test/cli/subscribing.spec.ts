import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { holdDataDir } from '#libs/database';
import { createTestDatabase, type TestDatabase } from '#libs/testing';
import { ndjson, runDateline, type Ended } from './command-line.js';

const sources = [{ source: 'gazette' }];
const RECORDS = [
  { record: 'source', id: 'gazette', title: 'Gazette', publisher: 'The Gazette', publishedOn: '2020-07-01' },
  { record: 'subject', id: 'treaty', type: 'agreement', name: 'River Treaty', topics: ['water'] },
  {
    record: 'fact',
    id: 'in-force',
    subject: 'treaty',
    type: 'agreement.entered-into-force',
    occurred: '2020-07-01',
    title: 'In force',
    body: { reviewEvery: 'P6Y' },
    sources,
  },
];

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await dateline(['import', '-'], ndjson(RECORDS));
});
afterAll(() => database.drop());

const ENV = (): Record<string, string> => ({
  DATABASE_URL: database.url,
  DATABASE_OWNER_URL: database.ownerUrl,
  CLOCK_START: '2026-03-01T12:00:00Z',
  PUBLIC_URL: 'https://dateline.test',
});
function dateline(args: string[], input?: string): Promise<Ended> {
  return runDateline(args, ENV(), input);
}
/** Without PUBLIC_URL, and where no service runs. */
function guessing(args: string[]): Promise<Ended> {
  return runDateline(args, { ...ENV(), PUBLIC_URL: '', PORT: '21001' });
}
async function answer(...args: string[]): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await dateline([...args, '--json']);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as Record<string, unknown>;
}

describe('dateline subscribe', () => {
  it('shows what would come, at the local hour, before anybody subscribes', async () => {
    const wanted = ['--subject', 'treaty', '--milestone', 'joint-review', '--time-zone', 'America/Mexico_City'];
    const { code, stdout } = await dateline(['subscribe', 'preview', ...wanted, '--lead-time', 'P30D']);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/2026-06-01 09:00-06:00 +30 days before +Joint review: River Treaty, 1/),
    ]);
    expect(stdout).toContain('1 reminder.');
    expect(stdout).toContain('Data as of 1 July 2020; newest news of what is shown: 1 July 2020.');
    const { stdout: full } = await dateline(['subscribe', 'preview', ...wanted, '--lead-time', 'P30D', '--full']);
    expect(full).toContain('a review 6 years after the entry into force');
    expect(full).toContain('Newest news of what is shown: 1 July 2020.');
  });

  it('names the possible day that a lead time counts from, where no day is fixed, and how new the data is', async () => {
    const hearing = { subject: 'treaty', type: 'milestone.planned', title: 'Hearing', sources };
    const [window, open] = [
      { ...hearing, record: 'fact', id: 'in-a-year', occurred: '2027', body: { milestone: 'hearing.2027' } },
      { ...hearing, record: 'fact', id: 'by-a-year', occurred: '../2028', body: { milestone: 'hearing.2028' } },
    ];
    expect((await dateline(['import', '-'], ndjson([window, open]))).code).toBe(0);
    const wanted = ['--subject', 'treaty', '--kind', 'milestones', '--lead-time', 'P0D', '--lead-time', 'P30D'];
    const made = await answer('subscribe', 'webhook', 'https://example.org/b', ...wanted);
    const link = String(made['manageUrl']);
    for (const args of [
      ['preview', ...wanted],
      ['next', link],
      ['deliveries', link],
    ]) {
      const { stdout } = await dateline(['subscribe', ...args]);
      const lines = stdout.split('\n');
      const header = lines.find((line) => line.includes('Goes out')) ?? '';
      const [from, to] = header === '' ? [0] : [header.indexOf('Lead'), header.indexOf('What')];
      const leads = lines.map((line) => line.slice(from, to).trim()).join(' ');
      for (const lead of ['on the first possible day', '30 days before the last possible day'])
        expect([args[0], leads.replaceAll(/\s+/g, ' ')]).toEqual([args[0], expect.stringContaining(lead)]);
      expect([args[0], stdout]).toEqual([args[0], expect.stringContaining('Data as of 1 July 2020')]);
      expect(stdout).not.toMatch(/\bP(0|30)D\b/);
    }
  });

  it('says that at most one mail a day is sent, and shows no link, which the mailbox alone gets', async () => {
    const made = await answer('subscribe', 'email', 'ana@example.org', '--topic', 'water', '--quiet', '21:00-07:00');
    expect(made).toEqual({ id: expect.stringMatching(/^sub-/), status: 'pending' });
    const { code, stdout } = await dateline(['subscribe', 'email', 'ana@example.org', '--topic', 'water']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('At most one confirmation mail a day')]);
    expect(stdout).not.toMatch(/http|token/);
    const { stdout: all } = await dateline(['subscribe', 'list']);
    expect([all.includes(String(made['id'])), all.includes('ana@')]).toEqual([true, false]);
  });

  it('makes, shows, changes and ends a subscription by its link, and proves that it is gone', async () => {
    const made = await answer(
      'subscribe',
      'webhook',
      'https://example.org/a',
      '--topic',
      'water',
      '--quiet',
      '21:00-07:00',
    );
    expect(made).toMatchObject({
      id: expect.stringMatching(/^sub-/),
      status: 'active',
      manageUrl: expect.stringMatching(/^https:\/\/dateline\.test\/subscriptions\/sub-.*\?token=/),
    });
    const link = String(made['manageUrl']);
    const changed = await answer('subscribe', 'change', link, '--lead-time', 'P1W', '--kind', 'developments');
    expect(changed).toMatchObject({
      filter: { topics: ['water'], kinds: ['developments'] },
      schedule: { leadTimes: ['P1W'], quietHours: { from: '21:00', to: '07:00' } },
    });
    const { stdout: shown } = await dateline(['subscribe', 'show', link]);
    expect(shown).toContain(link);
    expect(shown).toContain('webhook, https://example.org/a');
    await answer('subscribe', 'test', link);
    const { items } = await answer('subscribe', 'deliveries', link);
    expect(items).toMatchObject([{ kind: 'test', status: 'waiting' }]);
    const proof = await answer('subscribe', 'end', link);
    expect(proof).toMatchObject({ id: made['id'], hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const gone = await dateline(['subscribe', 'show', link]);
    expect([gone.code, gone.stderr]).toEqual([1, expect.stringContaining('There is no subscription with this id')]);
  });

  it('makes new links, and ends the old ones', async () => {
    const made = await answer('subscribe', 'calendar', '--topic', 'water');
    const changed = await answer('subscribe', 'change', String(made['manageUrl']), '--rotate-links');
    expect(changed['manageUrl']).toMatch(/^https:\/\/dateline\.test\/.*token=/);
    expect((await dateline(['subscribe', 'show', String(made['manageUrl'])])).code).toBe(1);
    expect((await dateline(['subscribe', 'show', String(changed['manageUrl'])])).code).toBe(0);
    const ended = await answer('subscribe', 'end', String(changed['manageUrl']));
    expect(ended).toMatchObject({ id: made['id'], position: null, hash: null });
  });

  it('shows no token for a host that it guesses', async () => {
    const made = await answer('subscribe', 'calendar', '--topic', 'water');
    const refused = await guessing(['subscribe', 'calendar']);
    expect([refused.code, refused.stdout, refused.stderr]).toEqual([1, '', expect.stringContaining('PUBLIC_URL')]);
    for (const json of [[], ['--json']]) {
      const shown = await guessing(['subscribe', 'show', String(made['manageUrl']), ...json]);
      expect([shown.code, /http|token/.test(shown.stdout)]).toEqual([0, false]);
    }
    const mailed = await guessing(['subscribe', 'email', 'bo@example.org']);
    expect([mailed.code, /http|token/.test(mailed.stdout)]).toEqual([0, false]);
  });

  it('takes the address of its links from the service that runs on DATA_DIR', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dateline-cli-'));
    const hold = await holdDataDir(folder, 'service', { address: 'http://127.0.0.1:21099' });
    try {
      const { code, stdout } = await runDateline(['subscribe', 'calendar'], {
        ...ENV(),
        PUBLIC_URL: '',
        DATA_DIR: folder,
      });
      expect([code, stdout]).toEqual([0, expect.stringContaining('http://127.0.0.1:21099/subscriptions/sub-')]);
      expect(stdout).not.toContain(':3000');
    } finally {
      await hold.release();
      await rm(folder, { recursive: true });
    }
  });

  it('tells whether subscriptions end with their key by READ_ACCESS of the service that runs on DATA_DIR', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dateline-cli-'));
    const run = (args: string[], env = {}): Promise<Ended> =>
      runDateline(args, { ...ENV(), READ_ACCESS: '', DATA_DIR: folder, ...env });
    const made = await answer('subscribe', 'calendar');
    const link = String(made['manageUrl']);
    /** Makes a key that the subscription is of, and revokes it. */
    const revoking = async (env = {}): Promise<string> => {
      const { id } = await answer('key', 'create', '--name', 'Ana', '--scope', 'read');
      await database.db.pool.query('update subscriptions set made_by_key = $1 where id = $2', [id, made['id']]);
      return (await run(['key', 'revoke', String(id)], env)).stdout;
    };
    try {
      expect(await revoking()).toContain('1 subscription made with it ends as well if the service runs with');
      expect(await revoking({ READ_ACCESS: 'key' })).toContain('1 subscription made with it ended as well.');
      const open = await holdDataDir(folder, 'service', { address: 'http://x', readAccess: 'public' });
      expect(await revoking()).toContain('1 subscription made with it goes on, since reading needs no key');
      await open.release();
      const closed = await holdDataDir(folder, 'service', { address: 'http://x', readAccess: 'key' });
      try {
        expect(await revoking()).toContain('1 subscription made with it ended as well.');
        const { stdout: list } = await run(['subscribe', 'list', '--json']);
        const { items } = JSON.parse(list) as { items: { id: string; status: string }[] };
        expect(items.find(({ id }) => id === made['id'])).toMatchObject({ status: 'disabled' });
        expect((await run(['subscribe', 'show', link])).stdout).toMatch(/status +disabled: .*key/);
      } finally {
        await closed.release();
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('names no lead times and no reminders of what tells developments alone', async () => {
    const { stdout } = await dateline(['subscribe', 'webhook', 'https://example.org/news', '--kind', 'developments']);
    expect(stdout).toContain('it goes out when it is on record');
    expect(stdout).not.toMatch(/lead times|09:00/);
    const link = /https:\S+token=\S+/.exec(stdout)![0];
    expect((await dateline(['subscribe', 'next', link])).stdout).toContain('it goes out when it is on record');
  });

  it('tells the secret of a webhook once, and what comes next for a calendar', async () => {
    const made = await answer('subscribe', 'webhook', 'https://example.org/hook');
    expect(made['secret']).toMatch(/^whsec_/);
    const id = ['--token', new URL(String(made['manageUrl'])).searchParams.get('token')!];
    expect(await answer('subscribe', 'show', String(made['id']), ...id)).not.toHaveProperty('secret');
    expect((await answer('subscribe', 'change', String(made['id']), ...id, '--rotate-secret'))['secret']).toMatch(
      /^whsec_/,
    );
    const { code, stdout } = await dateline(['subscribe', 'calendar']);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/calendar\.ics\?token=/)]);
  });

  it.each([
    [
      ['email', 'a@example.org', '--lead-time', '30 days', '--time-zone', 'Mars'],
      2,
      /--lead-time: must be a duration.*\n--time-zone: must/,
    ],
    [['email', 'a@example.org', '--quiet', 'night'], 2, '--quiet: must be a time of day'],
    [['webhook', 'https://127.0.0.1/'], 2, 'the address: lies in a private'],
    [['email', 'a@example.org', '--subject', 'nothing'], 1, 'names a subject that is not on record'],
    [['show', 'sub-nothing'], 1, 'There is no subscription with this id'],
  ])('says of %j what is wrong, and writes nothing', async (args, code, sentence) => {
    const ended = await dateline(['subscribe', ...args]);
    expect([ended.code, ended.stdout, ended.stderr]).toEqual([code, '', expect.stringMatching(sentence)]);
  });

  it('does nothing without the token', async () => {
    const made = await answer('subscribe', 'calendar');
    const ended = await dateline(['subscribe', 'end', String(made['id']), '--token', 'guessed']);
    expect([ended.code, ended.stderr]).toEqual([1, expect.stringContaining('This link was replaced or has ended')]);
  });
});
