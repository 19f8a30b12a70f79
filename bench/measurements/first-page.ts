import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { DATA, FILES } from '../../test/data/bundled-records.js';
import { startBrowser } from '../browser.js';
import { send, untilCaughtUp } from '../calls.js';
import type { Measurement, Outcome } from '../measurement.js';
import { Service } from '../service.js';

/** What Chromium's own tools call Fast 3G: bytes a second, and milliseconds before every answer. */
const FAST_3G = { offline: false, latency: 562.5, downloadThroughput: 188_744, uploadThroughput: 86_400 };
const SLOWER = 4;

/** How long it takes until a reader far away sees the first page of the bundled data. */
export const firstPage: Measurement = {
  key: 'first-page',
  name: 'largest contentful paint of the first page on Fast 3G with a processor four times slower',
  unit: 'ms',
  better: 'less',
  target: { value: 2_500 },
  note: 'The bundled data, the built API and a worker as processes, Chromium with an empty cache, throttled as its own tools do it (562.5 ms before every answer, 1.44 Mbit/s, 4 × slower). Kilobytes as they are sent, compressed.',
  prepare: async (ground) => {
    const url = await ground.database();
    const service = await Service.start(ground, url);
    for (const name of FILES) await send(service, createReadStream(join(DATA, 'us-mexico', name)));
    await untilCaughtUp(service);
    const browser = await startBrowser();
    return {
      ours: async () => {
        const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
        const page = await context.newPage();
        const outcome = await look(page, service.address);
        await context.close();
        return outcome;
      },
      end: async () => {
        await browser.close();
        await service.end();
        await ground.drop(url);
      },
    };
  },
};

async function look(page: Page, address: string): Promise<Outcome> {
  const tools = await page.context().newCDPSession(page);
  await tools.send('Network.enable');
  await tools.send('Network.emulateNetworkConditions', FAST_3G);
  await tools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  const sizes: Promise<{ type: string; bytes: number }>[] = [];
  page.on('requestfinished', (request) =>
    sizes.push(request.sizes().then(({ responseBodySize: bytes }) => ({ type: request.resourceType(), bytes }))),
  );
  await page.goto(address, { waitUntil: 'networkidle', timeout: 60_000 });
  const value = await page.evaluate(
    `new Promise((resolve) => new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime))
      .observe({ type: 'largest-contentful-paint', buffered: true }))`,
  );
  const sent = await Promise.all(sizes);
  const kilobytes = (type: string): number =>
    sent.filter((one) => one.type === type).reduce((sum, { bytes }) => sum + bytes, 0) / 1_000;
  return {
    value: Number(value),
    details: {
      'kB of script': kilobytes('script'),
      'kB of HTML': kilobytes('document'),
      'kB of styles': kilobytes('stylesheet'),
    },
  };
}
