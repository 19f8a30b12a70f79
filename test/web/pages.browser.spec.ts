import { eventually } from '#libs/testing';
import { startShownPages, type ShownPages } from './shown-pages.js';

describe('the pages in a browser', () => {
  let pages: ShownPages;
  beforeAll(async () => {
    pages = await startShownPages();
  });
  afterAll(() => pages?.stop());

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
