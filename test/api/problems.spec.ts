import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { problemType } from '#libs/timeline';
import { PROBLEM_CODES } from '../../apps/api/src/http/codes.js';
import { startTestApi, type TestApi } from './test-api.js';

/** The first argument of each error of the domain and the second of each of the door; codes that functions hand on. */
const NAMED = [
  /new DomainError\(\s*'([A-Z_]+)'/g,
  /new HttpProblem\(\s*\d+,\s*'([A-Z_]+)'/g,
  /\b(?:refused|unknown|denied|told)\(\s*(?:\d+,\s*)?'([A-Z]+_[A-Z_]+)'/g,
  /: \['([A-Z]+_[A-Z_]+)', '/g,
];

async function codesInSources(): Promise<Set<string>> {
  const codes = new Set<string>();
  for (const area of ['libs', 'apps'])
    for (const file of await readdir(area, { recursive: true })) {
      if (!file.endsWith('.ts') || file.endsWith('.spec.ts') || file.includes('node_modules')) continue;
      const text = await readFile(join(area, file), 'utf8');
      for (const pattern of NAMED) for (const [, code] of text.matchAll(pattern)) codes.add(code!);
    }
  return codes;
}

describe('problem types', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.stop());

  it('are all explained: every code that the sources name has its page', async () => {
    const named = await codesInSources();
    expect(named.size).toBeGreaterThan(20);
    expect([...named].filter((code) => !Object.hasOwn(PROBLEM_CODES, code))).toEqual([]);
  });

  it('lead each to a page that says what it means', async () => {
    const { items } = (await api.get('/problems')).body;
    expect(items).toHaveLength(Object.keys(PROBLEM_CODES).length);
    for (const [code, { title, meaning }] of Object.entries(PROBLEM_CODES)) {
      const type = problemType(code);
      expect((await api.get(type)).body).toEqual({ type, title, meaning });
    }
    expect((await api.get('/problems/unheard-of')).status).toBe(404);
  });

  it('tell nothing of what went wrong inside, and that it did', async () => {
    await api.database.db.pool.query('drop table timeline_sources');
    const answer = await api.get('/v1/sources');
    expect(answer).toMatchObject({ status: 500, body: { type: '/problems/internal-error' } });
    expect(answer.text).not.toMatch(/timeline_sources|relation|select/);
  });
});
