import stringWidth from 'string-width';
import { createTestDatabase, type TestDatabase } from '#libs/testing';
import { ndjson, runDateline, type Ended } from './command-line.js';
import { SAMPLE } from './sample-records.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await runDateline(['import', '-'], { DATABASE_URL: database.url }, ndjson(SAMPLE));
});
afterAll(() => database.drop());

function dateline(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return runDateline(args, { DATABASE_URL: database.url, ...env });
}

async function ids(...args: string[]): Promise<string[]> {
  const { stdout } = await dateline(['timeline', '--json', ...args]);
  return (JSON.parse(stdout) as Page).items.map(({ id }) => id);
}

interface Page {
  items: { id: string; status: string }[];
  page: { next: string | null };
  position: string;
}

describe('dateline timeline', () => {
  it.each([60, 80, 120])('fits into %i columns, wide characters too, and loses no word', async (columns) => {
    const { code, stdout } = await dateline(['timeline', '--undated'], { COLUMNS: String(columns) });
    expect(code).toBe(0);
    for (const line of stdout.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
    const words = stdout.replaceAll(/\s+/g, '');
    expect(words).toContain('🐟');
    for (const word of ['names', 'October', '4May2019', 'January2020', 'nodate']) expect(words).toContain(word);
    expect(words).toMatch(/6entries\.Asofposition9ofthelog\./);
  });

  it('lays the columns out alike in every line, whatever the characters are', async () => {
    const { stdout } = await dateline(['timeline', '--from', '2021-02-01', '--to', '2021-02-01'], { COLUMNS: '60' });
    const lines = stdout.split('\n');
    const start = stringWidth(lines.find((line) => line.startsWith('When'))!.split('What')[0]!);
    const row = lines.findIndex((line) => line.startsWith('1 February 2021'));
    const story = lines.slice(row, row + 4).filter((line) => line.trim() !== '' && !/entr/.test(line));
    expect(story.length).toBeGreaterThan(1);
    for (const line of story) {
      const before = line.slice(0, line.search(/\P{ASCII}/u));
      expect(stringWidth(before)).toBe(start);
    }
  });

  it('marks a plan whose time has passed with no outcome on record', async () => {
    const { stdout } = await dateline(['timeline', '--type', 'dialogue.planned']);
    expect(stdout).toContain('Next talks announced [unconfirmed]');
  });

  it('colours where it is told to, and with --no-color not even then', async () => {
    const coloured = await dateline(['timeline'], { FORCE_COLOR: '1' });
    const plain = await dateline(['timeline', '--no-color'], { FORCE_COLOR: '1' });
    const piped = await dateline(['timeline']);
    expect(coloured.stdout).toContain('\u001b[');
    expect(plain.stdout).not.toContain('\u001b[');
    expect(piped.stdout).toBe(plain.stdout);
  });

  it('answers one JSON document, and nothing beside it', async () => {
    const { code, stdout, stderr } = await dateline([
      'timeline',
      '--json',
      '--subject',
      'fish-pact',
      '--subject',
      'fish-talks',
    ]);
    const page = JSON.parse(stdout) as Page;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(page.items.map(({ id }) => id)).toEqual([
      'pact-signed',
      'pact-in-force',
      'talks-held',
      'talks-wide',
      'talks-planned',
    ]);
    expect(page).toMatchObject({ position: '9', page: { next: null } });
  });

  it('takes the filters of the contract under their names', async () => {
    expect(await ids('herring')).toEqual(['talks-held']);
    expect(await ids('--q', 'HERRING mackerel')).toEqual(['talks-held']);
    expect(await ids('--subject-type', 'agreement', '--order', 'desc')).toEqual(['pact-in-force', 'pact-signed']);
    expect(await ids('--as-of', '2019-12-31', '--recorded-by', '5')).toEqual(['pact-signed']);
    expect(await ids('--known-at', '2019-01-01')).toEqual([]);
    expect(await ids('--subject', 'fish-pact', '--include', 'milestones')).toEqual([
      'pact-signed',
      'pact-in-force',
      expect.stringMatching(/^fish-pact\.term-end\./),
    ]);
  });

  it('says how to get the next page, and the command that it says works', async () => {
    const first = await dateline(['timeline', '--limit', '2', '--party', 'NO']);
    const next = /^Next: dateline (.*)$/m.exec(first.stdout)![1]!;
    const second = await dateline(next.split(' '));
    expect(first.stdout).toContain('Pact signed in Bergen');
    expect(second.stdout).not.toContain('Pact signed in Bergen');
    expect(second.stdout).toContain('Talks about herring');
    expect(second.stdout).toMatch(/^Back: dateline timeline/m);
  });

  it('says so where nothing fits', async () => {
    const { code, stdout } = await dateline(['timeline', 'nowhere']);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'No entries on record fit. As of position 9 of the log.\nData as of 2 March 2021.\n',
    });
  });
});

describe('dateline subject', () => {
  it('shows the state, what is due, and the story with the undated facts', async () => {
    const { code, stdout } = await dateline(['subject', 'fish-pact'], { COLUMNS: '100' });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Fisheries Pact\nfish-pact · agreement · NO, IS · fish\n/);
    expect(stdout).toMatch(/^status +in-force$/m);
    expect(stdout).toMatch(/^2090 +End of the term/m);
    expect(stdout).toMatch(/^4 May 2019 +Pact signed in Bergen$/m);
    const told = await dateline(['subject', 'fish-talks', '--json']);
    const { subject, timeline } = JSON.parse(told.stdout) as { subject: { id: string }; timeline: { id: string }[] };
    expect(subject.id).toBe('fish-talks');
    expect(timeline.at(-1)?.id).toBe('talks-noted');
  });

  it('says of an agreement whose stated term is over that it was in force when last reported', async () => {
    const { code, stdout } = await dateline(['subject', 'fish-pact', '--as-of', '2091-06-01'], { COLUMNS: '240' });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^status +in-force when last reported, 2 March 2021; its stated term ended 2090, and no record states a later end$/m,
    );
    expect(stdout).not.toMatch(/^ends on/m);
  });

  it('fails in a sentence where there is no such subject', async () => {
    expect(await dateline(['subject', 'nobody'])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'There is no subject "nobody" on record.\n',
    });
  });
});

describe('dateline milestones', () => {
  it('tells what is due, why, and where it stands', async () => {
    const { stdout } = await dateline(['milestones', '--subject', 'fish-pact']);
    expect(stdout).toMatch(/^2090 +End of the term: Fisheries Pact +upcoming$/m);
    const json = await dateline(['milestones', '--status', 'upcoming', '--flag', 'far', '--json']);
    expect((JSON.parse(json.stdout) as Page).items).toEqual([expect.objectContaining({ status: 'upcoming' })]);
  });
});

describe('A question that cannot be asked', () => {
  it('ends with exit code 2 and one sentence for each option that is wrong', async () => {
    const wrong = ['timeline', '--from', '2024-02-30', '--limit', '0', '--cursor', ''];
    const { code, stdout, stderr } = await dateline(wrong);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.trim().split('\n')).toEqual([
      expect.stringMatching(/^--from: "2024-02-30" is not a date/),
      '--limit: must be a whole number from 1 to 200',
      expect.stringMatching(/^--cursor: /),
    ]);
    expect(await dateline(['timeline', '--order', 'up'])).toMatchObject({ code: 2, stdout: '' });
  });

  it('ends with exit code 1 and one sentence for each setting that is wrong', async () => {
    const { code, stderr } = await dateline(['timeline'], { PORT: 'x', LOG_LEVEL: 'loud' });
    expect(code).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(2);
  });
});
