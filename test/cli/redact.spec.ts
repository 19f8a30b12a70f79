import { createTestDatabase, type TestDatabase } from '#libs/testing';
import { ndjson, runDateline, type Ended } from './command-line.js';
import { SAMPLE } from './sample-records.js';

/** Its reason repeats the title of the fact. */
const REPEAT = {
  record: 'correction',
  id: 'repeats-it',
  subject: 'fish-pact',
  changes: { topics: ['fish'] },
  reason: 'As "Pact signed in Bergen" says.',
  sources: [{ source: 'gazette' }],
};

describe('dateline redact', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
    await dateline(['import', '-'], ndjson([...SAMPLE, REPEAT]));
  });
  afterAll(() => database.drop());

  const env = (): Record<string, string> => ({ DATABASE_URL: database.url, DATABASE_OWNER_URL: database.ownerUrl });
  const dateline = (args: string[], input?: string): Promise<Ended> => runDateline(args, env(), input);

  it('asks first, and does nothing where nobody is there to answer or the owner of the log is not named', async () => {
    const asked = ['redact', 'fact:pact-signed', '--reason', 'An order'];
    expect(await dateline(asked, '')).toMatchObject({ code: 1, stderr: expect.stringContaining('pass --yes') });
    const service = await runDateline([...asked, '--yes'], { DATABASE_URL: database.url });
    expect(service).toMatchObject({ code: 1, stderr: expect.stringContaining('set DATABASE_OWNER_URL') });
    expect(await dateline(['redact', 'fact:none', '--reason', 'x', '--yes'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no event "fact:none"'),
    });
    expect(await dateline(['redact', 'fact:pact-signed', '--yes'])).toMatchObject({ code: 2 });
    expect((await dateline(['verify'])).stdout).not.toContain('was redacted');
  });

  it('removes the text from every answer, and verify lists it with its ground and reason', async () => {
    expect((await dateline(['timeline', '--q', 'pact'])).stdout).toContain('Pact signed in Bergen');
    const args = [
      'redact',
      'fact:pact-signed',
      '--ground',
      'court-order',
      '--reason',
      'Order of 3 May',
      '--yes',
      '--json',
    ];
    const { code, stdout } = await dateline(args);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      event: 'fact:pact-signed',
      position: '11',
      related: ['correction:repeats-it'],
    });
    const verified = await dateline(['verify']);
    expect(verified).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /The text of event \d+ \(fact:pact-signed\) was redacted on .*court-order: Order of 3 May/,
      ),
    });
    const exported = (await dateline(['export'])).stdout;
    const line = exported.split('\n').find((one) => one.includes('"id":"pact-signed"'))!;
    expect(JSON.parse(line)).toMatchObject({ title: '[removed]', meta: { contentHash: expect.any(String) } });
    const items = JSON.parse((await dateline(['timeline', '--json'])).stdout) as {
      items: { id: string; title: string }[];
    };
    expect(items.items.find(({ id }) => id === 'pact-signed')).toMatchObject({ title: '[removed]' });
  });

  it('says so where the text was removed already, is in the audit trail once, and recommends what is left alone', async () => {
    const args = ['redact', 'fact:pact-signed', '--reason', 'Again', '--yes'];
    const again = await dateline(args);
    expect(again).toMatchObject({ code: 0, stdout: expect.stringMatching(/was removed already \(event \d+\)/) });
    expect(again.stdout).not.toContain('goes with it');
    const other = await dateline(['redact', 'correction:repeats-it', '--reason', 'It repeats it', '--yes']);
    expect(other).toMatchObject({ code: 0, stdout: expect.stringContaining('milestones, amounts, outcomes') });
    expect(other.stdout).not.toContain('dateline redact fact:pact-signed');
    const { rows } = await database.owner.pool.query(
      `select target, outcome from audit where action = 'log-redact' and outcome = 'done' order by id`,
    );
    expect(rows.map(({ target }) => target)).toEqual(['fact:pact-signed', 'correction:repeats-it']);
    expect((await dateline(['redact', '--help'])).stdout).toMatch(/What\s+follows\s+from\s+its\s+body/);
  });

  it('shows who removed a text of a fact, when, by which run and on what ground', async () => {
    const { rows } = await database.owner.pool.query<{ run: string; minute: string }>(
      `select metadata->>'requestId' as run, to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as minute
         from events where type = 'log.redacted' order by position limit 1`,
    );
    const { stdout, code } = await dateline(['fact', 'pact-signed']);
    expect(code).toBe(0);
    // However the lines of the table are broken.
    const said = `${rows[0]!.minute} [court-order] Order of 3 May (fact:pact-signed; removed by operator, request ${rows[0]!.run})`;
    expect(stdout.replace(/\s+/g, '')).toContain(said.replaceAll(' ', ''));
  });
});
