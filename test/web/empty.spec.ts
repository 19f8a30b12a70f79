import { startTestApi, type TestApi } from '../api/test-api.js';
import { loadPageRenderer } from '../../apps/api/src/pages/page-renderer.js';
import { textOf } from './page-text.js';

/** What a page says where nothing is on record. */
const SAID: Readonly<Record<string, string>> = {
  '/': 'Nothing on record',
  '/cases': 'No case fits',
  '/cases/statistics': 'No case fits',
  '/cases/changes': 'Nothing changed in this time',
  '/reconciliation': 'No claim is on record',
  '/milestones': 'No milestone fits',
  '/embed/timeline': 'Nothing on record',
  '/embed/milestones': 'No milestone fits',
};

describe('where nothing is on record', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api?.stop());

  it('every page that names no record is shown, says so, and counts nothing wrong', async () => {
    const PATHS = (await loadPageRenderer()).ROUTES.map(({ path }) => path);
    for (const path of PATHS.filter((one) => !one.includes(':'))) {
      const { status, text } = await api.get(path);
      const told = textOf(text);
      expect({ path, status, broken: /NaN|undefined|Invalid Date|Infinity|\[object/.exec(told) }).toEqual({
        path,
        status: 200,
        broken: null,
      });
      expect(told).toContain(SAID[path] ?? '');
    }
  });
});
