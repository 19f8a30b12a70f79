import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { barriersOn, startShownPages, type ShownPages } from './shown-pages.js';

let shown: ShownPages;
let elsewhere: Server;
let site = '';
beforeAll(async () => {
  shown = await startShownPages();
  // A site of its own, on another origin, whose page is what its address asks for.
  elsewhere = createServer((request, response) => {
    const html = new URL(request.url ?? '/', 'http://elsewhere.example').searchParams.get('html') ?? '';
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(
      `<!doctype html><html lang="en"><title>Elsewhere</title><main><h1>Elsewhere</h1>${html}</main></html>`,
    );
  }).listen(0, '127.0.0.1');
  await once(elsewhere, 'listening');
  site = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
}, 240_000);
afterAll(async () => {
  elsewhere?.close();
  await shown?.stop();
});

describe('a list on another site', () => {
  it('is shown by the HTML that the page offers, copied by its button or marked for copying', async () => {
    const { page, context } = await shown.open('/?subject=usmca');
    await page.getByText('Embed this list').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Copy' }).focus();
    await page.keyboard.press('Enter');
    await page
      .getByRole('status')
      .getByText(/Copied|Marked/)
      .waitFor();
    const snippet = await page.getByLabel('Paste this into your page').inputValue();
    const html = snippet.replace('http://dateline.test', shown.api.url);
    await page.goto(`${site}?html=${encodeURIComponent(html)}`, { waitUntil: 'networkidle' });
    const frame = page.frameLocator('iframe');
    await frame.getByRole('heading', { name: 'USMCA enters into force' }).waitFor();
    const [opened] = await Promise.all([
      context.waitForEvent('page'),
      frame.getByRole('link', { name: 'Open in Dateline' }).click(),
    ]);
    await opened.waitForURL(`${shown.api.url}/?subject=usmca`);
    await context.close();
  });

  it('is the only thing that other sites can frame', async () => {
    const { page, context } = await shown.open('/embed/milestones');
    const html = `<iframe src="${shown.api.url}/milestones" title="refused"></iframe>`;
    await page.goto(`${site}?html=${encodeURIComponent(html)}`, { waitUntil: 'networkidle' });
    expect(await page.frameLocator('iframe').getByRole('heading', { name: 'Milestones' }).count()).toBe(0);
    await context.close();
  });
});

describe('the look of a page', () => {
  const paper = 'getComputedStyle(document.documentElement).backgroundColor';

  it('follows the switch, with the keyboard alone, whatever the system asks for', async () => {
    const { page, context } = await shown.open('/cases', { colorScheme: 'light' });
    const light = await page.evaluate(paper);
    await page.getByRole('button', { name: 'Dark' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-theme="dark"]');
    expect(await page.evaluate(paper)).not.toBe(light);
    expect(await page.getByRole('button', { name: 'Dark' }).getAttribute('aria-pressed')).toBe('true');
    expect(await barriersOn(page)).toEqual([]);
    await context.close();
  });

  it('is ink on white paper where it is printed, without what only a screen can use', async () => {
    const { page, context } = await shown.open('/cases/statistics', { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate(paper)).toBe('rgb(255, 255, 255)');
    await page.getByRole('navigation').first().waitFor({ state: 'hidden' });
    await page.getByRole('search').waitFor({ state: 'hidden' });
    await page.getByRole('img', { name: 'Cases in each state over time' }).waitFor();
    await context.close();
  });
});
