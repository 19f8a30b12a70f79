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
