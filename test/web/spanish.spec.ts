import { MILESTONE_STATUSES } from '#libs/milestones';
import type { TestApi } from '../api/test-api.js';
import { startBundledApi } from './bundled-api.js';
import { englishAmong, hasEnglishWord, textsOf } from './english-left.js';

let api: TestApi;
beforeAll(async () => {
  api = await startBundledApi();
});
afterAll(() => api.stop());

/** The name of a host, as the address of a source is shown: no text of ours. */
const HOST = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;

/** The texts of a page in Spanish that are ours and not Spanish. */
async function englishOn(path: string): Promise<string[]> {
  const page = await api.get(`${path}${path.includes('?') ? '&' : '?'}lang=es`);
  expect({ path, status: page.status }).toEqual({
    path,
    status: path.includes('/nothing') ? 404 : path.includes('nosuch') ? 400 : 200,
  });
  return englishAmong(textsOf(page.text).filter((text) => !HOST.test(text)));
}

const PATHS = [
  '/',
  '/?include=milestones&undated=include&limit=200',
  '/?order=desc&limit=200',
  '/cases',
  '/cases?view=list',
  '/milestones',
  '/milestones?status=all&limit=200',
  '/milestones?view=calendar&year=2026',
  '/cases/statistics',
  '/cases/changes?since=2021-01-01&limit=200',
  '/reconciliation',
  '/remind',
  '/remind?subject=usmca&topic=trade&type=agreement.reviewed&party=MX&milestone=usmca.joint-review.2026',
  '/editor',
  '/editor/record?kind=fact',
  '/editor/import',
  '/embed/timeline',
  '/embed/milestones',
  '/facts/nothing',
  '/cases?nosuch=1',
];

describe('the pages in Spanish', () => {
  it.each(PATHS)('%s has no word of ours in English', async (path) => {
    expect(await englishOn(path)).toEqual([]);
  });

  it.each([
    ['/v1/subjects?limit=200', '/subjects/'],
    ['/v1/cases?limit=200', '/cases/'],
    [`/v1/milestones?limit=200&status=${MILESTONE_STATUSES.join('&status=')}`, '/milestones/'],
    ['/v1/timeline?limit=200', '/facts/'],
    ['/v1/timeline?limit=200&order=desc', '/facts/'],
    ['/v1/sources?limit=200', '/sources/'],
  ])('of everything in %s below %s have no word of ours in English', async (list, under) => {
    const { body } = await api.get(list);
    expect(body.items.length).toBeGreaterThan(5);
    const found = new Set<string>();
    for (const { id } of body.items) for (const text of await englishOn(`${under}${id}`)) found.add(`${id}: ${text}`);
    expect([...found]).toEqual([]);
  });

  it('show it where one is: the check finds an English sentence', () => {
    expect(textsOf('<p aria-label="x">The first review</p>').some(hasEnglishWord)).toBe(true);
  });
});
