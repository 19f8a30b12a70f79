import type { Page } from 'playwright-core';
import { eventually } from '#libs/testing';
import { barriersOn, startShownPages, type ShownPages } from './shown-pages.js';

/** From where the band is looked at in most of these specs: eleven years. */
const [FIRST, LAST] = ['2020-01-01', '2030-12-31'];
const VIEW = `view=${FIRST}..${LAST}`;
/** The names of lanes stand left of this, on a screen of this width. */
const GUTTER = 150;
const DAY_MS = 86_400_000;

/** Facts of one subject each, by what is to be seen of them. */
const FACTS = {
  day: { type: 'dialogue.held', occurred: '2021-06-15' },
  window: { type: 'dialogue.held', occurred: '2022' },
  about: { type: 'dialogue.held', occurred: '2023~' },
  planned: { type: 'dialogue.planned', occurred: '2029' },
  unconfirmed: { type: 'dialogue.planned', occurred: '2024' },
} as const;

const stage = (page: Page) => page.locator('.band-stage');
const summary = (page: Page) => page.locator('#band-summary');
const tooltip = (page: Page, hasText: string | RegExp) => page.locator('.band-tooltip').filter({ hasText });
const viewOf = (page: Page): number[] =>
  (new URL(page.url()).searchParams.get('view') ?? '').split('..').map((day) => Date.parse(day) / DAY_MS);
const spanOf = (page: Page): number => {
  const [from = NaN, to = NaN] = viewOf(page);
  return to - from;
};

/** Where the band draws a day, in CSS pixels from the left edge of the canvas, by the view that it tells in words. */
async function placeOf(page: Page, day: string, gutter = GUTTER): Promise<number> {
  const { width } = (await stage(page).boundingBox())!;
  const [, from = '', to = ''] = /^(.+?) to (.+?):/.exec((await summary(page).textContent()) ?? '') ?? [];
  const [first, last] = [Date.parse(`${from} UTC`), Date.parse(`${to} UTC`) + DAY_MS];
  return gutter + ((Date.parse(day) - first) / (last - first)) * (width - gutter);
}

/** Rows of pixels of the picture between two places, at some heights: red, green, blue and opacity of each pixel. */
async function pixelRows(page: Page, from: number, to: number, heights: readonly number[]): Promise<number[][][]> {
  // As a text: many numbers one by one take the browser's protocol a minute on a busy machine.
  const told: string = await page.evaluate(
    `(() => {
      const canvas = document.querySelector('.band-stage canvas');
      const copy = document.createElement('canvas');
      [copy.width, copy.height] = [canvas.width, canvas.height];
      const context = copy.getContext('2d', { willReadFrequently: true });
      context.drawImage(canvas, 0, 0);
      const fine = canvas.width / canvas.clientWidth;
      const wide = Math.max(1, Math.round((${to} - ${from}) * fine));
      const rows = ${JSON.stringify(heights)}.map((y) => {
        const { data } = context.getImageData(Math.round(${from} * fine), Math.round(y * fine), wide, 1);
        return Array.from({ length: wide }, (_, at) => [...data.slice(at * 4, at * 4 + 4)]);
      });
      return JSON.stringify(rows);
    })()`,
  );
  return JSON.parse(told) as number[][][];
}

/** One such row. */
async function pixels(page: Page, from: number, to: number, y: number): Promise<number[][]> {
  return (await pixelRows(page, from, to, [y]))[0]!;
}

/** How far a pixel is from the paper, 0 to 255. */
const ink = ([red = 0, green = 0, blue = 0, alpha = 0]: readonly number[]): number =>
  (alpha * (255 - Math.min(red, green, blue))) / 255;

/** How far each pixel of a row is from the paper. */
const inked = async (page: Page, from: number, to: number, y: number): Promise<number[]> =>
  (await pixels(page, from, to, y)).map(ink);

/** How much of a row of pixels is drawn in full. */
const drawn = (row: readonly number[]): number => row.filter((one) => one > 200).length;

/** The height of the canvas at which most is drawn, and the place of some of it. */
async function fullestRow(page: Page): Promise<[y: number, x: number]> {
  const { width, height } = (await stage(page).boundingBox())!;
  const heights = Array.from({ length: Math.ceil((height - 34) / 5) }, (_, row) => 4 + 5 * row);
  const rows = (await pixelRows(page, GUTTER, width - 1, heights)).map((row) => row.map(ink));
  const fullest = rows.reduce((best, row, at) => (drawn(row) > drawn(rows[best]!) ? at : best), 0);
  const row = rows[fullest]!;
  return [heights[fullest]!, GUTTER + row.indexOf(Math.max(...row)) + 0.5];
}

const INK = 60;
/** How often a row of pixels goes from paper to ink. */
const strokes = (row: readonly number[]): number =>
  row.filter((one, at) => one >= INK && (row[at - 1] ?? 0) < INK).length;

/** Whether anything between two places near the top is as red as the line of today. */
const isRed = async (page: Page, from: number, to: number): Promise<boolean> =>
  (await pixels(page, from, to, 4)).some(([red = 0, green = 0, , alpha = 0]) => alpha > 100 && red - green > 80);

/** Fingers that go down together, move by steps and come up, as the screen tells the browser of them. */
async function touch(page: Page, from: readonly [number, number][], to: readonly [number, number][]): Promise<void> {
  const screen = await page.context().newCDPSession(page);
  const send = (type: string, points: readonly (readonly [number, number])[]): Promise<unknown> =>
    screen.send('Input.dispatchTouchEvent', {
      type: type as 'touchStart',
      touchPoints: points.map(([x, y], id) => ({ x, y, id })),
    });
  await send('touchStart', from);
  for (let step = 1; step <= 8; step++)
    await send(
      'touchMove',
      from.map(([x, y], finger) => {
        const [endX, endY] = to[finger]!;
        return [x + ((endX - x) * step) / 8, y + ((endY - y) * step) / 8] as const;
      }),
    );
  await send('touchEnd', []);
  await screen.detach();
}

describe('the band of time', () => {
  let pages: ShownPages;
  beforeAll(async () => {
    pages = await startShownPages();
    let position = '0';
    for (const [id, fact] of Object.entries(FACTS)) {
      const subject = { id: `band-${id}`, type: 'dialogue', name: `Of ${id}` };
      expect((await pages.api.post('/v1/subjects', subject)).status).toBe(201);
      const answer = await pages.api.post('/v1/facts', {
        id: `band-${id}`,
        subject: subject.id,
        ...fact,
        knownSince: '2019-12-01',
        title: `Drawn as ${id}`,
        sources: [{ source: 'state-fact-sheet-2024' }],
      });
      expect(answer.status).toBe(201);
      ({ position } = answer.body);
    }
    await eventually(async () =>
      expect((await pages.api.get(`/v1/timeline?after=${position}&limit=1`)).status).toBe(200),
    );
  });
  afterAll(() => pages?.stop());

  /** Shows the band with one fact alone, and hands over the height at which it is drawn. */
  const lookAt = (id: keyof typeof FACTS, how: (page: Page, y: number) => Promise<void>): Promise<void> =>
    pages.look(
      `/?subject=band-${id}&${VIEW}`,
      async (page) => {
        await page.getByRole('list', { name: 'Facts in view' }).getByText(`Drawn as ${id}`).waitFor();
        const { height } = (await page.locator('.band-stage canvas').boundingBox())!;
        await how(page, (height - 26) / 2);
      },
      { colorScheme: 'light', reducedMotion: 'reduce' },
    );

  it('draws what happened on a day as a full point at that day, and nothing beside it', () =>
    lookAt('day', async (page, y) => {
      const at = await placeOf(page, '2021-06-15');
      await eventually(async () => expect(Math.min(...(await inked(page, at - 2, at + 2, y)))).toBeGreaterThan(200));
      expect(Math.max(...(await inked(page, at - 40, at - 12, y)))).toBeLessThan(INK);
    }));

  it('draws an uncertain date as its whole window, lighter than a day', () =>
    lookAt('window', async (page, y) => {
      const [start, end] = [await placeOf(page, '2022-01-01'), await placeOf(page, '2023-01-01')];
      await eventually(async () => {
        const within = await inked(page, start + 4, end - 4, y);
        expect(Math.min(...within)).toBeGreaterThan(INK);
        expect(Math.max(...within)).toBeLessThan(200);
      });
      expect(Math.max(...(await inked(page, start - 30, start - 3, y)))).toBeLessThan(INK);
    }));

  it('lets the ends of what is only about a time fade', () =>
    lookAt('about', async (page, y) => {
      const [start, end] = [await placeOf(page, '2023-01-01'), await placeOf(page, '2024-01-01')];
      await eventually(async () => {
        const [middle = 0] = await inked(page, (start + end) / 2, (start + end) / 2 + 1, y);
        expect(middle).toBeGreaterThan(INK);
        const [atStart = 255] = await inked(page, start + 1, start + 2, y);
        const [atEnd = 255] = await inked(page, end - 2, end - 1, y);
        expect(Math.max(atStart, atEnd)).toBeLessThan(middle / 2);
      });
    }));

  it('draws a plan as a broken outline that is empty, unlike what happened', () =>
    lookAt('planned', async (page, y) => {
      const [start, end] = [await placeOf(page, '2029-01-01'), await placeOf(page, '2030-01-01')];
      await eventually(async () => {
        expect(strokes(await inked(page, start + 3, end - 3, y - 4.5))).toBeGreaterThan(5);
        expect(strokes(await inked(page, start + 3, end - 3, y))).toBe(0);
      });
    }));

  it('hatches a plan that nobody confirmed, unlike a plan whose time is still to come', () =>
    lookAt('unconfirmed', async (page, y) => {
      const [start, end] = [await placeOf(page, '2024-01-01'), await placeOf(page, '2025-01-01')];
      await eventually(async () => {
        expect(strokes(await inked(page, start + 3, end - 3, y - 4.5))).toBeGreaterThan(5);
        expect(strokes(await inked(page, start + 3, end - 3, y))).toBeGreaterThan(5);
      });
      await page.locator('a[data-fact="band-unconfirmed"]').focus();
      await tooltip(page, 'no confirmation on record').waitFor();
    }));

  it('marks the day of the service as today, and only where it is in view', async () => {
    await lookAt('day', async (page) => {
      const today = await placeOf(page, '2026-11-22');
      await eventually(async () => expect(await isRed(page, today - 3, today + 4)).toBe(true));
      expect(await isRed(page, GUTTER, today - 8)).toBe(false);
      await page.getByRole('button', { name: 'Zoom in' }).click();
      await page.getByRole('button', { name: 'Earlier' }).click();
      await page.getByRole('button', { name: 'Earlier' }).click();
      await eventually(async () => expect(viewOf(page)[1]).toBeLessThan(Date.parse('2026-11-01') / DAY_MS));
      const { width } = (await stage(page).boundingBox())!;
      await eventually(async () => expect(await isRed(page, GUTTER, width - 1)).toBe(false));
    });
  });

  it('draws counts from far away and tells them where one points; a click on one looks closer, down to facts', () =>
    pages.look(
      '/',
      async (page) => {
        await summary(page).filter({ hasText: 'drawn as counts' }).waitFor();
        const box = (await stage(page).boundingBox())!;
        const [fullest, bar] = await fullestRow(page);
        await page.mouse.move(box.x + bar, box.y + fullest);
        await tooltip(page, /\d facts? [A-Z]/).waitFor();
        const before = await summary(page).textContent();
        await page.mouse.down();
        await page.mouse.up();
        await eventually(async () => expect(await summary(page).textContent()).not.toBe(before));
        await eventually(() => expect(page.url()).toContain('view='));
        for (let press = 0; press < 4; press++) await page.getByRole('button', { name: 'Zoom in' }).click();
        await summary(page).filter({ hasText: 'each drawn by itself' }).waitFor();
      },
      { reducedMotion: 'reduce' },
    ));

  it('opens a fact by a click on its mark, and nothing by a click beside it', () =>
    lookAt('window', async (page, y) => {
      await stage(page).scrollIntoViewIfNeeded();
      const place = async () => (await stage(page).boundingBox())!;
      const { x, y: top } = await place();
      await page.mouse.click(x + (await placeOf(page, '2025-06-01')), top + y + 40);
      expect(new URL(page.url()).pathname).toBe('/');
      // What stands above the band may have come meanwhile.
      await eventually(async () => {
        const now = await place();
        await page.mouse.move(now.x + (await placeOf(page, '2022-07-01')), now.y + y);
        expect(await tooltip(page, 'Drawn as window').count()).toBe(1);
      });
      await page.mouse.down();
      await page.mouse.up();
      await page.waitForURL(/\/facts\/band-window$/);
    }));

  it.each([
    ['subjectType', /Cases/],
    ['subject', /assembly|plant|Mexico|México/],
    ['topic', /labor/],
    ['party', /US/],
  ])('lays its lanes by %s, names them in words, and keeps the choice in the address', (lane, named) =>
    pages.look('/?topic=labor&to=2022', async (page) => {
      await page.getByLabel('Lanes by').selectOption(lane);
      await summary(page).filter({ hasText: named }).filter({ hasText: 'each drawn by itself' }).waitFor();
      if (lane !== 'subjectType')
        await eventually(() => expect(new URL(page.url()).searchParams.get('lane')).toBe(lane));
    }),
  );

  it('tells the lanes in words when it stands still too, with as many facts as lie in each', () =>
    pages.look('/?topic=labor&to=2022&lane=party', async (page) => {
      await summary(page).filter({ hasText: 'each drawn by itself' }).waitFor();
      const { body } = await pages.api.get('/v1/timeline?topic=labor&party=US&to=2022&undated=exclude&limit=200');
      expect(await summary(page).textContent()).toContain(`US ${body.items.length}`);
    }));

  it('counts what is due to the lane in which it is drawn', () =>
    pages.look('/subjects/usmca', async (page) => {
      await summary(page).filter({ hasText: 'each drawn by itself' }).waitFor();
      const told = (await summary(page).textContent()) ?? '';
      const [, all] = /: (\d+) entries/.exec(told) ?? [];
      const lanes = [...told.matchAll(/(?:Most: |, )[^,.\d]+ (\d+)/g)].map(([, count]) => Number(count));
      expect({ told, sum: lanes.reduce((sum, count) => sum + count, 0) }).toEqual({ told, sum: Number(all) });
    }));

  it('says in words and as links what it shows: as many facts as the API tells of that time', () =>
    pages.look('/?view=2023-01-01..2023-06-30&subjectType=case', async (page) => {
      await summary(page).filter({ hasText: 'each drawn by itself' }).waitFor();
      const { body } = await pages.api.get('/v1/timeline?from=2023-01-01&to=2023-06-30&subjectType=case&limit=200');
      await eventually(async () => {
        const linked: string[] = await page.evaluate(
          `[...document.querySelectorAll('.band-items a')].map((link) => link.dataset.fact)`,
        );
        expect(linked.toSorted()).toEqual(body.items.map(({ id }: { id: string }) => id).toSorted());
      });
      await summary(page)
        .filter({ hasText: `1 January 2023 to 30 June 2023: ${body.items.length}` })
        .waitFor();
      expect(await barriersOn(page)).toEqual([]);
    }));

  describe('under fingers', () => {
    const PHONE = { viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

    const lookOnPhone = (path: string, how: (page: Page, middle: [number, number]) => Promise<void>): Promise<void> =>
      pages.look(
        path,
        async (page) => {
          await summary(page).waitFor();
          await stage(page).scrollIntoViewIfNeeded();
          const { x, y, width, height } = (await stage(page).boundingBox())!;
          await how(page, [x + width / 2, y + height / 2]);
        },
        PHONE,
      );

    it('goes closer as two fingers part, about what is between them, and back as they meet', () =>
      lookOnPhone(`/?${VIEW}`, async (page, [x, y]) => {
        const before = spanOf(page);
        await touch(
          page,
          [
            [x - 30, y],
            [x + 30, y],
          ],
          [
            [x - 120, y],
            [x + 120, y],
          ],
        );
        await eventually(async () => expect(spanOf(page)).toBeLessThan(before / 3.5));
        const [from = 0, to = 0] = viewOf(page);
        const middle = (Date.parse(FIRST) + Date.parse(LAST)) / 2 / DAY_MS;
        expect(Math.abs((from + to) / 2 - middle)).toBeLessThan(before / 10);
        expect(await page.evaluate('visualViewport.scale')).toBe(1);
        const near = spanOf(page);
        await touch(
          page,
          [
            [x - 120, y],
            [x + 120, y],
          ],
          [
            [x - 40, y],
            [x + 40, y],
          ],
        );
        await eventually(async () => expect(spanOf(page)).toBeGreaterThan(near * 2));
      }));

    it('moves with one finger sideways, and leaves up and down to the page', () =>
      lookOnPhone('/?view=2022-01-01..2023-12-31', async (page, [x, y]) => {
        const before = page.url();
        await touch(page, [[x, y]], [[x, y - 200]]);
        let passed = 0;
        await eventually(async () => {
          const now = Number(await page.evaluate('scrollY'));
          const stands = now === passed;
          passed = now;
          expect([now > 50, stands]).toEqual([true, true]);
        });
        expect(page.url()).toBe(before);
        await stage(page).scrollIntoViewIfNeeded();
        const { y: top, height } = (await stage(page).boundingBox())!;
        await touch(page, [[x + 80, top + height / 2]], [[x - 80, top + height / 2]]);
        await eventually(async () => expect(viewOf(page)[0]).toBeGreaterThan(Date.parse('2022-02-01') / DAY_MS));
        expect(spanOf(page)).toBeCloseTo(729, -1);
      }));

    it('opens a fact by a tap on its mark', () =>
      lookOnPhone(`/?subject=band-window&${VIEW}`, async (page) => {
        await page.getByRole('list', { name: 'Facts in view' }).getByText('Drawn as window').waitFor();
        const { x, y, height } = (await stage(page).boundingBox())!;
        await page.touchscreen.tap(x + (await placeOf(page, '2022-07-01', 0)), y + (height - 26) / 2);
        await page.waitForURL(/\/facts\/band-window$/);
      }));
  });
});
