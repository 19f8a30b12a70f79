import { loadPageRenderer } from '../../apps/api/src/pages/page-renderer.js';
import { confirmationMail, confirmedByMail } from '../reminders/confirming.js';
import { startTestApi, type TestApi } from '../api/test-api.js';
import { startBundledApi } from './bundled-api.js';
import { textOf } from './page-text.js';

const RECORDS: Readonly<Record<string, string>> = {
  '/cases/:id': '/cases/bader-leon',
  '/subjects/:id': '/subjects/usmca',
  '/facts/:id': '/facts/usmca-in-force',
  '/sources/:id': '/sources/state-fact-sheet-2024',
  '/milestones/:id': '/milestones/usmca.joint-review.2026',
};

/** The line of a page that says how new the data is. */
function lineOf(html: string): string {
  return textOf(/<p class="coverage">.*?<\/p>/s.exec(html)?.[0] ?? '').trim();
}

describe('every page', () => {
  let api: TestApi;
  let paths: string[];
  let cases: { onRecord: number; onRecordThen: number; officiallyCounted: number };
  beforeAll(async () => {
    api = await startBundledApi();
    cases = (await api.get('/v1/coverage')).body.cases;
    const asked = { channel: { type: 'email', address: 'ana@example.org' }, filter: { subjects: ['usmca'] } };
    const own = await confirmedByMail(api, asked);
    await api.post('/v1/subscriptions', { ...asked, digest: 'weekly' }, { key: null });
    const { search } = new URL(own.manageUrl);
    const made: Record<string, string> = {
      '/subscriptions/:id': `/subscriptions/${own.id}${search}`,
      '/subscriptions/:id/unsubscribe': `/subscriptions/${own.id}/unsubscribe${search}`,
      '/confirmations/:id': (await confirmationMail(api.database.db.pool, 'ana@example.org')).path,
    };
    // Where no key is needed, the page to sign in leads back to the timeline.
    const shown = (await loadPageRenderer()).ROUTES.filter(({ path }) => path !== '/sign-in');
    paths = shown.map(({ path }) => made[path] ?? RECORDS[path] ?? path);
  });
  afterAll(() => api.stop());

  it('says how new the data is, and what the official count beside ours is, in both languages', async () => {
    for (const path of [...paths, '/there/is/none']) {
      const { text } = await api.get(path, { headers: { accept: 'text/html' } });
      expect([path, lineOf(text)]).toEqual([
        path,
        expect.stringMatching(/^Data as of \d+ \w+ \d{4}\. .*Newest news of a case: /),
      ]);
      const counted = `${cases.onRecord} requests for review on record; official count: ${cases.officiallyCounted} (July 2020 – July 2025, ${cases.onRecordThen} on record by then).`;
      expect([path, lineOf(text)]).toEqual([path, expect.stringContaining(counted)]);
      const spanish = await api.get(`${path}${path.includes('?') ? '&' : '?'}lang=es`, {
        headers: { accept: 'text/html' },
      });
      expect([path, lineOf(spanish.text)]).toEqual([path, expect.stringMatching(/^Datos al \d+ de \w+ de \d{4}\. /)]);
    }
  });

  it('names the newest news of what it shows', async () => {
    const { body } = await api.get('/v1/cases/bader-leon/history');
    const days = body.items.map(({ known }: { known: { at: string } }) => known.at).toSorted();
    const shown = new Date(days.at(-1)).toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
    expect(lineOf((await api.get('/cases/bader-leon')).text)).toContain(`Newest news of what is shown: ${shown}.`);
  });

  it('names it wherever it shows records, whatever part of a list it shows', async () => {
    const forms = ['/remind', '/editor', '/editor/record', '/editor/change', '/editor/import'];
    const withRecords = paths.filter(
      (path) => !forms.includes(path) && !/^\/(subscriptions|confirmations)\//.test(path),
    );
    expect(withRecords.length).toBeGreaterThan(12);
    const parts = [
      '/remind?subject=usmca',
      '/?limit=1',
      '/?from=2030&include=milestones',
      '/milestones?from=0001',
      '/milestones?view=calendar',
    ];
    for (const path of [...withRecords, ...parts]) {
      const lines = [path, `${path}${path.includes('?') ? '&' : '?'}lang=es`].map(async (address) =>
        lineOf((await api.get(address)).text),
      );
      expect([path, ...(await Promise.all(lines))]).toEqual([
        path,
        expect.stringMatching(/Newest news of what is shown: \d+ \w+ \d{4}\./),
        expect.stringMatching(/Última noticia de lo que se muestra: \d+ de \w+ de \d{4}\./),
      ]);
    }
  });

  it('names it for all facts of a timeline, also where its list goes on', async () => {
    const { lastNews } = (await api.get('/v1/timeline/density')).body;
    const { known } = (await api.get('/v1/facts/usmca-joint-review-2026')).body;
    expect(lastNews >= known.at).toBe(true);
    const shown = new Date(lastNews).toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
    for (const path of ['/', '/?limit=1'])
      expect([path, lineOf((await api.get(path)).text)]).toEqual([path, expect.stringContaining(`shown: ${shown}.`)]);
  });

  it('says it for the clocks that it is under', async () => {
    const { body } = await api.get('/v1/coverage?knownAt=2024-09-16');
    expect(lineOf((await api.get('/cases?knownAt=2024-09-16')).text)).toContain(
      `${body.cases.onRecord} requests for review on record; official count: ${body.cases.officiallyCounted} `,
    );
    expect(body.cases.officiallyCounted).toBeLessThan(cases.officiallyCounted);
  });
});

describe('a page for which a key is needed', () => {
  it('says nothing of the data to who has none', async () => {
    const api = await startTestApi({ settings: { readAccess: 'key' } });
    const [page, coverage, open] = [await api.get('/cases'), await api.get('/v1/coverage'), await api.get('/sign-in')];
    expect([page.status, lineOf(page.text), coverage.status, lineOf(open.text)]).toEqual([401, '', 401, '']);
    const withKey = await api.get('/cases', { key: api.adminKey });
    expect([withKey.status, lineOf(withKey.text)]).toEqual([200, 'No dated source is on record.']);
    await api.stop();
  });
});
