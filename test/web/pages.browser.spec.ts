import { eventually } from '#libs/testing';
import { barriersInBothThemes, startShownPages, type ShownPages } from './shown-pages.js';

const PAGES = [
  '/',
  '/?subject=usmca&order=desc&lang=es',
  '/cases',
  '/cases/gm-silao',
  '/milestones',
  '/milestones/usmca.joint-review.2026',
  '/remind?subject=usmca',
  '/subjects/usmca',
  '/facts/usmca-in-force',
  '/sources/state-fact-sheet-2024',
  '/facts/there-is-none',
];

describe('the pages in a browser', () => {
  let pages: ShownPages;
  beforeAll(async () => {
    pages = await startShownPages();
  });
  afterAll(() => pages?.stop());

  it.each(PAGES)('keep nobody out, in either theme: %s', async (path) => {
    const { page, context } = await pages.open(path);
    expect(await barriersInBothThemes(page)).toEqual([]);
    await context.close();
  });

  it('fold their filters away on a phone, and say how many hold, with script and without', async () => {
    for (const javaScriptEnabled of [true, false]) {
      const viewport = { width: 390, height: 780 };
      const { page, context } = await pages.open('/?subject=usmca&order=desc', { viewport, javaScriptEnabled });
      await page.getByRole('searchbox', { name: 'Words' }).waitFor({ state: 'hidden' });
      await page.getByText('Filters, 2 in use').click();
      await page.getByRole('searchbox', { name: 'Words' }).waitFor();
      await page.setViewportSize({ width: 1200, height: 800 });
      await page.getByText('Filters, 2 in use').waitFor({ state: 'hidden' });
      await page.reload();
      await page.getByRole('searchbox', { name: 'Words' }).waitFor();
      await context.close();
    }
  });

  it('are woken by their script without a complaint', async () => {
    const context = await pages.browser.newContext();
    for (const path of PAGES.slice(0, -1)) {
      const { page, complaints } = await pages.openIn(context, path);
      expect({ path, complaints }).toEqual({ path, complaints: [] });
      await page.close();
    }
    await context.close();
  });

  it('are used with the keyboard alone', async () => {
    const context = await pages.browser.newContext();
    const { page } = await pages.openIn(context, '/');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    await page.getByRole('searchbox', { name: 'Words' }).focus();
    await page.keyboard.type('saint-gobain');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=saint-gobain/);
    const { items } = (await pages.api.get('/v1/timeline?q=saint-gobain&limit=200')).body;
    await page
      .getByRole('status')
      .filter({ hasText: new RegExp(`^${items.length} facts$`) })
      .waitFor();
    await eventually(async () => expect(await page.getByRole('article').count()).toBe(items.length));
    await page.getByRole('article').first().getByRole('heading').getByRole('link').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/facts\//);
    await page.getByRole('heading', { name: 'Sources' }).waitFor();
    await context.close();
  });

  it('fit the width of a phone', async () => {
    const context = await pages.browser.newContext({ viewport: { width: 360, height: 740 } });
    for (const path of PAGES) {
      const { page } = await pages.openIn(context, path);
      const width = await page.evaluate('document.documentElement.scrollWidth');
      expect({ path, width }).toEqual({ path, width: 360 });
      await page.close();
    }
    await context.close();
  });

  it('send a script of at most 150 kB for the first page, and load nothing from elsewhere', async () => {
    const context = await pages.browser.newContext();
    const page = await context.newPage();
    page.on('request', (request) => expect(request.url().startsWith(pages.api.url)).toBe(true));
    await page.goto(pages.api.url, { waitUntil: 'networkidle' });
    // By address, since what is fetched ahead of its use and used then is told twice.
    const bytes = await page.evaluate(
      `[...new Map(performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js'))
        .map(({ name, encodedBodySize }) => [name, encodedBodySize])).values()].reduce((sum, size) => sum + size, 0)`,
    );
    expect(bytes).toBeGreaterThan(1_000);
    expect(bytes).toBeLessThan(150_000);
    await context.close();
  });
});
