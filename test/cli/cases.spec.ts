import stringWidth from 'string-width';
import { createTestDatabase, type TestDatabase } from '#libs/testing';
import { ndjson, runDateline, type Ended } from './command-line.js';

const sources = [{ source: 'gazette' }];
const fact = (id: string, type: string, occurred: string | null, body: object = {}): object => ({
  record: 'fact',
  id,
  subject: 'works',
  type: `case.${type}`,
  occurred,
  title: `Works: ${type}`,
  body,
  sources,
});
const RECORDS = [
  { record: 'source', id: 'gazette', title: 'Gazette', publisher: 'Press' },
  {
    record: 'subject',
    id: 'works',
    type: 'case',
    name: 'The Works',
    attributes: { mechanism: 'usmca-rrm', complainant: 'US' },
  },
  { record: 'subject', id: 'mine', type: 'case', name: 'A Mine', parties: ['AR'] },
  fact('petition', 'filed', '2024-01-10'),
  fact('request', 'review-requested', '2024-02-01'),
  fact('accounts', 'measure-taken', '2024-02-01', { kind: 'liquidation-suspended' }),
  fact('note', 'noted', null),
  { record: 'correction', id: 'day', fact: 'request', changes: { occurred: '2024-02-02' }, reason: 'A slip.', sources },
];

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  const { code } = await runDateline(['import', '-'], { DATABASE_URL: database.url }, ndjson(RECORDS));
  expect(code).toBe(0);
});
afterAll(() => database.drop());

function dateline(...args: string[]): Promise<Ended> {
  return runDateline(args, { DATABASE_URL: database.url, COLUMNS: '80' });
}

describe('dateline case and dateline milestones', () => {
  let own: TestDatabase;
  beforeAll(async () => {
    own = await createTestDatabase();
    // The 30th day after the filing is Saturday, 1 April 2023.
    const facts = [fact('filed', 'filed', '2023-03-02'), fact('asked', 'review-requested', '2023-04-03')];
    const ended = await runDateline(
      ['import', '-'],
      { DATABASE_URL: own.url },
      ndjson([...RECORDS.slice(0, 2), ...facts, fact('found', 'denial-found', '2023-05-03')]),
    );
    expect(ended.code).toBe(0);
  });
  afterAll(() => own.drop());

  it.each([
    ['case', 'works'],
    ['milestones', '--subject', 'works', '--from', '2023'],
  ])(
    'say what moved a last day, and of an act that a later one proves no day but that it was done by',
    async (...args) => {
      const { stdout } = await runDateline(args, { DATABASE_URL: own.url, COLUMNS: '400' });
      expect(stdout).toMatch(
        /last day by the text: 1 April 2023; moved to 3 April 2023 not by the text, but from a weekend to the Monday by practice: of eleven requests in the data set bundled with this release/,
      );
      expect(stdout.replaceAll(/\s+/g, ' ')).toContain('done by 3 May 2023 at the latest; inferred from a later act');
    },
  );
});

describe('dateline cases', () => {
  it('lists cases with how they stand and what is due next', async () => {
    const { code, stdout } = await dateline('cases', '--as-of', '2024-02-05');
    expect(code).toBe(0);
    expect(stdout).toMatch(/10 January 2024 +The Works +review-requested/);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'Answer to the request for review, due 12 February 2024: upcoming',
    );
    expect(stdout).toMatch(/computed from the cited texts\..*\n.*Texts.*\n.*USMCA Annex 31-A, Article 31-A\.4/);
    // A case with no fact by that day is in no list under a clock.
    expect(stdout).not.toContain('A Mine');
    expect(stdout).toContain('1 case.');
  });

  it('lists also a case without facts where no clock is given', async () => {
    const { stdout } = await dateline('cases');
    expect(stdout).toMatch(/no date +A Mine +noted/);
    expect(stdout).toContain('2 cases.');
  });

  it('names the deadline that has passed, and the last news once', async () => {
    const { stdout } = await dateline('cases', '--q', 'works', '--as-of', '2024-06-01');
    const text = stdout.replaceAll(/\s+/g, ' ');
    expect(text).toContain('Answer to the request for review, due 12 February 2024: no record');
    expect(text.match(/last news/g)).toHaveLength(1);
  });

  it('takes the filters and answers programs', async () => {
    const { stdout } = await dateline('cases', '--measure', 'liquidation-suspended', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ items: [{ id: 'works' }] });
    expect((await dateline('cases', '--status', 'lost')).code).toBe(2);
  });
});

describe('dateline case', () => {
  it('shows how a case stands and its history, a correction marked', async () => {
    const { code, stdout } = await dateline('case', 'works');
    expect(code).toBe(0);
    // It has neither parties nor topics.
    expect(stdout).toMatch(/^works$/m);
    expect(stdout).toMatch(/status +review-requested/);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('in force when last reported, 1 February 2024');
    expect(stdout).toContain('status: filed -> review-requested');
    expect(stdout).toContain('[correction] Works: review-requested: A slip.');
    expect(stdout).toContain('fact occurred: 2024-02-01 -> 2024-02-02');
    expect(stdout).toContain('source: Gazette');
    for (const line of stdout.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(80);
  });

  it('shows the deadlines of a case with how they ended, under the clocks', async () => {
    const { stdout } = await dateline('case', 'works', '--as-of', '2024-02-05');
    expect(stdout).toMatch(/9 February 2024 +Decision on the petition: The Works +met/);
    expect(stdout).toMatch(/12 February 2024 +Answer to the request for review: The Works +upcoming/);
    const words = stdout.replaceAll(/\s+/g, ' ');
    expect(words).toContain('(USMCA Annex 31-A, Article 31-A.4)');
    expect(words).toContain('within 30 days of submission (19 U.S.C. 4646(b)(1)): 9 February 2024, met');
    expect(words).toMatch(
      /computed from the cited texts\. This is not legal advice\. Texts 19 U\.S\.C\. 4646\(b\)\(1\)/,
    );
    for (const line of stdout.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(80);
    const { milestones } = JSON.parse((await dateline('case', 'works', '--as-of', '2024-01-20', '--json')).stdout);
    expect(milestones).toMatchObject([{ id: 'works.petition-review.2024', status: 'upcoming' }]);
  });

  it('says of a step that no source dates since when it is on record', async () => {
    const { stdout } = await dateline('case', 'works');
    expect(stdout).toMatch(/no date +Works: noted +on record since/);
    expect(stdout).toMatch(/\d; no\n.*date in the\n.*source/);
  });

  it('words a measure that may have been taken, and the last news, in the case and in its subject', async () => {
    const own = await createTestDatabase();
    const facts = [
      fact('petition', 'filed', '2024-01-10'),
      fact('accounts', 'measure-taken', '2024-02', { kind: 'liquidation-suspended' }),
    ];
    const env = { DATABASE_URL: own.url, COLUMNS: '200' };
    await runDateline(['import', '-'], env, ndjson([...RECORDS.slice(0, 2), ...facts]));
    for (const command of ['case', 'subject']) {
      const before = await runDateline([command, 'works', '--as-of', '2024-02-10'], env);
      expect(before.stdout).toMatch(/measures +liquidation-suspended not certainly taken \(may be: in-force\)/);
      expect(before.stdout).toMatch(/news +last news 10 January 2024/);
      const after = await runDateline([command, 'works'], env);
      expect(after.stdout).toMatch(/measures +liquidation-suspended in force when last reported, by 29 February 2024/);
    }
    await own.drop();
  });

  it('refuses an id that is no case', async () => {
    const { code, stderr } = await dateline('case', 'nobody');
    expect([code, stderr]).toEqual([1, expect.stringContaining('There is no case "nobody" on record.')]);
  });
});

describe('dateline changes', () => {
  it('tells what became known between two days', async () => {
    const { code, stdout } = await dateline('changes', '--since', '2024-01-15', '--until', '2024-02-28');
    expect(code).toBe(0);
    expect(stdout).toMatch(/2024-02-01 +The Works +status: filed -> review-requested/);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(' 1 February 2024: Works: review-requested (Gazette)');
    expect(stdout).toContain('1 change.');
  });

  it('tells what was recorded after a position', async () => {
    const { stdout } = await dateline('changes', '--since', '5', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      clock: 'recorded',
      items: [{ case: { id: 'works' }, recordedPosition: '6', changes: [{ field: 'measures' }] }],
    });
  });
});

describe('dateline statistics', () => {
  it('draws the open cases over time, and tells states, durations, deadlines and sums', async () => {
    const { code, stdout } = await dateline('statistics', '--interval', 'month', '--as-of', '2024-03-31');
    expect(code).toBe(0);
    expect(stdout).toContain('Open cases at the end of each month');
    expect(stdout).toMatch(/1┤ *━+/);
    expect(stdout).toMatch(/31 January 2024 +1 +1 +filed 1/);
    expect(stdout).toMatch(/29 February 2024 +1 +1 +review-requested 1 +liquidation-suspended 1/);
    expect(stdout).toMatch(/Decision on the petition +1 +0 +0 +0 +0 +0/);
    for (const line of stdout.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(80);
  });

  it('takes the filters and answers programs', async () => {
    const { stdout } = await dateline('statistics', '--group-by', 'mechanism', '--interval', 'year', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      cases: { min: 1, max: 1 },
      groups: [{ value: 'usmca-rrm', cases: { min: 1, max: 1 } }],
    });
    expect((await dateline('statistics', '--interval', 'day')).code).toBe(2);
  });
});
