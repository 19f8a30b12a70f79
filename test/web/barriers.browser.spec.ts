import { loadPageRenderer } from '../../apps/api/src/pages/page-renderer.js';
import { confirmationMail, confirmedByMail } from '../reminders/confirming.js';
import { barriersOn, startShownPages, type ShownPages } from './shown-pages.js';

/** Where every page is looked at: as it mostly is, and where it has nothing to show or was asked for what cannot be. */
const SHOWN_AT: Readonly<Record<string, readonly string[]>> = {
  '/': [
    '/',
    '/?subject=usmca&order=desc&lang=es',
    '/?q=there-is-none&knownAt=2024-12-31',
    '/?from=yesterday',
    '/?from=-0500&to=1950',
  ],
  '/cases': [
    '/cases',
    '/cases?status=resolved&asOf=2024-07-31&recordedBy=840',
    '/cases?view=list&lang=es',
    '/cases?q=there-is-none',
  ],
  '/embed/timeline': [
    '/embed/timeline?limit=20&knownAt=2024-12-31',
    '/embed/timeline?q=there-is-none',
    '/embed/timeline?from=yesterday',
  ],
  '/embed/milestones': ['/embed/milestones?lang=es', '/embed/milestones?topic=there-is-none'],
  '/cases/statistics': ['/cases/statistics', '/cases/statistics?lang=es&sector=automotive', '/cases/statistics?q=none'],
  '/cases/changes': ['/cases/changes?limit=10', '/cases/changes?since=2000-01-01&until=2000-02-02'],
  '/reconciliation': ['/reconciliation?lang=es', '/reconciliation?knownAt=2000-01-01'],
  '/cases/:id': ['/cases/gm-silao?asOf=2021-06-30&lang=es', '/cases/autoliv-el-marques'],
  '/milestones': ['/milestones', '/milestones?view=calendar&year=2026&status=all', '/milestones?topic=there-is-none'],
  '/milestones/:id': ['/milestones/usmca.joint-review.2026'],
  '/subjects/:id': ['/subjects/usmca', '/subjects/rrm-back-pay'],
  '/facts/:id': ['/facts/usmca-in-force', '/facts/there-is-none'],
  '/sources/:id': ['/sources/state-fact-sheet-2024'],
  '/remind': ['/remind?subject=usmca', '/remind'],
  '/subscriptions/:id': ['/subscriptions/:made', '/subscriptions/there-is-none?token=none'],
  '/confirmations/:id': [':confirmation', '/confirmations/conf-00000000000000000000?token=none'],
  '/subscriptions/:id/unsubscribe': ['/subscriptions/:made/unsubscribe'],
  '/sign-in': ['/sign-in?back=/cases', '/sign-in?lang=es'],
  '/editor': ['/editor'],
  '/editor/record': ['/editor/record?kind=fact'],
  '/editor/change': ['/editor/change?fact=usmca-in-force'],
  '/editor/import': ['/editor/import'],
  'none of them': ['/there/is/none'],
};

describe('every page', () => {
  let pages: ShownPages;
  let made: { id: string; search: string };
  let confirmation: string;
  beforeAll(async () => {
    pages = await startShownPages();
    const asked = { channel: { type: 'email', address: 'ana@example.org' }, filter: { subjects: ['usmca'] } };
    const own = await confirmedByMail(pages.api, asked);
    made = { id: own.id, search: new URL(own.manageUrl).search };
    await pages.api.post('/v1/subscriptions', { ...asked, digest: 'weekly' }, { key: null });
    confirmation = (await confirmationMail(pages.api.database.db.pool, 'ana@example.org')).path;
  });
  afterAll(() => pages?.stop());

  it('is looked at here', async () => {
    const PATHS = (await loadPageRenderer()).ROUTES.map(({ path }) => path);
    expect(Object.keys(SHOWN_AT).toSorted()).toEqual([...PATHS, 'none of them'].toSorted());
  });

  it.each(Object.values(SHOWN_AT).flat())(
    'keeps nobody out in either theme, fits the narrowest screen, and wakes without a complaint: %s',
    async (address) => {
      const path = address.replace(':confirmation', confirmation).replace(/:made(.*)/, `${made.id}$1${made.search}`);
      const { page, context, complaints } = await pages.open(path, { viewport: { width: 1200, height: 800 } });
      expect(await barriersOn(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.setViewportSize({ width: 320, height: 640 });
      expect(await barriersOn(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
      expect(complaints.filter((complaint) => !/status of 40[04]/.test(complaint))).toEqual([]);
      await context.close();
    },
  );

  it('keeps its marks apart from their ground where a system forces its colours', async () => {
    const { page, context } = await pages.open('/', { forcedColors: 'active' });
    const colours = await page.evaluate(
      `(() => {
        const { width, height } = document.querySelector('.band-stage canvas');
        const { data } = document.querySelector('.band-stage canvas').getContext('2d').getImageData(0, 0, width, height);
        const found = new Map();
        for (let at = 0; at < data.length; at += 4) {
          const dark = data[at + 3] > 200 && data[at] + data[at + 1] + data[at + 2] < 120 ? 'dark' : 'light';
          found.set(dark, (found.get(dark) ?? 0) + 4 / data.length);
        }
        return found.get('dark') ?? 0;
      })()`,
    );
    expect(colours).toBeGreaterThan(0);
    expect(colours).toBeLessThan(0.1);
    await context.close();
  });

  it('has room for letters of twice the size', async () => {
    for (const path of ['/', '/cases', '/subjects/usmca', '/remind?subject=usmca']) {
      const { page, context } = await pages.open(path, { viewport: { width: 1200, height: 800 } });
      await page.evaluate(`document.documentElement.style.fontSize = '200%'`);
      expect([path, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([path, 1200]);
      await context.close();
    }
  });
});
