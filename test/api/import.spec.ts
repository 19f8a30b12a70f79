import type { JsonObject } from '#libs/kernel';
import { fact, lines, source, subject } from './records.js';
import { startTestApi, type Answer, type TestApi } from './test-api.js';

const BAD = [17, 40, 99, 123, 200, 256, 300];

/** 300 lines of which seven are bad, each in another way. */
function someBad(prefix: string): string {
  const records = Array.from({ length: 300 }, (_, index) =>
    JSON.stringify({ record: 'fact', ...fact({ id: `${prefix}-${index + 1}`, occurred: '2021-05' }) }),
  );
  records[16] = 'not json';
  records[39] = JSON.stringify({ record: 'fact', ...fact({ id: `${prefix}-40`, occurred: '2023-02-29' }) });
  records[98] = JSON.stringify({ record: 'fact', ...fact({ id: `${prefix}-99`, subject: 'nobody' }) });
  records[122] = JSON.stringify({ record: 'fact', ...fact({ id: `${prefix}-123`, sources: [] }) });
  records[199] = JSON.stringify({ record: 'fact', ...fact({ id: 'NOT A SLUG' }) });
  records[255] = JSON.stringify({ record: 'fact', ...fact({ id: `${prefix}-1`, occurred: '1999' }) });
  records[299] = '{"record":"fact"';
  return records.join('\n');
}

const named = ({ body }: Answer): number[] => [
  ...new Set((body.problems as { line: number }[]).map(({ line }) => line)),
];
const invalid = (parameter: string): object => ({ status: 400, body: { errors: [{ parameter }] } });

/** A correction of the fact that the test of remarks records. */
const correction = (id: string, changes: JsonObject, cited = 'old-sheet'): JsonObject => ({
  record: 'correction',
  id,
  fact: 'known-fact',
  changes,
  reason: 'The date was wrong.',
  sources: [{ source: cited }],
});

const sources = (count: number, prefix: string): string[] =>
  Array.from({ length: count }, (_, index) =>
    JSON.stringify({ record: 'source', id: `${prefix}-${index}`, title: 'T', publisher: 'P' }),
  );

describe('an import with atomic', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi({ admission: { atomicImport: 20_000, atomicImportsHeld: 30_000, atomicLeast: 100 } });
  });
  afterAll(() => api.stop());

  const send = (body: string): Promise<Answer> =>
    api.post('/v1/import?atomic=true', body, { headers: { 'content-type': 'application/x-ndjson' } });
  it('holds a bounded amount of records, and records none where there are more', async () => {
    for (let round = 0; round < 3; round++) {
      const refused = await send(sources(300, 'many').join('\n'));
      expect(refused).toMatchObject({ status: 413, body: { type: '/problems/body-too-large' } });
    }
    expect((await api.get('/v1/sources/many-0')).status).toBe(404);
    // Nothing stays counted of what was refused.
    expect(await send(sources(150, 'fits').join('\n'))).toMatchObject({ status: 200, body: { recorded: 150 } });
  });

  it('holds no line that is refused, so that any number of them is counted and named', async () => {
    const bad = Array.from({ length: 3_000 }, () => '1');
    const { status, body } = await send([...sources(10, 'right'), ...bad].join('\n'));
    expect([status, body.rows, body.recorded, body.refused, body.notRead]).toEqual([422, 3_010, 0, 3_000, 10]);
    expect(body.problems).toHaveLength(3_000);
  });
});

describe('import over HTTP', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi();
    await api.post('/v1/sources', source());
    await api.post('/v1/subjects', subject());
  });
  afterAll(() => api.stop());

  const send = (body: string, query = '', type = 'application/x-ndjson'): Promise<Answer> =>
    api.post(`/v1/import${query}`, body, { headers: { 'content-type': type } });
  const head = async (): Promise<string> => (await api.get('/health/ready')).body.head;

  it('names the seven bad lines of 300 and keeps the others', async () => {
    const answer = await send(someBad('kept'));
    expect(answer).toMatchObject({ status: 200, body: { recorded: 293, repeated: 0, refused: 7 } });
    expect(named(answer)).toEqual(BAD);
    expect(answer.body.problems[1]).toEqual({
      line: 40,
      column: expect.any(Number),
      pointer: '/occurred',
      type: '/problems/record-invalid',
      detail: expect.stringContaining('2023-02-29'),
      code: 'custom',
      params: { rule: 'days-of-month', text: '2023-02-29', year: '2023', month: '02', days: 28 },
    });
    expect(answer.body.position).toBe('295');
  });

  it('records nothing new when the same lines are sent again, and says so', async () => {
    const before = await head();
    expect((await send(someBad('kept'))).body).toMatchObject({ recorded: 0, repeated: 293, refused: 7 });
    expect(await head()).toBe(before);
  });

  it('records nothing at all with atomic where a line is bad, and everything where none is', async () => {
    const before = await head();
    const refused = await send(someBad('atomic'), '?atomic=true');
    expect(refused).toMatchObject({ status: 422, body: { recorded: 0, refused: 7 } });
    expect(named(refused)).toEqual(BAD);
    expect(await head()).toBe(before);
    const good = someBad('atomic')
      .split('\n')
      .filter((_, index) => !BAD.includes(index + 1));
    expect(await send(good.join('\n'), '?atomic=true')).toMatchObject({ status: 200, body: { recorded: 293 } });
  });

  it('decides everything and records nothing in a dry run', async () => {
    const before = await head();
    expect((await send(someBad('dry'), '?dryRun=true')).body).toMatchObject({ recorded: 293, refused: 7 });
    expect(await head()).toBe(before);
  });

  it('takes CSV with the same names', async () => {
    const csv = [
      'record,id,subject,type,occurred,title,sources.0.source,sources.0.locator,body.endsOn',
      'fact,from-csv,accord,agreement.extended,2022,"Extended, again",sheet,page 4,2030',
      'fact,bad-csv,accord,agreement.extended,soon,Extended,sheet,,2030',
    ].join('\r\n');
    const { body } = await send(csv, '', 'text/csv; charset=utf-8');
    expect(body).toMatchObject({ recorded: 1, refused: 1, problems: [{ line: 3, column: 5, pointer: '/occurred' }] });
    expect((await api.get(`/v1/facts/from-csv?after=${body.position}`)).body).toMatchObject({
      title: 'Extended, again',
      body: { endsOn: '2030' },
    });
  });

  it.each(['\n', '\r\n', '\r'])('records lines that end with %j, as NDJSON and as CSV', async (end) => {
    const name = `end-${end === '\r' ? 'cr' : end.length}`;
    const records = ['a', 'b'].map((id) => JSON.stringify({ record: 'source', ...source({ id: `${name}-${id}` }) }));
    expect((await send(records.join(end))).body).toMatchObject({ rows: 2, recorded: 2, problems: [] });
    const csv = ['id,title,publisher', `${name}-c,C,P`, `${name}-d,D,P`, ''].join(end);
    expect((await send(csv, '', 'text/csv')).body).toMatchObject({ rows: 2, recorded: 2, problems: [] });
  });

  it.each<[string, string, string, number, string]>([
    ['an empty body', '', 'application/x-ndjson', 0, '/problems/import-empty'],
    ['blank lines', '\n\r\n \n', 'application/x-ndjson', 0, '/problems/import-empty'],
    ['an empty body', '', 'text/csv', 0, '/problems/import-empty'],
    ['names of columns alone', 'id,title,publisher\n', 'text/csv', 0, '/problems/import-empty'],
    ['names of columns that are none', 'id;title\na;b\nc;d', 'text/csv', 2, '/problems/file-unreadable'],
    [
      'a JSON array',
      '[\n{"record":"source"},\n{"record":"source"}\n]',
      'application/x-ndjson',
      4,
      '/problems/file-unreadable',
    ],
    ['NDJSON', '{"record":"source"}\n{"record":"source"}', 'text/csv', 2, '/problems/file-unreadable'],
    ['a quote that is not closed', 'id,title,publisher\na,"T,P\nb,T,P\n', 'text/csv', 2, '/problems/file-unreadable'],
  ])('says of %s in one problem why nothing is read: %j as %s', async (_what, body, type, rows, problem) => {
    const none = { rows, recorded: 0, repeated: 0, refused: 0, notRead: rows };
    const problems = [{ pointer: '', type: problem, detail: expect.stringMatching(/^[A-Z].*\.$/), count: rows }];
    expect(await send(body, '', type)).toMatchObject({ status: 200, body: { ...none, problems } });
    expect(await send(body, '?atomic=true', type)).toMatchObject({ status: 422, body: { ...none, problems } });
  });

  it('counts each row as recorded, repeated, refused or not read, also where all or none is recorded', async () => {
    const right = JSON.stringify({ record: 'source', ...source({ id: 'counted' }) });
    const body = `${right}\n\n${right}\nnot json\n${right.replace('counted', 'counted-too')}\n`;
    expect((await send(body, '?atomic=true')).body).toMatchObject({
      rows: 4,
      recorded: 0,
      repeated: 0,
      refused: 1,
      notRead: 3,
    });
    expect((await send(body, '?dryRun=true')).body).toMatchObject({
      rows: 4,
      recorded: 2,
      repeated: 1,
      refused: 1,
      notRead: 0,
    });
    expect((await send(body)).body).toMatchObject({ rows: 4, recorded: 2, repeated: 1, refused: 1, notRead: 0 });
  });

  it('folds what is refused for one refused record into one problem with the number of rows', async () => {
    const records: JsonObject[] = [
      { record: 'subject', ...subject({ id: 'treaty', name: ' ' }) },
      ...Array.from({ length: 40 }, (_, index) => ({
        record: 'fact',
        ...fact({ id: `of-treaty-${index}`, subject: 'treaty' }),
      })),
      { record: 'retraction', id: 'r', fact: 'of-treaty-7', reason: 'A slip', sources: [{ source: 'sheet' }] },
      { record: 'fact', ...fact({ id: 'of-nobody', subject: 'nobody' }) },
      { record: 'fact', ...fact({ id: 'of-accord' }) },
    ];
    const { body } = await send(lines(records));
    expect(body).toMatchObject({ rows: 44, recorded: 1, refused: 43 });
    expect(body.problems).toMatchObject([
      { line: 1, pointer: '/name', params: { rule: 'not-visible' } },
      {
        line: 2,
        pointer: '/subject',
        type: '/problems/subject-unknown',
        detail: expect.stringContaining('the subject "treaty" was refused; this row and 40 more need it'),
        params: { rule: 'follows', record: 'subject', id: 'treaty', count: 41 },
        count: 41,
      },
      { line: 43, pointer: '/subject' },
    ]);
    expect(body.problems[2].count).toBeUndefined();
  });

  it('refuses a number that does not survive and a name that stands twice, and names the place of each', async () => {
    const right = JSON.stringify({ record: 'fact', ...fact({ id: 'exact', body: { a: 1.5, b: 1 } }) });
    const body = [
      right.replace('1.5', '9007199254740993').replace('exact', 'too-long'),
      right.replace('1.5', '1e400').replace('exact', 'too-large'),
      right.replace('"b"', '"a"').replace('exact', 'twice'),
      right.replace('1.5', '1.50').replace('"b":1', '"b":1e3'),
    ];
    const { body: report } = await send(body.join('\n'));
    expect(report).toMatchObject({ rows: 4, recorded: 1, refused: 3 });
    expect(report.problems).toMatchObject([
      {
        line: 1,
        pointer: '/body/a',
        type: '/problems/record-invalid',
        detail: expect.stringContaining('write it as a string'),
      },
      { line: 2, pointer: '/body/a', params: { rule: 'number-inexact' } },
      { line: 3, pointer: '/body/a', params: { rule: 'duplicate-key' } },
    ]);
    expect(report.problems[0].column).toBe(body[0]!.indexOf('9007199254740993') + 1);
    expect((await api.get(`/v1/facts/exact?after=${report.position}`)).body.body).toEqual({ a: 1.5, b: 1000 });
  });

  it.each(['?dryRun=true', ''])(
    'remarks on what is right and was hardly meant, with the parameters %j',
    async (query) => {
      const records: JsonObject[] = [
        { record: 'source', ...source({ id: `young${query.length}`, publishedOn: '2025-01' }) },
        { record: 'fact', ...fact({ id: `season${query.length}`, type: 'agreement.noted', occurred: '2020-24' }) },
        {
          record: 'fact',
          ...fact({
            id: `term${query.length}`,
            type: 'agreement.extended',
            occurred: '2024-01-02',
            body: { endsOn: 'Y45551' },
          }),
        },
        {
          record: 'fact',
          ...fact({
            id: `later${query.length}`,
            type: 'agreement.noted',
            occurred: '2025-05',
            sources: [{ source: `young${query.length}` }, { source: 'sheet' }],
          }),
        },
        {
          record: 'fact',
          ...fact({
            id: `plan${query.length}`,
            type: 'milestone.planned',
            occurred: '2029',
            body: { milestone: 'a.b' },
          }),
        },
      ];
      const { body } = await send(lines(records), query);
      expect(body).toMatchObject({ rows: 5, recorded: 5, problems: [] });
      expect(body.remarks).toMatchObject([
        {
          line: 2,
          column: expect.any(Number),
          pointer: '/occurred',
          code: 'read-as-season',
          params: { years: '2020/2024' },
        },
        { line: 3, pointer: '/body/endsOn', code: 'far-future', detail: expect.stringContaining('2024-09-16') },
        {
          line: 4,
          pointer: '/sources/1/source',
          code: 'known-before',
          params: { known: '2024-09-16', earliest: '2025-05-01' },
        },
      ]);
    },
  );

  it.each(['?dryRun=true', ''])(
    'remarks on a correction by which a fact was known before it happened%s',
    async (query) => {
      const records: JsonObject[] = [
        { record: 'source', id: 'old-sheet', title: 'Sheet', publisher: 'Press', publishedOn: '2024-09-16' },
        { record: 'source', id: 'new-sheet', title: 'Later', publisher: 'Press', publishedOn: '2026-01-02' },
        { record: 'fact', ...fact({ id: 'known-fact', occurred: '2024-05', sources: [{ source: 'old-sheet' }] }) },
        correction('by-an-older-source', { occurred: '2025-05' }),
        correction('by-a-later-source', { occurred: '2025-06' }, 'new-sheet'),
        correction('stated', { knownSince: '2025-01-01' }, 'new-sheet'),
        correction(
          'cited',
          { knownSince: null, sources: [{ source: 'new-sheet' }, { source: 'old-sheet' }] },
          'new-sheet',
        ),
        correction('in-words', { title: 'Other words' }),
      ];
      const { body } = await send(lines(records), query);
      expect(body).toMatchObject({ recorded: records.length, problems: [] });
      expect(body.remarks).toMatchObject([
        { line: 4, pointer: '/sources/0/source', params: { known: '2024-09-16', earliest: '2025-05-01' } },
        { line: 6, pointer: '/changes/knownSince', params: { known: '2025-01-01', earliest: '2025-06-01' } },
        { line: 7, pointer: '/changes/sources/1/source', params: { known: '2024-09-16', earliest: '2025-06-01' } },
      ]);
      expect(body.remarks.every(({ code }: { code: string }) => code === 'known-before')).toBe(true);
    },
  );

  it('stops to read where the first 100,000 rows were all refused, and counts the rest', async () => {
    const { body } = await send('{}\n'.repeat(100_003));
    expect(body).toMatchObject({ rows: 100_003, recorded: 0, repeated: 0, refused: 100_000, notRead: 3 });
    expect(body.problems.at(-1)).toMatchObject({ line: 100_001, count: 3, params: { rule: 'all-refused' } });
    const mixed = await send(`${lines([{ record: 'source', ...source() }])}\n${'{}\n'.repeat(100_003)}`);
    expect(mixed.body).toMatchObject({ rows: 100_004, refused: 100_003, notRead: 0 });
  });

  it('refuses other types and parameters', async () => {
    const unsupported = { status: 415, body: { type: '/problems/content-type-unsupported' } };
    expect(await send('{}', '', 'application/json')).toMatchObject(unsupported);
    expect(await send('x', '', 'application/zip')).toMatchObject(unsupported);
    expect(await send('{}', '?atomic=perhaps')).toMatchObject(invalid('atomic'));
    expect(await send('{}', '?dryrun=true')).toMatchObject(invalid('dryrun'));
  });

  it('takes a body larger than any single record may be', async () => {
    const summary = 'x'.repeat(9_000);
    const records = Array.from({ length: 200 }, (_, index) => ({
      record: 'fact',
      ...fact({ id: `long-${index}`, summary }),
    }));
    expect((await send(lines(records))).body).toMatchObject({ recorded: 200, refused: 0 });
  });

  it('answers a sender whose lines are still coming when the log cannot take them', async () => {
    const { pool } = api.database.owner;
    const before = await head();
    await pool.query(`
      create function fail() returns trigger language plpgsql as $$ begin raise 'The disk is full.'; end $$;
      create trigger fail before insert on events for each statement execute function fail()`);
    try {
      const many = Array.from({ length: 30_000 }, (_, index) => ({ record: 'fact', ...fact({ id: `lost-${index}` }) }));
      expect(await send(lines(many))).toMatchObject({ status: 500, body: { status: 500 } });
    } finally {
      await pool.query('drop trigger fail on events; drop function fail');
    }
    expect(await head()).toBe(before);
    expect((await send(lines([{ record: 'fact', ...fact({ id: 'found' }) }]))).body).toMatchObject({ recorded: 1 });
  });
});
