import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { AxeBuilder } from '@axe-core/playwright';
import type { Settings } from '#libs/kernel';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { TestApi } from '../api/test-api.js';
import { startBrowser } from './browser.js';
import { startBundledApi } from './bundled-api.js';

/** The pages of an API with the bundled data set, their bundle built, and a browser to look at them. */
export interface ShownPages {
  api: TestApi;
  browser: Browser;
  /** Opens a page, waits until it is awake, and collects what the browser complains about. */
  open(path: string, options?: BrowserContextOptions): Promise<ShownPage>;
  /** The same in a context that stands already, with script. */
  openIn(context: BrowserContext, path: string): Promise<ShownPage>;
  /** Goes on to another page of the service, by a path or a whole address, and waits until it is awake. */
  goTo(page: Page, address: string): Promise<void>;
  /** Shows a page in a context of its own, which ends with the look at it; the browser must have nothing to complain. */
  look(path: string, how: (page: Page) => Promise<void>, options?: BrowserContextOptions): Promise<void>;
  stop(): Promise<void>;
}

/** A page as a reader has it before them, in a context of its own. */
export interface ShownPage {
  page: Page;
  context: BrowserContext;
  complaints: string[];
}

/** Starts everything that a spec in a browser needs. @param settings what differs from the usual settings of specs */
export async function startShownPages(settings: Partial<Settings> = {}): Promise<ShownPages> {
  const folder = await mkdtemp(join(tmpdir(), 'dateline-assets-'));
  const args = ['node_modules/vite/bin/vite.js', 'build', 'apps/web', '--outDir', folder, '--logLevel', 'error'];
  // As it is built for readers: under the tests' own NODE_ENV the bundle would hold React with its checks for developers.
  await promisify(execFile)(process.execPath, args, { env: { ...process.env, NODE_ENV: 'production' } });
  const [api, browser] = await Promise.all([startBundledApi(folder, settings), startBrowser()]);
  const openQuiet = async (context: BrowserContext, path: string): Promise<ShownPage> => {
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${api.url}${path}`, { waitUntil: 'networkidle' });
    return { page, context, complaints };
  };
  const openIn = async (context: BrowserContext, path: string): Promise<ShownPage> => {
    const shown = await openQuiet(context, path);
    await untilAwake(shown.page);
    return shown;
  };
  const open = async (path: string, options?: BrowserContextOptions): Promise<ShownPage> =>
    (options?.javaScriptEnabled === false ? openQuiet : openIn)(await browser.newContext(options), path);
  return {
    api,
    browser,
    open,
    openIn,
    goTo: async (page, address) => {
      await page.goto(new URL(address, api.url).href, { waitUntil: 'networkidle' });
      await untilAwake(page);
    },
    look: async (path, how, options) => {
      const { page, context, complaints } = await open(path, options);
      await how(page);
      await context.close();
      expect({ path, complaints }).toEqual({ path, complaints: [] });
    },
    stop: async () => {
      await browser.close();
      await api.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Until the script of a page, if it has one, has taken over what the server wrote: a quiet network does not say so. */
export async function untilAwake(page: Page): Promise<void> {
  await page.waitForSelector('html[data-awake], html:not(:has(script[type="module"]))', { state: 'attached' });
}

/** What axe finds on a page as it is now. */
export async function barriersOn(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** What axe finds in either theme. */
export async function barriersInBothThemes(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    found.push(...(await barriersOn(page)).map((barrier) => `${colorScheme}: ${barrier}`));
  }
  return found;
}
