import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { TestApi } from '../api/test-api.js';
import { startBrowser } from './browser.js';
import { startBundledApi } from './bundled-api.js';

const PAGES = [
  '/',
  '/?subject=usmca&order=desc&lang=es',
  '/cases',
  '/cases/gm-silao',
  '/milestones',
  '/subjects/usmca',
  '/facts/usmca-in-force',
  '/sources/state-fact-sheet-2024',
  '/facts/there-is-none',
];

describe('the pages in a browser', () => {
  let folder: string;
  let api: TestApi;
  let browser: Browser;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dateline-assets-'));
    const args = ['node_modules/vite/bin/vite.js', 'build', 'apps/web', '--outDir', folder, '--logLevel', 'error'];
    await promisify(execFile)(process.execPath, args);
    [api, browser] = await Promise.all([startBundledApi(folder), startBrowser()]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await api?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Opens a page and collects what the browser complains about. */
  async function open(path: string, context: BrowserContext): Promise<{ page: Page; complaints: string[] }> {
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${api.url}${path}`, { waitUntil: 'networkidle' });
    return { page, complaints };
  }

  it.each(['light', 'dark'] as const)(
    'keep nobody out, in the %s theme',
    async (colorScheme) => {
      const context = await browser.newContext({ colorScheme });
      for (const path of PAGES) {
        const { page } = await open(path, context);
        const { violations } = await new AxeBuilder({ page }).analyze();
        const found = violations.map(({ id, nodes }) => `${path}: ${id}: ${nodes.map(({ html }) => html).join(' ')}`);
        expect(found).toEqual([]);
        await page.close();
      }
      await context.close();
    },
    120_000,
  );

  it('are woken by their script without a complaint', async () => {
    const context = await browser.newContext();
    for (const path of PAGES.slice(0, -1)) {
      const { page, complaints } = await open(path, context);
      expect({ path, complaints }).toEqual({ path, complaints: [] });
      await page.close();
    }
    await context.close();
  }, 120_000);

  it('are used with the keyboard alone', async () => {
    const context = await browser.newContext();
    const { page } = await open('/', context);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    await page.getByRole('searchbox', { name: 'Words' }).focus();
    await page.keyboard.type('saint-gobain');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=saint-gobain/);
    expect(await page.getByRole('article').count()).toBeGreaterThan(0);
    await page.getByRole('article').first().getByRole('heading').getByRole('link').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/facts\//);
    expect(await page.getByRole('heading', { name: 'Sources' }).isVisible()).toBe(true);
    await context.close();
  }, 60_000);

  it('fit the width of a phone', async () => {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
    for (const path of PAGES) {
      const { page } = await open(path, context);
      const width = await page.evaluate('document.documentElement.scrollWidth');
      expect({ path, width }).toEqual({ path, width: 360 });
      await page.close();
    }
    await context.close();
  }, 120_000);

  it('send a script of at most 150 kB for the first page', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    let bytes = 0;
    page.on('response', async (response) => {
      if (response.request().resourceType() === 'script') bytes += (await response.request().sizes()).responseBodySize;
    });
    await page.goto(api.url, { waitUntil: 'networkidle' });
    expect(bytes).toBeGreaterThan(1_000);
    expect(bytes).toBeLessThan(150_000);
    await context.close();
  });
});
