import { eventually } from '#libs/testing';
import { startShownPages, type ShownPages } from './shown-pages.js';

describe('the milestones in a browser', () => {
  let pages: ShownPages;
  beforeAll(async () => {
    pages = await startShownPages();
  });
  afterAll(() => pages?.stop());

  it('tell what is coming, and apart what has no confirmation on record, each with its reasons', async () => {
    const { page, context, complaints } = await pages.open('/milestones?status=unconfirmed');
    await page.getByRole('heading', { name: /^No confirmation on record/ }).waitFor();
    await page.goto(`${pages.api.url}/milestones`);
    await page.getByRole('heading', { name: /^Coming/ }).waitFor();
    const review = page.locator('[id="usmca.joint-review.2027"]');
    expect(await review.textContent()).toMatch(/2027.*It follows from usmca-in-force.*Sources:/);
    await review.getByRole('heading').getByRole('link').click();
    await page.getByRole('heading', { name: 'Why' }).waitFor();
    await page.getByText('No day is fixed.').waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('are filtered in the address, and their feeds with them', async () => {
    const { page, context } = await pages.open('/milestones');
    await page.getByLabel('Subject').selectOption('usmca');
    await page.getByLabel('Status').selectOption('met');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.waitForURL(/subject=usmca&status=met/);
    await page.getByRole('heading', { name: /^Met/ }).waitFor();
    const feed = await page.getByRole('link', { name: 'Calendar (.ics)' }).getAttribute('href');
    const calendar = await pages.api.get(feed ?? '');
    expect(calendar.text).toContain('usmca.joint-review.2026');
    expect(calendar.text).not.toContain('usmca.joint-review.2027');
    await context.close();
  });

  it('stand on a calendar that marks a day only where one is fixed', async () => {
    const { page, context } = await pages.open('/milestones?view=calendar&year=2026&status=all');
    const month = (name: string) => page.locator('.month').filter({ hasText: name });
    expect(await month('July 2026').getByRole('link', { name: '1 July 2026: Joint review' }).count()).toBe(1);
    const february = month('February 2026');
    expect(await february.locator('.windowed').count()).toBe(28);
    expect(await february.locator('.certain').allTextContents()).toEqual(['13']);
    expect(await february.getByRole('listitem').filter({ hasText: 'No day is fixed.' }).count()).toBe(1);
    await page.getByRole('link', { name: '2027' }).click();
    await page.waitForURL(/year=2027/);
    const wide = page.locator('.wide li').filter({ hasText: 'Joint review' });
    expect(await wide.locator('.held').count()).toBe(12);
    await context.close();
  });

  it("mark the service's day as today, not the browser's, and begin with its year", async () => {
    const { page, context } = await pages.open('/milestones?view=calendar');
    await page.getByRole('heading', { name: '2026', exact: true }).waitFor();
    expect(await page.locator('[aria-current="date"]').getAttribute('data-day')).toBe('2026-11-22');
    expect(await page.locator('[aria-current="date"]').count()).toBe(1);
    await context.close();
  });

  it('each lead to being told: of themselves, or of their subject where they are over', async () => {
    const { page, context } = await pages.open('/milestones?status=all&limit=200');
    const items = page.locator('li.milestone');
    expect(await page.locator('li.milestone .remind-link').count()).toBe(await items.count());
    const link = (status: string) => page.locator(`li.milestone.${status} .remind-link`).first().getAttribute('href');
    expect(await link('upcoming')).toMatch(/^\/remind\?milestone=/);
    expect(await link('met')).toMatch(/^\/remind\?subject=/);
    await context.close();
  });

  it('are travelled day by day with the keys, into the next year too', async () => {
    const { page, context } = await pages.open('/milestones?view=calendar&year=2026&status=all&subject=usmca');
    const at = (): Promise<unknown> => page.evaluate('document.activeElement.dataset.day');
    await page.locator('.months [tabindex="0"]').focus();
    const first = String(await at());
    expect(first).toMatch(/^2026-/);
    await page.locator('[data-day="2026-07-01"]').focus();
    for (const [key, day] of [
      ['ArrowRight', '2026-07-02'],
      ['ArrowDown', '2026-07-09'],
      ['PageDown', '2026-08-09'],
      ['End', '2026-08-31'],
      ['Home', '2026-08-01'],
      ['ArrowLeft', '2026-07-31'],
      ['ArrowUp', '2026-07-24'],
    ]) {
      await page.keyboard.press(key!);
      await eventually(async () => expect([key, await at()]).toEqual([key, day]));
    }
    expect(await page.locator('.months [tabindex="0"]').count()).toBe(1);
    await page.locator('[data-day="2026-12-31"]').focus();
    await page.keyboard.press('ArrowRight');
    await page.waitForURL(/year=2027/);
    await context.close();
  });
});
