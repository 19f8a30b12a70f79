import type { Json } from '#libs/kernel';
import { eventually } from '#libs/testing';
import { lines } from '../data/bundled-records.js';
import { startBundledApi } from '../web/bundled-api.js';
import { startTestApi, type Answer, type TestApi } from './test-api.js';

/** What is not the same elsewhere: the places in the log. The bases of known days are, too. */
const OF_THE_LOG = new Set(['position', 'recordedPosition', 'recordedAt', 'head']);

const withoutPlaces = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(withoutPlaces);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([field, part]) => (OF_THE_LOG.has(field) ? [] : [[field, withoutPlaces(part)]])),
  );
};

/** The answer to a question, and every item of it where it is a list. */
const answerOf = async (api: TestApi, path: string): Promise<Json> => {
  const items: Json[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const { status, body } = await api.get(`${path}${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`);
    expect([path, status]).toEqual([path, 200]);
    if (body.items === undefined) return withoutPlaces(body as Json);
    items.push(...(body.items as Json[]));
    cursor = body.page.next as string | null;
  }
  return withoutPlaces(items);
};

const recordsOf = (ndjson: string): Json[] =>
  ndjson
    .trimEnd()
    .split('\n')
    .map((line) => {
      const { meta, ...record } = JSON.parse(line);
      return { ...record, derived: meta.derived ?? null };
    });

const take = (api: TestApi, ndjson: string): Promise<Answer> =>
  api.post('/v1/import', ndjson, { headers: { 'content-type': 'application/x-ndjson' } });

describe('the bundled data that was exported and imported elsewhere', () => {
  let here: TestApi;
  let there: TestApi;
  let exported: string;

  beforeAll(async () => {
    here = await startBundledApi();
    there = await startTestApi({ clockStart: '2027-03-01T12:00:00Z' });
    exported = (await here.get('/v1/export')).text;
    const { body } = await take(there, exported);
    expect(body).toMatchObject({ recorded: recordsOf(exported).length, refused: 0 });
    for (const list of ['milestones', 'timeline'])
      await eventually(async () =>
        expect((await there.get(`/v1/${list}?after=${body.position}&limit=1`)).status).toBe(200),
      );
  });
  afterAll(() => Promise.all([here.stop(), there.stop()]));

  it.each([
    '/v1/cases?limit=200&asOf=2026-11-22',
    '/v1/coverage?asOf=2026-11-22',
    '/v1/milestones?limit=200&asOf=2026-11-22',
    '/v1/cases/changes?limit=200&asOf=2026-11-22',
    '/v1/cases/changes?limit=200&clock=known&since=2020-01-01&until=2026-11-22&asOf=2026-11-22',
    '/v1/timeline?limit=200&undated=include&retracted=include&asOf=2026-11-22',
    '/v1/timeline?limit=200&undated=include&retracted=include&knownAt=2026-11-22',
    '/v1/timeline?limit=200&undated=include&retracted=include&knownAt=2026-11-21',
  ])('gives the same answer: %s', async (path) => {
    const answer = await answerOf(here, path);
    expect(answer).not.toEqual([]);
    expect(await answerOf(there, path)).toEqual(answer);
  });

  it('has no news of the day of its recording, where no source and no writer dates a fact', async () => {
    for (const api of [here, there]) {
      const { body } = await api.get('/v1/coverage');
      expect(body.cases.newestNews < '2026-11-22').toBe(true);
      const { body: undated } = await api.get('/v1/cases/freixenet-mexico');
      expect(undated.lastNews < '2026-11-22').toBe(true);
    }
  });

  it('is exported from there in the same lines, and is a repeat in either, as is what was recorded first', async () => {
    const again = (await there.get('/v1/export')).text;
    expect(recordsOf(again)).toEqual(recordsOf(exported));
    const repeat = { recorded: 0, refused: 0, repeated: recordsOf(exported).length };
    const first = lines.map(({ record }) => JSON.stringify(record)).join('\n');
    for (const api of [here, there])
      for (const ndjson of [again, exported, first]) expect((await take(api, ndjson)).body).toMatchObject(repeat);
  });
});
