import type { TestApi } from '../api/test-api.js';
import { startBundledApi } from './bundled-api.js';
import { textOf } from './page-text.js';

let api: TestApi;
beforeAll(async () => {
  api = await startBundledApi();
});
afterAll(() => api.stop());

/** Whether a reader of that day sees the review of 2026 among those that were held. */
async function isReviewTold(day: string): Promise<boolean> {
  return textOf((await api.get(`/?subject=usmca&type=agreement.reviewed&knownAt=${day}`)).text).includes('1 July 2026');
}

describe('the pages, without script', () => {
  it.each([
    ['/', ['Timeline', '1 July 2020', 'United States-Mexico-Canada Agreement']],
    ['/?q=saint-gobain', ['Saint-Gobain']],
    ['/cases', ['Cases', 'resolved', 'no record']],
    ['/milestones', ['Milestones', '31 December 2026']],
    ['/subjects/usmca', ['United States-Mexico-Canada Agreement', 'Story', 'Milestones']],
    ['/facts/usmca-in-force', ['Sources', 'Could be known since 1 July 2020', 'as stated']],
    ['/sources/state-fact-sheet-2024', ['Publisher', 'What it supports']],
  ])('%s tells %j', async (path, told) => {
    const answer = await api.get(path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    for (const words of told) expect(textOf(answer.text)).toContain(words);
  });

  it('tells the story of each case', async () => {
    const { body } = await api.get('/v1/cases?limit=200');
    for (const { id, name } of body.items.slice(0, 5)) {
      const page = await api.get(`/cases/${id}`);
      expect([page.status, textOf(page.text).includes(name.replace(/\s+/g, ' '))]).toEqual([200, true]);
    }
  });

  it('takes the filters and clocks of the API', async () => {
    expect([await isReviewTold('2026-06-30'), await isReviewTold('2026-11-01')]).toEqual([false, true]);
  });

  it.each(['/', '/?asOf=2024-07-30', '/?subjectType=case&undated=include', '/?subject=usmca&type=agreement.reviewed'])(
    'counts beside the values of a filter what the list has with them, at %s',
    async (path) => {
      const { text } = await api.get(path);
      for (const name of ['topic', 'type', 'party']) {
        const field = new RegExp(`name="${name}".*?</select>`, 's').exec(text)?.[0] ?? '';
        const options = [...field.matchAll(/<option value="([^"]+)"[^>]*>[^<]*\((\d+)\)</g)];
        expect([name, options.length > 3]).toEqual([name, true]);
        for (const [, value, count] of options.slice(0, 3)) {
          const asked = new URL(path, api.url).searchParams;
          asked.set(name, value!);
          const { body } = await api.get(`/v1/timeline/density?${asked.toString()}`);
          expect([name, value, count]).toEqual([name, value, String(body.total + body.undated)]);
        }
      }
    },
  );

  it('ignores fields of the form that were left empty', async () => {
    expect((await api.get('/?q=&subject=&from=&to=&knownAt=')).status).toBe(200);
  });

  it('leads to the next page and back with plain links', async () => {
    const first = await api.get('/?limit=10&order=desc');
    const next = /<a href="([^"]+)" rel="next"/.exec(first.text)?.[1]?.replaceAll('&amp;', '&');
    const second = await api.get(next ?? 'no link');
    expect(second.status).toBe(200);
    expect(second.text).toMatch(/rel="prev"/);
  });

  it('is told in Spanish where that is asked for, and stays so', async () => {
    const page = await api.get('/?lang=es&limit=5');
    expect(page.text).toContain('<html lang="es"');
    expect(textOf(page.text)).toContain('Cronología');
    expect(page.text).toContain('href="/cases?lang=es"');
    const byHeader = await api.get('/cases', { headers: { 'accept-language': 'es-MX,es;q=0.9' } });
    expect(textOf(byHeader.text)).toContain('Casos');
  });

  it.each([
    ['es-MX', 'es'],
    ['fr, es;q=0.4, en;q=0.2', 'es'],
    ['es;q=0.3, en-GB;q=0.8', 'en'],
    ['es;q=0, *', 'en'],
    ['fr', 'en'],
  ])('is in the language that weighs most in Accept-Language: %s', async (header, language) => {
    const page = await api.get('/editor', { headers: { 'accept-language': header } });
    expect(page.text).toContain(`<html lang="${language}"`);
  });

  it.each([
    ['/facts/there-is-none', 404, 'There is nothing at this address'],
    ['/?from=yesterday', 400, 'from'],
    ['/?q=%00', 400, 'q'],
    ['/?__proto__=1', 400, '__proto__'],
    [`/?q=${'a'.repeat(8000)}`, 400, 'q'],
    ['/cases?nosuch=1', 400, 'nosuch'],
    ['/facts/%22%3E%3Cscript%3E', 404, 'There is nothing'],
  ])('%s is told as a problem, with its status %s', async (path, status, words) => {
    const answer = await api.get(path);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(textOf(answer.text)).toContain(words);
    expect(answer.text).not.toContain('"><script>');
  });

  it.each([
    '/?view=garbage&lane=garbage&lang=xx',
    '/?view=-9999-01-01..9999-12-31',
    '/?from=-5000',
    '/?recordedBy=99999999',
    '/milestones?view=calendar&year=99999',
    '/milestones?view=calendar&year=abc',
    '/remind?milestone=__proto__&topic=constructor',
    '/editor/record?kind=__proto__',
    '/embed/timeline?theme=purple',
  ])('%s is shown all the same, with nothing that is no number and no date', async (path) => {
    const { status, text } = await api.get(path);
    expect([status, /NaN|undefined|Invalid Date|\[object/.exec(textOf(text))]).toEqual([200, null]);
  });

  it('an address at which there is nothing is told as a page to people and as data to programs', async () => {
    for (const path of ['/there-is-none', '/there/is/none', '/facts/a/b']) {
      const page = await api.get(path, { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } });
      expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
      expect(textOf(page.text)).toContain('There is nothing at this address');
      expect((await api.get(path)).body).toMatchObject({ type: '/problems/route-unknown', status: 404 });
    }
    const call = await api.get('/v1/there-is-none', { headers: { accept: 'text/html' } });
    expect(call.body).toMatchObject({ type: '/problems/route-unknown' });
  });

  it('an address with a slash too many leads to the page, and never to another site', async () => {
    for (const [path, location] of [
      ['/cases/', '/cases'],
      ['/cases/gm-silao/?lang=es', '/cases/gm-silao?lang=es'],
      ['//example.org/', '/example.org'],
      ['/\\example.org/', '/example.org'],
    ]) {
      const answer = await api.request('GET', path!, { headers: { accept: 'text/html' }, redirect: 'manual' });
      expect([path, answer.status, answer.headers.get('location')]).toEqual([path, 301, location]);
    }
  });

  it('runs and loads nothing but its own', async () => {
    const { headers, text } = await api.get('/');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(text).not.toMatch(/ style="| on[a-z]+="/);
    for (const [, url] of text.matchAll(/(?:src|rel="stylesheet" href)="([^"]+)"/g)) expect(url).toMatch(/^\//);
  });

  it('lets programs find the same as data and as feeds', async () => {
    const { text } = await api.get('/?subject=usmca');
    expect(text).toContain(
      '<link rel="alternate" type="application/feed+json" href="/v1/timeline.feed.json?subject=usmca"',
    );
    expect(text).toContain('href="/v1/timeline?subject=usmca"');
  });
});

describe('hostile text', () => {
  const hostile = '</script><script>alert(1)</script><img src=x onerror=alert(1)>\u202Eevil\u2028';

  it('is shown as text on every page', async () => {
    const source = { record: 'source', id: 'bad', title: hostile, publisher: hostile, url: 'javascript:alert(1)' };
    const subject = { record: 'subject', id: 'bad', type: 'agreement', name: hostile };
    const fact = {
      record: 'fact',
      id: 'bad',
      subject: 'bad',
      type: 'agreement.noted',
      occurred: '2020',
      title: hostile,
      summary: `${'very-long-word'.repeat(200)} ${hostile}`,
      sources: [{ source: 'bad', locator: hostile }],
    };
    const lines = [{ ...source, url: undefined }, subject, fact].map((record) => JSON.stringify(record)).join('\n');
    const { body } = await api.post('/v1/import', lines, { headers: { 'content-type': 'application/x-ndjson' } });
    expect(body).toMatchObject({ recorded: 3 });
    await api.get(`/v1/timeline?limit=1&after=${body.position}`);
    for (const path of ['/?subject=bad', '/facts/bad', '/subjects/bad', '/sources/bad']) {
      const page = await api.get(path);
      expect(page.status).toBe(200);
      expect(page.text).not.toContain('<script>alert');
      expect(page.text).not.toContain('<img');
      expect(page.text).toContain('&lt;script&gt;alert(1)');
    }
  });
});
