import type { JsonObject } from '#libs/kernel';
import { FACT_TYPES, SAMPLES } from '#libs/timeline';
import { loadPageRenderer } from '../../apps/api/src/pages/page-renderer.js';
import { lines } from '../api/records.js';
import { startTestApi, type TestApi } from '../api/test-api.js';
import { textOf } from './page-text.js';

/** The first and the last year that are accepted, and one that lies between them and those of four digits. */
const ENDS = ['Y-271820', 'Y-12000', 'Y275759'];
/** Some hundred pages are written one after the other, which takes a busy machine its time. */
const LONGEST_MS = 1_200_000;
const isPlan = (type: string): boolean => /\.(planned|moved)$/.test(type);

/** Facts of each type of a kind in a far year, of one subject of that kind; only plans may lie in years to come. */
function recordsIn(year: string): JsonObject[] {
  const source = `source${year.toLowerCase()}`;
  const kinds = [...new Set(FACT_TYPES.map((type) => type.split('.')[0]!))].filter((kind) => kind !== 'milestone');
  return [
    { record: 'source', id: source, title: 'T', publisher: 'P' },
    ...kinds.flatMap((kind) => {
      const subject = `${kind}${year.toLowerCase()}`;
      const types = FACT_TYPES.filter(
        (type) => [kind, 'milestone'].includes(type.split('.')[0]!) && (isPlan(type) || year.startsWith('Y-')),
      );
      return [
        { record: 'subject', id: subject, type: kind, name: subject, topics: ['far'] },
        ...types.map((type) => ({
          record: 'fact',
          id: `${subject}-${type.replace('.', '-')}`,
          subject,
          type,
          occurred: year,
          title: 'T',
          body: SAMPLES.get(type)?.data['body'] ?? {},
          sources: [{ source }],
        })),
      ];
    }),
  ];
}

describe('records of the first and the last years that are accepted', () => {
  let api: TestApi;
  const records = ENDS.flatMap(recordsIn);
  const idsOf = (record: string): string[] =>
    records.flatMap((one) => (one['record'] === record ? String(one['id']) : []));

  beforeAll(async () => {
    api = await startTestApi();
    const headers = { 'content-type': 'application/x-ndjson' };
    const { body } = await api.post('/v1/import', lines(records), { headers });
    // The order of some steps is refused; each subject keeps most of its facts.
    expect(body.recorded).toBeGreaterThan(records.length * 0.8);
    for (const list of ['milestones', 'timeline', 'cases']) await api.get(`/v1/${list}?after=${body.position}&limit=1`);
  });
  afterAll(() => api?.stop());

  it(
    'are shown by every page, list, feed and table, whatever part of time is asked for',
    async () => {
      const pages = (await loadPageRenderer()).ROUTES.filter(({ isOpen }) => !isOpen).map(({ path }) => path);
      const reads = api.routes.filter(({ method, url }) => method === 'GET' && /^\/v1\/(?!stream|export)/.test(url));
      const routes = [...pages, ...reads.map(({ url }) => url)];
      const lists = routes.filter((path) => !/[:*]/.test(path));
      const { body } = await api.get('/v1/milestones?limit=200&topic=far&from=Y-271820');
      const milestones = (body.items as { id: string }[]).map(({ id }) => id);
      const ids: Record<string, string[]> = {
        subjects: idsOf('subject'),
        cases: idsOf('subject').filter((id) => id.startsWith('case')),
        facts: idsOf('fact').filter((id) => /relationship-noted|milestone-planned$/.test(id)),
        sources: idsOf('source'),
        milestones: milestones.filter((id) => /^(case|agreement)/.test(id)),
      };
      const spans = ENDS.flatMap((year) => [`from=${year}`, `to=${year}`]);
      const inTime = lists.filter((path) => /^\/($|embed|milestones|cases|v1\/(timeline|milestones|cases))/.test(path));
      const paths = [
        ...lists.flatMap((path) => ['', '?knownAt=1000-01-01'].map((query) => path + query)),
        ...inTime.flatMap((path) => ['asOf=0001-01-01', ...spans].map((query) => `${path}?${query}`)),
        ...['/', '/embed/timeline', '/milestones'].map((path) => `${path}?topic=far&include=milestones&from=Y-271820`),
        ...routes.flatMap((path) =>
          (ids[/^(?:\/v1)?\/(\w+)\/:id/.exec(path)?.[1] ?? ''] ?? []).map((id) => path.replace(':id', id)),
        ),
      ];
      const failed: string[] = [];
      for (const path of paths) {
        const { status, text, headers } = await api.get(path, { key: api.adminKey });
        const isPage = headers.get('content-type')?.startsWith('text/html') === true;
        const broken = isPage ? /NaN|Invalid Date|undefined/.exec(textOf(text)) : null;
        if (status >= 500 || broken !== null) failed.push(`${status} ${path} ${broken?.[0] ?? ''}`);
      }
      expect(paths.length).toBeGreaterThan(300);
      expect(failed).toEqual([]);
    },
    LONGEST_MS,
  );
});
