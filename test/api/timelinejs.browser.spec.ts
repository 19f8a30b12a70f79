import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { eventually } from '#libs/testing';
import { startBrowser } from '../web/browser.js';
import { startBundledApi } from '../web/bundled-api.js';
import type { TestApi } from './test-api.js';

const PROGRAM = 'node_modules/@knight-lab/timelinejs/dist';
const TYPES: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json' };

/** A page with TimelineJS on it, and its files, from the loopback. */
function startPage(timeline: string): Promise<{ server: Server; url: string }> {
  const page = `<!doctype html><html lang="en"><title>TimelineJS</title><link rel="stylesheet" href="/css/timeline.css">
    <div id="line" style="width:1200px;height:700px"></div><script src="/js/timeline.js"></script>
    <script>fetch('/timeline.json').then((answer) => answer.json()).then((told) => {
      window.line = new TL.Timeline('line', told, { font: null });
      window.line.on('loaded', () => { window.isShown = true; });
    });</script>`;
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (path === '/') response.setHeader('content-type', 'text/html; charset=utf-8').end(page);
    else if (path === '/timeline.json') response.setHeader('content-type', 'application/json').end(timeline);
    else
      void readFile(join(PROGRAM, path)).then(
        (file) => response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream').end(file),
        () => response.writeHead(404).end(),
      );
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve({ server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
    });
  });
}

describe('TimelineJS itself', () => {
  let api: TestApi;
  let browser: Browser;
  beforeAll(async () => {
    [api, browser] = await Promise.all([startBundledApi(), startBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await api?.stop();
  });

  it('shows every dated fact of a subject, under its date and in its group', async () => {
    const { text, body } = await api.get('/v1/timeline.timelinejs.json?subject=usmca');
    const { server, url } = await startPage(text);
    try {
      const page = await browser.newPage();
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(url);
      await page.waitForFunction('window.isShown === true');
      await eventually(async () => expect(await page.locator('.tl-timemarker').count()).toBe(body.events.length));
      const shown = await page.locator('.tl-timemarker .tl-headline').allTextContents();
      const told = body.events.map((event: { text: { headline: string } }) => event.text.headline);
      expect(shown.toSorted()).toEqual(told.toSorted());
      expect(await page.locator('.tl-message').allTextContents()).not.toContainEqual(expect.stringMatching(/error/i));
      expect(complaints).toEqual([]);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });
});
