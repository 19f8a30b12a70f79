import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { TestApi } from '../api/test-api.js';
import { startBrowser } from './browser.js';
import { startBundledApi } from './bundled-api.js';

/** The service with the bundled data set, its pages as they are built for readers, and a browser to look at them. */
export interface OpenedPages {
  api: TestApi;
  browser: Browser;
  /** Opens a page; what the browser complains about meanwhile is collected. */
  open(path: string, context: BrowserContext): Promise<{ page: Page; complaints: string[] }>;
  /** Shows a page in a context of its own, which ends with the look at it. */
  look(path: string, how: (page: Page) => Promise<void>, options?: BrowserContextOptions): Promise<void>;
  stop(): Promise<void>;
}

/** Builds the pages into a folder of their own and opens them. */
export async function openPages(): Promise<OpenedPages> {
  const folder = await mkdtemp(join(tmpdir(), 'dateline-assets-'));
  const args = ['node_modules/vite/bin/vite.js', 'build', 'apps/web', '--outDir', folder, '--logLevel', 'error'];
  await promisify(execFile)(process.execPath, args);
  const [api, browser] = await Promise.all([startBundledApi(folder), startBrowser()]);
  const open = async (path: string, context: BrowserContext): Promise<{ page: Page; complaints: string[] }> => {
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${api.url}${path}`, { waitUntil: 'networkidle' });
    return { page, complaints };
  };
  return {
    api,
    browser,
    open,
    look: async (path, how, options) => {
      const context = await browser.newContext(options);
      const { page, complaints } = await open(path, context);
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

/** What axe finds on a page, each finding as a line. */
export async function violationsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
