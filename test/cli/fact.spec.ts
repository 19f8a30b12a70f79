import stringWidth from 'string-width';
import { createTestDatabase, type TestDatabase } from '#libs/testing';
import { ndjson, runDateline, type Ended } from './command-line.js';

const RECORDS = [
  { record: 'source', id: 'sheet', title: 'Sheet', publisher: 'Ministry', publishedOn: '2024-03-04' },
  { record: 'source', id: 'press', title: 'Press report', publisher: 'Press', publishedOn: '2024-04-01' },
  { record: 'subject', id: 'count', type: 'indicator', name: 'Cases resolved' },
  {
    record: 'fact',
    id: 'resolved',
    subject: 'count',
    type: 'indicator.reported',
    occurred: '2024-02',
    title: 'Twenty cases resolved',
    body: { value: '20', unit: 'cases' },
    sources: [{ source: 'sheet' }, { source: 'press', says: { body: { value: '21', unit: 'cases' } } }],
  },
  {
    record: 'correction',
    id: 'to-the-day',
    fact: 'resolved',
    changes: { occurred: '2024-02-29', title: 'Twenty cases resolved by the end of February' },
    reason: 'The report names the day.',
    sources: [{ source: 'press' }],
  },
];

/** A fact to which only a source was added. */
const ADDED = [
  {
    record: 'fact',
    id: 'counted',
    subject: 'count',
    type: 'indicator.reported',
    occurred: '2024-02',
    title: 'Thirty cases',
    body: { value: '30', unit: 'cases' },
    sources: [{ source: 'sheet' }],
  },
  {
    record: 'correction',
    id: 'also-in-press',
    fact: 'counted',
    changes: { sources: [{ source: 'sheet' }, { source: 'press' }] },
    reason: 'The press says so too.',
    sources: [{ source: 'press' }],
  },
];

describe('dateline fact', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
    const { code } = await runDateline(['import', '-'], { DATABASE_URL: database.url }, ndjson([...RECORDS, ...ADDED]));
    expect(code).toBe(0);
  });
  afterAll(() => database.drop());

  const fact = (...args: string[]): Promise<Ended> =>
    runDateline(['fact', ...args], { DATABASE_URL: database.url, COLUMNS: '80' });

  it('shows every wording with when it was known and on record, why it changed and on which source', async () => {
    const { code, stdout } = await fact('resolved');
    expect(code).toBe(0);
    const told = stdout.replaceAll(/\s+/g, ' ');
    expect(told).toContain('Twenty cases resolved by the end of February');
    expect(told).toMatch(/2024-03-04 to \d{4}-\d\d-\d\d \d\d:\d\d on February 2024: Twenty cases/);
    expect(told).toContain('said by sheet, press; with to-the-day');
    expect(told).toContain('[correction] The report names the day. (to-the-day; Press report; recorded by operator on');
    expect(told).toContain('recorded by operator');
    expect(stdout.split('\n').every((line) => stringWidth(line) <= 80)).toBe(true);
  });

  it('shows one wording where a source was added, and names the source with its days', async () => {
    const { stdout } = await fact('counted');
    const words = stdout.replaceAll(/\s+/g, ' ');
    expect(words.match(/February 2024: Thirty cases/g)).toHaveLength(1);
    expect(words).toMatch(/said by sheet; press since 2024-04-01, on record since \d{4}-\d\d-\d\d \d\d:\d\d/);
    expect(words).toContain('1 wording.');
  });

  it('puts sources that disagree side by side, each with what it says', async () => {
    const { stdout } = await fact('resolved');
    expect(stdout).toMatch(
      /2024-03-04 +Sheet, Ministry\n2024-04-01 +Press report, Press\n +says: unit cases; value 21/,
    );
    expect(stdout).toContain('[disputed]');
  });

  it('tells the wording that was known on a day, and nothing of what came later', async () => {
    const { stdout } = await fact('resolved', '--known-at', '2024-03-31');
    expect(stdout).toContain('February 2024');
    expect(stdout).not.toContain('to-the-day');
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(/2024-03-04 on [-\d]+ [:\d]+ on February 2024/);
  });

  it('fails in a sentence where the clocks let no such fact through', async () => {
    expect(await fact('resolved', '--known-at', '2024-03-03')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('The fact "resolved" is not shown under these clocks.'),
    });
  });
});
