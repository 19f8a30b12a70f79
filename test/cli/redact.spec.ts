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
const CORRECTION = { ...REPEAT, id: 'renames-it', changes: { partOf: 'fish-talks' }, reason: 'A part of the talks' };
/** Share topics, parties, a source, a locator and attributes, and none of the prose. */
const CASES = ['one', 'other'].flatMap((id) => [
  {
    record: 'subject',
    id: `case-${id}`,
    type: 'case',
    name: `Trawler ${id}`,
    topics: ['herring-quota'],
    attributes: { mechanism: 'fish-arbitration' },
  },
  {
    record: 'fact',
    id: `filed-${id}`,
    subject: `case-${id}`,
    type: 'case.filed',
    occurred: '2021-02',
    title: `Filed by ${id === 'one' ? 'Nora Berg' : 'Olav Lind'}`,
    topics: ['herring-quota'],
    sources: [{ source: 'gazette', locator: 'Decisions, page 3', says: { occurred: '2021-02-05' } }],
  },
]);

describe('dateline redact', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
    await dateline(['import', '-'], ndjson([...SAMPLE, REPEAT, CORRECTION, ...CASES]));
  });
  afterAll(() => database.drop());

  const env = (): Record<string, string> => ({ DATABASE_URL: database.url, DATABASE_OWNER_URL: database.ownerUrl });
  const dateline = (args: string[], input?: string): Promise<Ended> => runDateline(args, env(), input);

  /** What a redaction answers to a program. */
  const outcomeOf = async (event: string): Promise<unknown> =>
    JSON.parse((await dateline(['redact', event, '--reason', 'An order', '--yes', '--json'])).stdout);

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
      position: '16',
      sameRecord: [],
      repeating: ['correction:repeats-it'],
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

  it('refuses a reason that repeats a removed text or a name in it, and records nothing', async () => {
    for (const reason of ['It says "filed by nora BERG".', 'Nora asked for it']) {
      const refused = await dateline(['redact', 'fact:filed-one', '--reason', reason, '--yes']);
      expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('stays in the log for good') });
    }
    expect((await dateline(['verify'])).stdout).not.toContain('filed-one');
    expect((await dateline(['redact', '--help'])).stdout).toMatch(/refused\s+where\s+it\s+repeats/);
    const { rows } = await database.owner.pool.query(
      `select outcome from audit where action = 'log-redact' and target = 'fact:filed-one'`,
    );
    expect(rows).toEqual([{ outcome: 'refused' }, { outcome: 'refused' }]);
  });

  it('proposes the record and its corrections, and no event that shares only topics, places, dates or attributes', async () => {
    expect(await outcomeOf('fact:filed-one')).toMatchObject({ sameRecord: [], repeating: [] });
    expect(await outcomeOf('subject:case-one')).toMatchObject({ sameRecord: [], repeating: [] });
    expect(await outcomeOf('subject:fish-pact')).toMatchObject({
      sameRecord: ['correction:repeats-it', 'correction:renames-it'],
      repeating: [],
    });
    expect(await outcomeOf('correction:renames-it')).toMatchObject({
      sameRecord: ['correction:repeats-it'],
      repeating: [],
    });
  });

  it('shows at most twenty events that may repeat the text, and how many more there are', async () => {
    const notes = Array.from({ length: 22 }, (_, index) => ({
      ...CASES[1],
      id: `noted-${index}`,
      type: 'case.noted',
      title: 'About the Blue Heron, a trawler',
    }));
    await dateline(['import', '-'], ndjson(notes));
    const { stdout } = await dateline(['redact', 'fact:noted-0', '--reason', 'An order', '--yes']);
    expect(stdout).toContain('These events may repeat the removed text');
    expect(stdout.match(/dateline redact fact:noted-\d+/g)).toHaveLength(20);
    expect(stdout).toContain('and 1 more event;');
  });

  it('says so where the text was removed already, is in the audit trail once, and recommends what is left alone', async () => {
    const args = ['redact', 'fact:pact-signed', '--reason', 'Again', '--yes'];
    const again = await dateline(args);
    expect(again).toMatchObject({ code: 0, stdout: expect.stringMatching(/was removed already \(event \d+\)/) });
    expect(again.stdout).not.toContain('goes with it');
    expect(again.stdout).toContain('stay: court-order: Order of 3 May');
    expect(again.stdout).toContain('Those of this command were not recorded.');
    const help = (await dateline(['redact', '--help'])).stdout;
    expect(help).toMatch(/default\s+data-protection/);
    const other = await dateline(['redact', 'correction:repeats-it', '--reason', 'It repeats it', '--yes']);
    expect(other).toMatchObject({ code: 0, stdout: expect.stringContaining('milestones, amounts, outcomes') });
    expect(other.stdout).not.toContain('dateline redact fact:pact-signed');
    const { rows } = await database.owner.pool.query(
      `select target, outcome from audit where action = 'log-redact' and outcome = 'done' order by id`,
    );
    expect(rows.map(({ target }) => target).filter((target) => /pact-signed|repeats-it/.test(target))).toEqual([
      'fact:pact-signed',
      'correction:repeats-it',
    ]);
    expect(help).toMatch(/What\s+follows\s+from\s+its\s+body/);
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
