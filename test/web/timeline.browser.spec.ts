import type { Page } from 'playwright-core';
import { eventually } from '#libs/testing';
import { barriersOn, startShownPages, type ShownPages } from './shown-pages.js';

const found = (page: Page): Promise<string> => page.locator('.found').innerText();
const summary = (page: Page) => page.locator('#band-summary');

/** Waits until the number of facts that is told satisfies, and answers it. */
async function counted(page: Page, isMeant: (count: number) => boolean): Promise<number> {
  let count = NaN;
  await becomes(async () => {
    count = Number.parseInt(await found(page), 10);
    return isMeant(count);
  });
  return count;
}

/** Waits until something on a page is so. */
function becomes(isSo: () => Promise<boolean>): Promise<void> {
  return eventually(async () => expect(await isSo()).toBe(true));
}

describe('the timeline in a browser', () => {
  let pages: ShownPages;
  beforeAll(async () => {
    pages = await startShownPages();
  });
  afterAll(() => pages?.stop());

  it('searches as one types, tells how much there is, and keeps it in the address', () =>
    pages.look('/', async (page) => {
      const some = (await pages.api.get('/v1/timeline?q=panel&limit=200')).body.items.length;
      expect(await counted(page, (count) => count > 200)).toBeGreaterThan(some);
      await page.getByRole('searchbox', { name: 'Words' }).pressSequentially('panel');
      // Slow typing is answered word by word: what counts is where it ends.
      await counted(page, (count) => count === some);
      await becomes(async () => new URL(page.url()).searchParams.get('q') === 'panel');
      await becomes(async () => (await page.locator('ol.entries > li').count()) === some);
      expect(await page.locator('.found').getAttribute('role')).toBe('status');
      await page.reload();
      await counted(page, (count) => count === some);
    }));

  it('names the newest news of what it shows after a filter changed in place', () =>
    pages.look('/', async (page) => {
      const { lastNews } = (await pages.api.get('/v1/timeline/density?q=panel')).body;
      const day = new Date(lastNews).toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
      const line = page.locator('p.coverage');
      expect(await line.innerText()).toMatch(/what is shown: \d/);
      expect(await line.innerText()).not.toContain(`what is shown: ${day}.`);
      await page.getByRole('searchbox', { name: 'Words' }).pressSequentially('panel');
      await becomes(async () => (await line.innerText()).includes(`what is shown: ${day}.`));
    }));

  it('searches what was typed before its script was there', async () => {
    const page = await pages.browser.newPage();
    const typed = Promise.withResolvers<void>();
    await page.route('**/*.js', async (route) => {
      await typed.promise;
      await route.continue();
    });
    await page.goto(`${pages.api.url}/`, { waitUntil: 'commit' });
    await page.getByRole('searchbox', { name: 'Words' }).pressSequentially('panel');
    typed.resolve();
    await becomes(async () => new URL(page.url()).searchParams.get('q') === 'panel');
    await page.close();
  });

  it('leads on with the filters that are shown: what is embedded, what is followed, where a theme leads back to', () =>
    pages.look('/?lang=es', async (page) => {
      const feed = page.locator('link[rel="alternate"][type="application/atom+xml"]');
      expect(await feed.getAttribute('href')).toBe('/v1/timeline.atom');
      await page.getByRole('searchbox', { name: 'Palabras' }).pressSequentially('panel');
      await becomes(async () => page.url().includes('q=panel'));
      await becomes(async () => (await feed.getAttribute('href')) === '/v1/timeline.atom?q=panel');
      expect(await page.locator('textarea').inputValue()).toContain('/embed/timeline?q=panel&amp;lang=es');
      await page.getByRole('button', { name: 'Oscuro' }).click();
      await page.waitForSelector('[data-theme="dark"]');
      expect(new URL(page.url()).searchParams.get('q')).toBe('panel');
    }));

  it('takes several values of a filter, and lets each go again', () =>
    pages.look('/', async (page) => {
      const all = await counted(page, (count) => count > 200);
      await page.getByLabel('Kind', { exact: true }).selectOption('dialogue');
      const dialogues = await counted(page, (count) => count < all);
      await page.getByLabel('Kind', { exact: true }).selectOption('agreement');
      const both = await counted(page, (count) => count > dialogues);
      await becomes(async () => {
        const kinds = new URL(page.url()).searchParams.getAll('subjectType');
        return kinds.toSorted().join(' ') === 'agreement dialogue';
      });
      // The box goes with its choice, so there is none left that could be seen unticked.
      await page.getByRole('checkbox', { name: 'Agreements' }).click();
      expect(await counted(page, (count) => count < both)).toBe(dialogues);
      await page.goBack();
      expect(await counted(page, (count) => count > dialogues)).toBe(both);
      await becomes(() => page.getByRole('checkbox', { name: 'Agreements' }).isChecked());
    }));

  it('says what is wrong with a filter, and goes on showing what was there before', async () => {
    const context = await pages.browser.newContext();
    const { page } = await pages.openIn(context, '/');
    const all = await page.locator('ol.entries > li').count();
    await page.getByLabel('From', { exact: true }).fill('yesterday');
    await page.locator('.found').filter({ hasText: 'from' }).waitFor();
    expect(await page.locator('ol.entries > li').count()).toBe(all);
    await page.getByLabel('From', { exact: true }).fill('2023');
    await counted(page, (count) => count > 0);
    await context.close();
  });

  it('shows what is due where that is asked for, and every clock', () =>
    pages.look('/?subject=usmca&include=milestones&undated=include&knownAt=2026-11-01', async (page) => {
      await page.locator('ol.entries > li.planned').first().waitFor();
      // The panel stands open, as filters in it are in use.
      expect(await page.getByRole('checkbox', { name: 'what is due' }).isChecked()).toBe(true);
      for (const name of ['As known on', 'What had happened by', 'On record by (day, instant or position)'])
        await page.locator('form').getByLabel(name).waitFor();
    }));

  it('is travelled through with the keyboard alone, from decades to days', () =>
    pages.look('/', async (page) => {
      await summary(page).filter({ hasText: 'drawn as counts' }).waitFor();
      const band = page.getByRole('group', { name: 'Time, from decades to days' });
      await band.focus();
      await page.keyboard.press('End');
      for (let press = 0; press < 6; press++) await page.keyboard.press('+');
      await summary(page).filter({ hasText: 'each drawn by itself' }).waitFor();
      let first = '';
      await becomes(async () => {
        const [from, to] = (new URL(page.url()).searchParams.get('view') ?? '').split('..');
        first = from!;
        return Date.parse(to!) - Date.parse(from!) < 8 * 366 * 86_400_000;
      });
      await page.keyboard.press('ArrowLeft');
      await becomes(async () => !page.url().includes(first));
      await page.keyboard.press('0');
      await becomes(async () => !page.url().includes('view='));
    }));

  it('lets every fact in view be reached with the keyboard, and opened', () =>
    pages.look('/?view=2023-01-01..2023-12-31', async (page) => {
      const list = page.getByRole('list', { name: 'Facts in view' });
      await list.waitFor();
      await page.getByRole('group', { name: 'Time, from decades to days' }).focus();
      await page.keyboard.press('Tab');
      const first = await page.evaluate('document.activeElement.dataset.fact');
      await page.keyboard.press('ArrowRight');
      const second = await page.evaluate('document.activeElement.dataset.fact');
      expect(new Set([first, second, undefined]).size).toBe(3);
      await page.locator('.band-tooltip').waitFor();
      await page.keyboard.press('Enter');
      await page.waitForURL(new RegExp(`/facts/${String(second)}$`));
    }));

  it('moves with mouse and wheel, and leaves the wheel to the page until it is meant', () =>
    pages.look('/', async (page) => {
      await summary(page).waitFor();
      const box = (await page.locator('.band-stage').boundingBox())!;
      await page.mouse.move(box.x + box.width * 0.9, box.y + 100);
      await page.mouse.wheel(0, 200);
      await becomes(() => page.evaluate('scrollY > 0'));
      let stood = 0;
      await becomes(async () => {
        await page.evaluate('scrollTo(0, 0)');
        // What the wheel has begun may go on for a moment.
        stood = (await page.evaluate('scrollY')) === 0 ? stood + 1 : 0;
        return stood > 5;
      });
      expect(page.url()).not.toContain('view=');
      await page.getByRole('group', { name: 'Time, from decades to days' }).focus();
      await page.mouse.wheel(0, -400);
      await becomes(async () => page.url().includes('view='));
      const before = page.url();
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * 0.6, box.y + 100, { steps: 5 });
      await page.mouse.up();
      await becomes(async () => page.url() !== before);
    }));

  it('stands still for who wants less motion, and is the same view by its address', async () => {
    await pages.look(
      '/?view=2021-01-01..2024-12-31&lane=topic',
      async (page) => {
        await summary(page).filter({ hasText: '1 January 2021 to 31 December 2024' }).waitFor();
        expect(await page.getByLabel('Lanes by').inputValue()).toBe('topic');
        await page.getByRole('button', { name: 'Zoom in' }).click();
        await summary(page).filter({ hasText: '1 January 2022' }).waitFor();
      },
      { reducedMotion: 'reduce' },
    );
  });

  it('replays how it came to be known, with what changed lit up', () =>
    pages.look('/', async (page) => {
      await page.getByText('Replay how this came to be known').click();
      const slider = page.getByRole('slider', { name: 'As known on' });
      await slider.focus();
      const all = await counted(page, (count) => count > 200);
      await page.keyboard.press('ArrowLeft');
      await page.waitForURL(/knownAt=\d{4}-\d{2}-\d{2}/);
      const before = await counted(page, (count) => count < all);
      await page.locator('.replay-facts li').first().waitFor();
      expect(await slider.getAttribute('aria-valuetext')).toMatch(/^As known on \d+ \w+ \d{4}: \d+ /);
      await page.keyboard.press('Home');
      expect(await counted(page, (count) => count < before)).toBeLessThan(20);
      await page.locator('ol.entries > li.lit-added').first().waitFor();
      await page.getByRole('button', { name: 'Play' }).click();
      const day = new URL(page.url()).searchParams.get('knownAt');
      await becomes(async () => new URL(page.url()).searchParams.get('knownAt') !== day);
      await page.getByRole('button', { name: 'Pause' }).click();
    }));

  it('never asks for more than a page of facts', async () => {
    const context = await pages.browser.newContext();
    const page = await context.newPage();
    const asked: URL[] = [];
    page.on('request', (request) => asked.push(new URL(request.url())));
    const answers: number[] = [];
    page.on('response', async (response) => {
      if (!new URL(response.url()).pathname.startsWith('/v1/timeline')) return;
      const body = (await response.json().catch(() => ({}))) as { items?: unknown[] };
      answers.push(body.items?.length ?? 0);
    });
    await pages.goTo(page, '/');
    await page.getByRole('group', { name: 'Time, from decades to days' }).focus();
    for (const key of ['End', '+', '+', '+', '+', '+', '+', 'ArrowLeft', '0']) await page.keyboard.press(key);
    await becomes(async () => asked.some(({ pathname }) => pathname === '/v1/timeline/density'));
    await becomes(async () => answers.length > 0);
    for (const { searchParams } of asked) expect(Number(searchParams.get('limit') ?? 50)).toBeLessThanOrEqual(200);
    expect(Math.max(...answers)).toBeLessThanOrEqual(200);
    await context.close();
  });

  it.each(['light', 'dark'] as const)(
    'keeps nobody out with band, filters and slider open, in the %s theme',
    (colorScheme) =>
      pages.look(
        '/?view=2023-01-01..2023-12-31&subjectType=case&topic=labor&knownAt=2025-06-30',
        async (page) => {
          await page.getByText('More filters').click();
          await page.getByRole('slider').waitFor();
          await page.locator('.band-items a').first().focus();
          expect(await barriersOn(page)).toEqual([]);
        },
        { colorScheme },
      ),
  );
});
