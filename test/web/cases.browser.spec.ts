import type { Page } from 'playwright-core';
import { eventually } from '#libs/testing';
import { startShownPages, type ShownPages } from './shown-pages.js';

const PHONE = { viewport: { width: 390, height: 780 } };

let shown: ShownPages;
beforeAll(async () => {
  shown = await startShownPages();
}, 240_000);
afterAll(() => shown?.stop());

describe('the pages about cases, with the keyboard alone', () => {
  let page: Page;
  const goto = async (path: string): Promise<void> => {
    ({ page } = await shown.open(path, PHONE));
  };
  afterEach(() => page.context().close());

  const press = (...keys: string[]): Promise<void> =>
    keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());

  it('narrow the board by any number of statuses, and show it as a list', async () => {
    await goto('/cases');
    await page.getByText('Filters', { exact: true }).focus();
    await press('Enter');
    await page.getByText('More filters').focus();
    await press('Enter');
    for (const status of ['resolved', 'closed']) {
      await page.getByRole('checkbox', { name: status }).focus();
      await press('Space');
    }
    await page.getByRole('combobox', { name: 'Shown as' }).focus();
    await press('ArrowDown');
    await page.getByRole('button', { name: 'Show' }).focus();
    await press('Enter');
    await page.waitForURL(/view=list.*status=resolved&status=closed/);
    expect(await page.getByRole('table').getByRole('row').count()).toBe(32);
    expect(await page.getByRole('checkbox', { name: 'closed', includeHidden: true }).isChecked()).toBe(true);
  });

  it.each([
    ['/cases/akwel-juarez', 'td .mark[class*="deadline-"]'],
    ['/reconciliation', 'td:is(.agrees, .possible, .compatible, .exceeded, .differs)'],
  ])('show the state or the result on a phone without scrolling, at %s', async (path, cell) => {
    await goto(path);
    const box = await page.locator(cell).first().boundingBox();
    expect(box!.x + box!.width).toBeLessThanOrEqual(390);
  });

  it('show the newest part of a chart over time first', async () => {
    await goto('/cases/statistics');
    // What lies to the right of the view, of how much more than the view there is.
    const right = await page.evaluate<[boolean, number]>(`(() => {
      const view = document.querySelector('[aria-label="Cases in each state over time"]');
      const edges = [view.querySelector('svg'), view].map((node) => node.getBoundingClientRect().right);
      return [view.scrollWidth > view.clientWidth, edges[0] - edges[1]];
    })()`);
    expect(right).toEqual([true, expect.closeTo(0, 0)]);
  });

  it("lead from the board to a case's story and its sources", async () => {
    await goto('/cases?q=silao&view=board');
    await page.getByRole('link', { name: 'GM Silao assembly plant' }).focus();
    await press('Enter');
    await page.waitForURL(/\/cases\/gm-silao/);
    await page.getByRole('img', { name: 'Legal deadlines' }).waitFor();
    await page.getByRole('link', { name: 'US-Mexico RRM (2): GM Silao' }).first().focus();
    await press('Enter');
    await page.waitForURL(/\/sources\//);
  });

  it('open the table of a chart, move along the chart, and fetch its CSV', async () => {
    await goto('/cases/statistics');
    const chart = page.getByRole('region', { name: 'Time from request to end' });
    await chart.getByRole('group', { name: 'Time from request to end', exact: true }).focus();
    await press('ArrowRight', 'ArrowRight');
    const scrolled = (): Promise<number> => page.evaluate('document.activeElement.scrollLeft');
    await eventually(async () => expect(await scrolled()).toBeGreaterThan(0));
    await chart.getByText('The figures as a table').focus();
    await press('Enter');
    await chart.getByRole('columnheader', { name: 'Share open' }).waitFor();
    await chart.getByRole('link', { name: 'The figures as CSV' }).focus();
    const [download] = await Promise.all([page.waitForEvent('download'), press('Enter')]);
    expect(download.suggestedFilename()).toMatch(/^case-survival-\d+-[0-9a-f]{64}\.csv$/);
  });

  it('ask for the changes between two days', async () => {
    await goto('/cases/changes');
    await page.getByText(/^Filters/).focus();
    await press('Enter');
    await page.getByLabel('Since').fill('2024-01-01');
    await page.getByLabel('Until').fill('2024-03-31');
    await press('Enter');
    await page.waitForURL(/since=2024-01-01&until=2024-03-31/);
    expect(await page.getByRole('listitem').filter({ hasText: 'Became known on' }).count()).toBeGreaterThan(5);
  });
});
