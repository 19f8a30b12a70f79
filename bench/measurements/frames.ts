import { Readable } from 'node:stream';
import type { Page } from 'playwright-core';
import { startBrowser } from '../browser.js';
import { send, untilCaughtUp } from '../calls.js';
import { facts, lines } from '../facts.js';
import type { Measurement, Outcome } from '../measurement.js';
import { Service } from '../service.js';

const FACTS = 100_000;
/** The most facts that one answer of the API may hold. */
const PAGE = 200;

/** How smoothly the page moves under the hand with many facts in the service. */
export const frames: Measurement = {
  key: 'frames',
  name: 'frames while the band is zoomed and the page is scrolled, 100,000 facts in the service',
  unit: 'frames/s',
  better: 'more',
  target: { value: 50 },
  rounds: 3,
  note: 'The built API and a worker as processes, Chromium without a GPU at its own 60 frames a second, processor not slowed. The wheel is turned over the band (in, and out again) and then over the page, forty times a second; frames are counted by requestAnimationFrame. The lower of the two rates is told. Every answer is held to one page of facts.',
  prepare: async (ground) => {
    const url = await ground.database();
    const service = await Service.start(ground, url);
    await send(service, Readable.from(lines(facts(ground.size(FACTS, 3_000), { seed: 28 }))));
    await untilCaughtUp(service);
    const browser = await startBrowser();
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    let most = 0;
    page.on('response', async (response) => {
      if (!response.url().includes('/v1/')) return;
      const body = (await response.json().catch(() => ({}))) as { items?: unknown[] };
      most = Math.max(most, body.items?.length ?? 0);
    });
    return {
      ours: async () => {
        await page.goto(service.address, { waitUntil: 'networkidle', timeout: 60_000 });
        const outcome = await move(page);
        if (most > PAGE) throw new Error(`An answer held ${most} facts.`);
        return { ...outcome, details: { ...outcome.details, 'most facts in an answer': most } };
      },
      end: async () => {
        await browser.close();
        await service.end();
        await ground.drop(url);
      },
    };
  },
};

async function move(page: Page): Promise<Outcome> {
  const stage = page.locator('.band-stage');
  await stage.focus();
  const box = await stage.boundingBox();
  if (box === null) throw new Error('There is no band.');
  await page.mouse.move(box.x + box.width * 0.7, box.y + box.height / 2);
  const zooming = await counted(page, async () => {
    for (let turn = 0; turn < 160; turn++) await turned(page, turn < 80 ? -60 : 60);
  });
  await page.locator('h1').click();
  await page.mouse.move(box.x + box.width / 2, 700);
  const scrolling = await counted(page, async () => {
    for (let turn = 0; turn < 160; turn++) await turned(page, turn < 80 ? 90 : -90);
  });
  return {
    value: Math.min(zooming.rate, scrolling.rate),
    details: {
      zooming: zooming.rate,
      scrolling: scrolling.rate,
      'longest frame in ms': Math.max(zooming.longest, scrolling.longest),
    },
  };
}

async function turned(page: Page, by: number): Promise<void> {
  const began = performance.now();
  await page.mouse.wheel(0, by);
  const rest = 25 - (performance.now() - began);
  if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
}

/** How many frames a second the page was given while something went on, and the longest between two. */
async function counted(page: Page, work: () => Promise<void>): Promise<{ rate: number; longest: number }> {
  await page.evaluate(`(() => {
    const times = (globalThis.frameTimes = []);
    const next = (now) => { times.push(now); if (globalThis.frameTimes === times) requestAnimationFrame(next); };
    requestAnimationFrame(next);
  })()`);
  await work();
  const times = (await page.evaluate(
    '(() => { const times = globalThis.frameTimes; globalThis.frameTimes = null; return times; })()',
  )) as number[];
  const gaps = times.slice(1).map((time, index) => time - times[index]!);
  return { rate: (gaps.length * 1_000) / (times.at(-1)! - times[0]!), longest: Math.max(...gaps) };
}
