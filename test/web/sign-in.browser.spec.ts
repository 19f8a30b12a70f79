import type { Browser } from 'playwright-core';
import { startTestApi, type TestApi } from '../api/test-api.js';
import { startBrowser } from './browser.js';
import { barriersOn } from './shown-pages.js';
import { tabTo } from './tab-to.js';

describe('signing in, where reading needs a key', () => {
  let api: TestApi;
  let browser: Browser;
  beforeAll(async () => {
    [api, browser] = await Promise.all([startTestApi({ settings: { readAccess: 'key' } }), startBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await api?.stop();
  });

  it('works with the keyboard alone and without script, keeps nobody out, and ends with signing out', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    const enter = async (key: string): Promise<void> => {
      await tabTo(page, page.getByLabel('Key'));
      await page.keyboard.type(key);
      await page.keyboard.press('Enter');
    };
    await page.goto(`${api.url}/cases?status=closed`);
    await enter('dl_wrong');
    await page.getByRole('alert').waitFor();
    await enter(api.adminKey);
    await page.waitForURL(`${api.url}/cases?status=closed`);
    await page.getByRole('heading', { level: 1, name: 'Cases' }).waitFor();
    await tabTo(page, page.getByRole('button', { name: 'Sign out' }));
    await page.keyboard.press('Enter');
    await page.waitForURL(`${api.url}/sign-in`);
    expect((await page.goto(`${api.url}/cases`))!.status()).toBe(401);
    await context.close();
  });

  it('keeps nobody out by its form, also where a key was not valid', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${api.url}/cases`);
    expect(await barriersOn(page)).toEqual([]);
    await page.getByLabel('Key').fill('dl_wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    expect(await barriersOn(page)).toEqual([]);
    await context.close();
  });
});
