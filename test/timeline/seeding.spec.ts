import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureClock, openClock, projectRoot } from '#libs/database';
import { EventStore } from '#libs/event-store';
import { createTestDatabase, type TestDatabase } from '#libs/testing';
import {
  seedAll,
  seedState,
  type Seeded,
  type SeedState,
  type SeedingOptions,
  type SeedingPlace,
} from '#libs/timeline';

const source = (id: string, more: object = {}): object => ({
  record: 'source',
  id,
  title: id,
  publisher: 'P',
  ...more,
});
const subject = { record: 'subject', id: 'accord', type: 'agreement', name: 'The accord' };
const fact = (id: string, from: string, more: object = {}): object => ({
  record: 'fact',
  id,
  subject: 'accord',
  type: 'agreement.noted',
  occurred: null,
  title: id,
  sources: [{ source: from }],
  ...more,
});
const ndjson = (...records: object[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join('');

const counts = ({ imported }: Seeded): number[][] =>
  imported.map(({ report }) => [report.recorded, report.repeated, report.refused, report.leftOut]);

describe('seeding', () => {
  let test: TestDatabase;
  let place: SeedingPlace;
  let folder: string;

  beforeEach(async () => {
    test = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'dateline-seeds-'));
    place = { db: test.db, store: new EventStore(test.db), clock: await openClock(test.db) };
  });

  afterEach(async () => {
    await test.drop();
    await rm(folder, { recursive: true });
  });

  const write = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);
  const seed = (what = folder, options?: SeedingOptions): Promise<Seeded> =>
    seedAll(place, what, projectRoot(), options);
  const state = (): Promise<SeedState> => seedState(test.db, folder, projectRoot());
  const ids = async (): Promise<string[]> => (await place.store.readAll({ limit: 100 })).map(({ id }) => id);

  it('names the data set as the recorder of every event, with one request for a file', async () => {
    await write('1.ndjson', ndjson(source('a', { publishedOn: '2024-01-01' }), subject, fact('first', 'a')));
    await seed();
    const recorders = (await place.store.readAll({ limit: 100 })).map(({ metadata }) => metadata);
    expect(recorders).toEqual(recorders.map(() => ({ by: 'seed', requestId: recorders[0]!['requestId'] })));
    expect(recorders).toHaveLength(3);
  });

  it('imports the files of a folder in the order of their names, NDJSON and CSV, and each only once', async () => {
    await write(
      '2.csv',
      'record,id,subject,type,occurred,title,source\nfact,f,accord,agreement.signed,2020-07-01,Signed,s\n',
    );
    await write('1.ndjson', ndjson(source('s'), subject));
    await write('notes.txt', 'not a file of records');
    expect(await state()).toEqual({ seeded: false, waiting: [join(folder, '1.ndjson'), join(folder, '2.csv')] });
    expect(counts(await seed())).toEqual([
      [2, 0, 0, 0],
      [1, 0, 0, 0],
    ]);
    expect(await ids()).toEqual(['source:s', 'subject:accord', 'fact:f']);
    expect(await state()).toEqual({ seeded: true, waiting: [] });
    expect(await seed()).toEqual({ imported: [], before: 2 });
  });

  it('imports a changed file again, tells what conflicts, and counts the file as done', async () => {
    await write('1.ndjson', ndjson(source('s'), subject));
    await seed();
    await write('1.ndjson', ndjson(source('s', { title: 'Another title' }), subject, fact('f', 's')));
    const told: string[] = [];
    expect(counts(await seed(folder, { say: (line) => told.push(line) }))).toEqual([[1, 1, 1, 0]]);
    expect(told).toEqual([
      expect.stringContaining('1 recorded, 1 already there, 1 refused, 0 left out'),
      expect.stringMatching(/line 1, column \d+: is taken by a record with other content/),
    ]);
    expect(await state()).toEqual({ seeded: true, waiting: [] });
  });

  it('makes good by the next start what an end in the middle left undone', async () => {
    const many = Array.from({ length: 6_000 }, (_, index) => fact(`f-${index}`, 's', { summary: 'x'.repeat(200) }));
    await write('1.ndjson', ndjson(source('s'), subject, ...many));
    const leaving = new AbortController();
    const cut = await seed(folder, { signal: leaving.signal, onProgress: () => leaving.abort() });
    expect(cut.imported).toEqual([]);
    const { position } = await place.store.head();
    expect(Number(position)).toBeGreaterThan(0);
    expect(Number(position)).toBeLessThan(6_002);
    expect((await state()).waiting).toHaveLength(1);
    expect(counts(await seed())).toEqual([[6_002 - Number(position), Number(position), 0, 0]]);
  });

  it('does the work once where two processes begin at the same time', async () => {
    await write('1.ndjson', ndjson(source('s'), subject, fact('f', 's')));
    const both = await Promise.all([seed(), seed()]);
    expect(both.flatMap(counts)).toEqual([[3, 0, 0, 0]]);
    expect((await place.store.head()).position).toBe(3n);
  });

  it('takes nothing for none, and says in one sentence what is wrong with SEED', async () => {
    expect(await seed('none')).toEqual({ imported: [], before: 0 });
    await expect(seed(join(folder, 'missing'))).rejects.toThrow('there is no such file or folder');
    await expect(seed()).rejects.toThrow('there is no .ndjson or .csv file');
    await write('1.ndjson', ndjson(source('s')));
    expect(counts(await seed(join(folder, '1.ndjson')))).toEqual([[1, 0, 0, 0]]);
  });

  it('takes under CLOCK_START only what was known by then, and counts the rest', async () => {
    await ensureClock(test.owner, '2024-09-16T09:00:00Z');
    place.clock = await openClock(test.db);
    const cites = { sources: [{ source: 'early' }], reason: 'slip' };
    await write(
      '1.ndjson',
      ndjson(
        source('early', { publishedOn: '2024-09-16' }),
        source('late', { publishedOn: '2024-09-17' }),
        source('undated'),
        subject,
        fact('published-early', 'early'),
        fact('published-late', 'late', { occurred: '2024-01-01' }),
        fact('stated-early', 'late', { occurred: '2024-01-01', knownSince: '2024-01-01' }),
        fact('window-past', 'undated', { occurred: '2024-08' }),
        fact('window-open', 'undated', { occurred: '2024-08/..' }),
        fact('window-later', 'undated', { occurred: '2024-09-01/2024-09-30' }),
        { record: 'correction', id: 'c', fact: 'published-early', changes: { summary: 'S' }, ...cites },
        { record: 'retraction', id: 'r', fact: 'window-past', reason: 'slip', sources: [{ source: 'late' }] },
        { record: 'correction', id: 'd', source: 'undated', changes: { publishedOn: '2024-01-01' }, ...cites },
        fact('dated-since', 'undated', { occurred: '2024-08/..' }),
      ),
    );
    expect(counts(await seed())).toEqual([[10, 0, 0, 4]]);
    expect((await ids()).slice(4)).toEqual([
      'fact:published-early',
      'fact:stated-early',
      'fact:window-past',
      'correction:c',
      'correction:d',
      'fact:dated-since',
    ]);
  });
});
