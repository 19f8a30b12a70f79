import type { TestApi } from '../api/test-api.js';
import { startBundledApi } from './bundled-api.js';
import { textOf } from './page-text.js';

let api: TestApi;
beforeAll(async () => {
  api = await startBundledApi();
});
afterAll(() => api.stop());
const page = async (path: string): Promise<string> => (await api.get(path)).text;
type Milestone = { deadline?: { possible: string[] } };

describe('the pages of cases under a clock', () => {
  it.each(['/cases?q=mondelez', '/cases?q=mondelez&view=list', '/cases/mondelez-puebla', '/subjects/mondelez-puebla'])(
    'says of a measure that it is not certain that it was taken, on %s',
    async (path) => {
      const under = `${path}${path.includes('?') ? '&' : '?'}asOf=2025-11-20`;
      expect(textOf(await page(under))).toMatch(
        /customs accounts suspended(, since [^:]*)?: not certain that it was taken; may be: in force when last reported/,
      );
      expect(textOf(await page(`${under}&lang=es`))).toContain('no es seguro que se adoptara; puede ser: vigente');
    },
  );

  it('names the last news of a case as a subject too', async () => {
    expect(textOf(await page('/subjects/pirelli-silao'))).toContain('last news 2 November 2025');
  });
});

/** How many cases a page says it found. */
const found = (text: string): string => textOf(/<p class="found".*?<\/p>/s.exec(text)?.[0] ?? '');

describe('what is not certain', () => {
  it('is matched on the page of cases where it is asked for, in both languages', async () => {
    const filters = 'status=resolved&asOf=2024-02-05';
    const names = async (match: string): Promise<string[]> => {
      const { body } = await api.get(`/v1/cases?${filters}&limit=200&match=${match}`);
      return body.items.map(({ name }: { name: string }) => name);
    };
    const [certain, possible] = [await names('certain'), await names('possible')];
    expect(possible.length).toBeGreaterThan(certain.length);
    expect(found(await page(`/cases?${filters}`))).toContain(String(certain.length));
    expect(found(await page(`/cases?${filters}&match=possible`))).toContain(String(possible.length));
    expect(await page('/cases')).toContain('match them too');
    expect((await api.get('/cases', { headers: { 'accept-language': 'es' } })).text).toContain('incluirlos también');
  });

  it('is marked on milestones, alone and where other sites frame them', async () => {
    const { body } = await api.get('/v1/milestones?from=0001&limit=200');
    const inDoubt = body.items.filter(({ deadline }: Milestone) => deadline && deadline.possible.length > 0);
    expect(inDoubt.length).toBeGreaterThan(0);
    const { id } = inDoubt[0];
    expect(await page(`/milestones/${id}`)).toContain('may also be:');
    const framed = await page(`/embed/milestones?from=0001&status=all&subject=${id.split('.')[0]}`);
    expect(framed).toContain('may also be:');
    expect(framed).toContain('not legal advice');
  });
});
