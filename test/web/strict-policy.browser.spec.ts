import type { Page } from 'playwright-core';
import { barriersOn, startShownPages, type ShownPages } from './shown-pages.js';

/** What bull-board's own badge "no worker" lacks, which stands there while none runs: contrast, and a name like its words. */
const NO_WORKER = /^(color-contrast|label-content-name-mismatch): (<button [^>]*workersBadge-[^>]*>\s*)+$/;

/** Opens a page whose browser tells of everything that the policy stopped and of everything asked from elsewhere. */
async function openWatched(
  pages: ShownPages,
  path: string,
  headers: Record<string, string> = {},
  colorScheme: 'light' | 'dark' = 'light',
): Promise<{ page: Page; stopped: string[] }> {
  const context = await pages.browser.newContext({ extraHTTPHeaders: headers, colorScheme });
  const page = await context.newPage();
  const stopped: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) stopped.push(message.text());
  });
  page.on('pageerror', (error) => stopped.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(pages.api.url) && !request.url().startsWith('data:')) stopped.push(request.url());
  });
  await page.goto(`${pages.api.url}${path}`, { waitUntil: 'networkidle' });
  return { page, stopped };
}

describe('a policy without unsafe-inline', () => {
  let pages: ShownPages;
  beforeAll(async () => {
    pages = await startShownPages();
  });
  afterAll(() => pages?.stop());

  it.each(['light', 'dark'] as const)('lets the API be tried at /docs, in the %s theme', async (colorScheme) => {
    const { page, stopped } = await openWatched(pages, '/docs');
    await page.emulateMedia({ colorScheme });
    await page
      .locator('.opblock-summary-control')
      .filter({ hasText: /^GET\/v1\/facts\/\{id\}/ })
      .click();
    await page.getByPlaceholder('id', { exact: true }).fill('usmca-in-force');
    await page.getByRole('button', { name: 'Execute' }).click();
    await page.locator('.live-responses-table').filter({ hasText: 'agreement.entered-into-force' }).waitFor();
    expect(await barriersOn(page)).toEqual([]);
    await page.getByRole('button', { name: 'Authorize' }).first().click();
    await page.getByRole('heading', { name: 'Available authorizations' }).waitFor();
    expect(stopped).toEqual([]);
    expect(await page.evaluate(`document.documentElement.classList.contains('dark-mode')`)).toBe(
      colorScheme === 'dark',
    );
    await page.context().close();
  });

  it('asks for no more than what is filled in, though parameters have examples', async () => {
    const { page } = await openWatched(pages, '/docs/');
    await page
      .locator('.opblock-summary-control')
      .filter({ hasText: /^GET\/v1\/timelineA/ })
      .click();
    const answer = page.waitForResponse(/\/v1\/timeline(\?|$)/);
    await page.getByRole('button', { name: 'Execute' }).click();
    expect(((await (await answer).json()) as { items: unknown[] }).items.length).toBeGreaterThan(10);
    await page.context().close();
  });

  it.each(['light', 'dark'] as const)(
    'lets the queues be looked at, one by one, in the %s theme',
    async (colorScheme) => {
      const key = { authorization: `Bearer ${pages.api.adminKey}` };
      const { page, stopped } = await openWatched(pages, '/queues', key, colorScheme);
      const barriers = async (): Promise<string[]> => (await barriersOn(page)).filter((one) => !NO_WORKER.test(one));
      await page
        .getByRole('link', { name: /deliver/ })
        .first()
        .waitFor();
      expect(await barriers()).toEqual([]);
      await page
        .getByRole('link', { name: /deliver/ })
        .first()
        .click();
      await page
        .getByRole('link', { name: /completed/i })
        .first()
        .waitFor();
      expect(await barriers()).toEqual([]);
      expect(stopped).toEqual([]);
      await page.context().close();
    },
  );
});
