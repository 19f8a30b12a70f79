import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { loadPageRenderer } from '../../apps/api/src/pages/page-renderer.js';
import { confirmationMail } from '../reminders/confirming.js';
import { startShownPages, type ShownPages } from './shown-pages.js';
import { tabTo } from './tab-to.js';

const HERE = 'keyboard.browser.spec.ts';

/** Which spec uses a page with the keyboard alone. */
const USED_IN: Readonly<Record<string, string>> = {
  '/': 'timeline.browser.spec.ts',
  '/cases': 'cases.browser.spec.ts',
  '/cases/statistics': 'cases.browser.spec.ts',
  '/cases/changes': 'cases.browser.spec.ts',
  '/cases/:id': 'cases.browser.spec.ts',
  '/reconciliation': HERE,
  '/milestones': HERE,
  '/milestones/:id': HERE,
  '/subjects/:id': HERE,
  '/facts/:id': HERE,
  '/sources/:id': HERE,
  '/embed/timeline': HERE,
  '/embed/milestones': HERE,
  '/remind': 'subscribing.browser.spec.ts',
  '/subscriptions/:id': HERE,
  '/confirmations/:id': HERE,
  '/subscriptions/:id/unsubscribe': HERE,
  '/sign-in': 'sign-in.browser.spec.ts',
  '/editor': 'editor.browser.spec.ts',
  '/editor/record': 'editor.browser.spec.ts',
  '/editor/change': 'editor.browser.spec.ts',
  '/editor/import': 'editor.browser.spec.ts',
};

describe('with the keyboard alone', () => {
  let pages: ShownPages;
  let page: Page;
  beforeAll(async () => {
    pages = await startShownPages();
  });
  afterAll(() => pages?.stop());
  afterEach(() => page?.context().close());

  const goto = async (path: string, headers: Record<string, string> = {}): Promise<void> => {
    ({ page } = await pages.open(path, { extraHTTPHeaders: headers }));
  };
  const follow = async (name: string | RegExp, leadsTo: RegExp): Promise<void> => {
    await tabTo(page, page.getByRole('link', { name }).first());
    await page.keyboard.press('Enter');
    await page.waitForURL(leadsTo);
  };
  const press = async (name: string, becomes: string | RegExp): Promise<void> => {
    await tabTo(page, page.getByRole('button', { name, exact: true }));
    await page.keyboard.press('Enter');
    await page.getByText(becomes).first().waitFor();
  };

  it('every page is used by a spec', async () => {
    const PATHS = (await loadPageRenderer()).ROUTES.map(({ path }) => path);
    expect(Object.keys(USED_IN).toSorted()).toEqual([...PATHS].toSorted());
    for (const file of new Set(Object.values(USED_IN)))
      expect([file, readFileSync(`test/web/${file}`, 'utf8')]).toEqual([
        file,
        expect.stringMatching(/with the keyboard alone/),
      ]);
  });

  it('one goes from a subject to a fact of its story, its source, what that supports, and the timeline of it', async () => {
    await goto('/subjects/usmca');
    await follow('USMCA enters into force', /\/facts\/usmca-in-force$/);
    await follow('Fact sheet: US-Mexico bilateral relations', /\/sources\/state-fact-sheet-2024$/);
    const supported = page.locator('.supports a').first();
    const title = await supported.textContent();
    await tabTo(page, supported);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: title! }).waitFor();
    await goto('/sources/holland-knight-2026-07-02');
    await follow('On the timeline', /\/\?source=holland-knight-2026-07-02$/);
    await page
      .getByRole('article')
      .getByRole('link', { name: /Joint review held/ })
      .first()
      .waitFor();
  });

  it('claims are held against what was known on a day, and the records behind a figure opened', async () => {
    await goto('/reconciliation');
    await tabTo(page, page.getByLabel('As known on'));
    await page.keyboard.type('09162024');
    await page.keyboard.press('Enter');
    await page.waitForURL(/knownAt=2024-09-16/);
    const claim = page.getByRole('listitem').filter({ hasText: '25 RRM requests by the end of July 2024' });
    await tabTo(page, claim.getByText(/\d+ records counted/));
    await page.keyboard.press('Enter');
    await tabTo(page, claim.getByRole('link', { name: 'GM Silao assembly plant' }));
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/cases\/gm-silao\?knownAt=2024-09-16$/);
  });

  it('milestones are narrowed, one of them read, and asked to be told of', async () => {
    await goto('/milestones');
    await tabTo(page, page.getByLabel('Subject'));
    await page.keyboard.type('United States-Mexico-Canada');
    await tabTo(page, page.getByRole('button', { name: 'Show', exact: true }));
    await page.keyboard.press('Enter');
    await page.waitForURL(/subject=usmca/);
    await follow(/^Joint review: United/, /\/milestones\/usmca\.joint-review\.2027$/);
    await follow('Remind me', /\/remind\?milestone=usmca\.joint-review\.2027/);
  });

  it('the pages of the mail links confirm, pause, switch on and end a subscription', async () => {
    const asked = { channel: { type: 'email', address: 'ana@example.org' }, filter: { subjects: ['usmca'] } };
    await pages.api.post('/v1/subscriptions', asked, { key: null });
    await goto((await confirmationMail(pages.api.database.db.pool, 'ana@example.org')).path);
    await press('Yes, I want these messages', 'Your subscription is confirmed');
    const manage = await page.getByRole('link', { name: 'Change, pause or end it' }).getAttribute('href');
    const { pathname, search } = new URL(manage ?? '');
    await page.goto(`${pages.api.url}${pathname}${search}`, { waitUntil: 'networkidle' });
    await press('Pause', 'its owner switched it off');
    await press('Switch on again', 'Switched on again.');
    await follow('End it and erase my address', /\/unsubscribe/);
    await press('End it and erase my address', /event \d+ of the log proves it/);
  });

  it.each([
    ['/embed/timeline?subject=usmca', 'USMCA enters into force', '/?subject=usmca'],
    ['/embed/milestones?subject=usmca', /^Joint review/, '/milestones?subject=usmca'],
  ])('what is framed elsewhere leads to its entries and to the whole of it: %s', async (path, entry, whole) => {
    await goto(path);
    for (const [name, address] of [
      [entry, /\/(facts|milestones)\//],
      ['Open in Dateline', whole],
    ] as const) {
      await tabTo(page, page.getByRole('link', { name }).first());
      const [opened] = await Promise.all([page.context().waitForEvent('page'), page.keyboard.press('Enter')]);
      await opened.waitForURL(typeof address === 'string' ? `${pages.api.url}${address}` : address);
    }
  });

  it('an address at which there is nothing leads back', async () => {
    await goto('/there/is/none');
    await follow('To the timeline', /^[^?]*\/$/);
  });

  it('a call is tried at /docs', async () => {
    await goto('/docs/');
    await tabTo(page, page.locator('.opblock-summary-control').first());
    await page.keyboard.press('Enter');
    await press('Execute', 'Response headers');
  });

  it('the queues are looked at', async () => {
    await goto('/queues', { authorization: `Bearer ${pages.api.adminKey}` });
    await follow(/deliver/, /\/queues\/queue\/deliver/);
    await page
      .getByRole('link', { name: /completed/i })
      .first()
      .waitFor();
  });
});
