import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, type TestDatabase } from '#libs/testing';
import { ndjson, runDateline, type Ended } from './command-line.js';
import { SAMPLE } from './sample-records.js';

let database: TestDatabase;
let folder: string;

beforeEach(async () => {
  [database, folder] = await Promise.all([createTestDatabase(), mkdtemp(join(tmpdir(), 'dateline-import-'))]);
});
afterEach(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

function dateline(args: string[], input?: string): Promise<Ended> {
  return runDateline(args, { DATABASE_URL: database.url }, input);
}

async function file(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

const FAULTS = [
  (text: string) => text.slice(0, -20),
  (text: string) => text.replace('2020-02-03', '2020-02-30'),
  (text: string) => text.replace('"gazette"', '"nobody"'),
  (text: string) => text.replace('agreement.noted', 'agreement.eaten'),
];

/** Facts numbered from 1, of which some lines are bad in several ways. */
function manyFacts(count: number, bad: readonly number[]): string {
  const lines = Array.from({ length: count }, (_, index) => {
    const text = fact(index + 1);
    const place = bad.indexOf(index + 1);
    return place < 0 ? text : FAULTS[place % FAULTS.length]!(text);
  });
  return `${lines.join('\n')}\n`;
}

function fact(number: number): string {
  return JSON.stringify({
    record: 'fact',
    id: `fact-${number}`,
    subject: 'fish-pact',
    type: 'agreement.noted',
    occurred: '2020-02-03',
    title: `Note ${number}`,
    sources: [{ source: 'gazette' }],
  });
}

describe('dateline import', () => {
  it('records what a file says, and nothing new when the file comes again', async () => {
    const path = await file('story.ndjson', ndjson(SAMPLE));
    const first = await dateline(['import', path]);
    const second = await dateline(['import', path]);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toBe(
      '9 records were recorded.\n9 recorded, 0 repeated, 0 refused, 0 not read of 9 rows; position 9.\n',
    );
    expect(second).toMatchObject({ code: 0, stderr: '' });
    expect(second.stdout).toBe(
      'Nothing new: all 9 records are on record already.\n0 recorded, 9 repeated, 0 refused, 0 not read of 9 rows; position 9.\n',
    );
  });

  it('names each of seven bad lines among a thousand, keeps the rest, and ends with exit code 1', async () => {
    const bad = [3, 77, 401, 500, 501, 998, 1000];
    await dateline(['import', '-'], ndjson(SAMPLE));
    const path = await file('many.ndjson', manyFacts(1000, bad));
    const { code, stdout } = await dateline(['import', path]);
    expect(code).toBe(1);
    const named = [...stdout.matchAll(/^(\d+):(\d+) /gm)].map(([, line]) => Number(line));
    expect(named).toEqual(bad);
    expect(stdout).toContain('993 records were recorded; 7 lines were refused.');
    expect(stdout).toMatch(/^77:\d+ +\/occurred +"2020-02-30" is not a date: February 2020 has 29$/m);
  });

  it('lists a problem that many lines have once, with their number and the last of them', async () => {
    await dateline(['import', '-'], ndjson(SAMPLE));
    const lines = Array.from({ length: 300 }, (_, index) => fact(index + 1).replace('"gazette"', '"nobody"'));
    const { code, stdout } = await dateline(['import', await file('wrong.ndjson', `${lines.join('\n')}\n`)]);
    expect(code).toBe(1);
    expect([...stdout.matchAll(/^\d+:\d+ /gm)]).toHaveLength(1);
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(/\(and in 299 more lines, the last of them 300:\d+\)/);
    expect(stdout).toContain('Nothing was recorded: 300 lines were refused.');
  });

  it('records nothing with --atomic where one line of several files is bad, and says which line of which file', async () => {
    const good = await file('good.ndjson', ndjson(SAMPLE));
    const poor = await file('poor.ndjson', manyFacts(12, [9]));
    const { code, stdout } = await dateline(['import', good, poor, '--atomic', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      recorded: 0,
      refused: 1,
      position: '0',
      problems: [{ file: poor, line: 9, column: expect.any(Number), type: '/problems/line-unreadable' }],
    });
  });

  it('checks everything and records nothing with --dry-run', async () => {
    const path = await file('story.ndjson', ndjson(SAMPLE));
    const dry = await dateline(['import', path, '--dry-run']);
    const real = await dateline(['import', path]);
    expect(dry.stdout).toBe(
      '9 records would be recorded.\nDry run: 9 recorded, 0 repeated, 0 refused, 0 not read of 9 rows; position 0.\n',
    );
    expect(real.stdout).toMatch(/^9 records were recorded\./);
  });

  it('reads CSV, by its name or where it is told to', async () => {
    const sources = 'id,title,publisher,publishedOn\ngazette,"Gazette, joint",Ministries,2021-03-02\n';
    const named = await dateline(['import', await file('sources.csv', sources)]);
    const told = await dateline(['import', '-', '--format', 'csv'], sources);
    expect(named.stdout).toMatch(/^1 record was recorded\./);
    expect(told.stdout).toMatch(/^Nothing new: the one record is on record already\./);
  });

  it.each([
    ['an empty file', 'empty.ndjson', '', 'The file has no record', 0],
    ['a file that names its columns and no more', 'head.csv', 'id,title,publisher\r', 'no row below them', 0],
    ['a JSON array', 'list.ndjson', JSON.stringify(SAMPLE, null, 1), 'one record a line', 9],
    ['a spreadsheet that was renamed', 'sheet.csv', 'PK\u0003\u0004…', 'save the sheet as CSV', 1],
  ])('says of %s why nothing is recorded, and ends with exit code 1', async (_what, name, text, why, least) => {
    const { code, stdout } = await dateline(['import', await file(name, text)]);
    expect(code).toBe(1);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(why);
    expect(stdout).toContain(least === 0 ? 'There was nothing to record.' : 'Nothing was recorded: ');
    const [, notRead, rows] = /0 refused, (\d+) not read of (\d+) row/.exec(stdout) ?? [];
    expect(notRead).toBe(rows);
    expect(Number(rows)).toBeGreaterThanOrEqual(least);
  });

  it('names an empty file among others, and records the others', async () => {
    const good = await file('good.ndjson', ndjson(SAMPLE).replaceAll('\n', '\r'));
    const { code, stdout } = await dateline(['import', await file('none.csv', '\n'), good, '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      rows: 9,
      recorded: 9,
      notRead: 0,
      problems: [{ file: expect.stringMatching(/none\.csv$/), line: 1, type: '/problems/import-empty' }],
    });
  });

  it('refuses files that are not there or of no known kind before it records anything', async () => {
    const good = await file('good.ndjson', ndjson(SAMPLE));
    const missing = await dateline(['import', good, join(folder, 'none.ndjson')]);
    const unknown = await dateline(['import', good, await file('story.txt', '')]);
    expect(missing).toMatchObject({
      code: 1,
      stderr: `${join(folder, 'none.ndjson')} cannot be read: there is no such file.\n`,
    });
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('say --format ndjson or --format csv') });
    const { rows } = await database.db.pool.query('select from events');
    expect(rows).toHaveLength(0);
  });
});
