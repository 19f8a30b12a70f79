import type { TestApi } from '../api/test-api.js';
import { startBundledApi } from './bundled-api.js';
import { textOf } from './page-text.js';

let api: TestApi;
beforeAll(async () => {
  api = await startBundledApi();
});
afterAll(() => api.stop());

describe('the lists for other sites', () => {
  it.each([
    ['/embed/timeline?subject=usmca', '1 July 2020'],
    ['/embed/milestones?subject=usmca&lang=es', 'Hitos'],
  ])('%s may be framed by anybody, shows the list and nothing around it, and runs nothing', async (path, words) => {
    const { status, headers, text } = await api.get(path);
    expect(status).toBe(200);
    expect(headers.get('content-security-policy')).toContain('frame-ancestors *');
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    expect(headers.get('x-frame-options')).toBeNull();
    expect(textOf(text)).toContain(words);
    expect(text).not.toMatch(/<script|class="site"| style="/);
    expect(text).toContain('<base target="_blank"/>');
  });

  it('take the filters of the API, and refuse others unframed', async () => {
    const one = textOf((await api.get('/embed/timeline?q=saint-gobain')).text);
    expect(one).toContain('Saint-Gobain');
    expect(one).not.toContain('USMCA enters into force');
    const wrong = await api.get('/embed/timeline?nosuch=1');
    expect([wrong.status, wrong.headers.get('x-frame-options')]).toEqual([400, 'SAMEORIGIN']);
  });

  it.each(['/', '/milestones', '/cases', '/editor'])('leave %s unframed by others', async (path) => {
    const { headers } = await api.get(path);
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'self'");
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
  });

  it('are offered with the HTML that frames them, under the filters that are shown', async () => {
    const { text } = await api.get('/?subject=usmca&q=review');
    expect(text).toContain(
      '&lt;iframe src=&quot;http://dateline.test/embed/timeline?subject=usmca&amp;amp;q=review&quot; title=&quot;Timeline · Dateline&quot;',
    );
  });
});

const choose = (theme: string, back: string): Promise<Response> =>
  fetch(`${api.url}/appearance`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ theme, back }),
  });

describe('the theme of the pages', () => {
  it('is that of the system until a reader chooses, without script, and then stays so', async () => {
    expect((await api.get('/cases')).text).toContain('data-theme="auto"');
    const chosen = await choose('dark', '/cases?q=silao');
    expect([chosen.status, chosen.headers.get('location')]).toEqual([303, '/cases?q=silao']);
    const cookie = chosen.headers.get('set-cookie')!.split(';')[0]!;
    expect((await api.get('/cases', { headers: { cookie } })).text).toContain('data-theme="dark"');
    expect((await choose('auto', '/')).headers.get('set-cookie')).toContain('Max-Age=0');
  });

  it.each(['//elsewhere.example/', '/\\elsewhere.example', 'https://elsewhere.example/', ''])(
    'leads nobody to another site: %j',
    async (back) => {
      expect((await choose('dark', back)).headers.get('location')).toBe('/');
    },
  );
});
