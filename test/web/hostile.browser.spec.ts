import type { Page } from 'playwright-core';
import { asHtml, messageInWords } from '#libs/reminders';
import { loadPageRenderer } from '../../apps/api/src/pages/page-renderer.js';
import { confirmationMail } from '../reminders/confirming.js';
import { messageWith, reminder } from '../reminders/channels/sample-messages.js';
import { startShownPages, type ShownPages } from './shown-pages.js';

/** What harms where it is not only text: markup and script in every place, turned words, and a word wider than any screen. */
const HOSTILE = [
  `"'><img src=x onerror="window.hurt=1"><script>window.hurt=1</script></script></title></textarea>`,
  '<svg/onload=window.hurt=1> javascript:window.hurt=1 {{constructor.constructor("window.hurt=1")()}} ${window.hurt=1}',
  '\u202Eevil\u2066 \u05E9\u05DC\u05D5\u05DD \u2028',
].join('');
const LONG = 'w'.repeat(290);
const SCRIPT_ADDRESS = 'javascript:window.hurt=1';

const SOURCES = [{ source: 'hostile', locator: `${LONG} ${HOSTILE}`.slice(0, 500), says: { body: { note: HOSTILE } } }];
const RECORDS = [
  {
    record: 'source',
    id: 'hostile',
    title: HOSTILE,
    publisher: LONG,
    url: `https://example.org/?a=%22%3E<script>window.hurt=1</script>&b=${'x'.repeat(300)}`,
  },
  {
    record: 'subject',
    id: 'hostile',
    type: 'agreement',
    name: LONG,
    topics: ['t'.repeat(120)],
    attributes: { [HOSTILE]: HOSTILE, url: SCRIPT_ADDRESS, long: LONG },
  },
  {
    record: 'subject',
    id: 'hostile-case',
    type: 'case',
    name: HOSTILE,
    attributes: { mechanism: 'usmca-rrm', company: LONG, facility: HOSTILE, sector: LONG, state: HOSTILE },
  },
  ...['hostile', 'hostile-other'].map((id) => ({
    record: 'fact',
    id,
    subject: 'hostile',
    type: 'agreement.noted',
    occurred: '1500-01-01',
    title: id === 'hostile' ? HOSTILE : LONG,
    summary: `${LONG} ${HOSTILE} ${SCRIPT_ADDRESS}`,
    body: { [HOSTILE]: { deep: [HOSTILE, LONG] }, url: SCRIPT_ADDRESS },
    sources: SOURCES,
  })),
  {
    record: 'fact',
    id: 'hostile-plan',
    subject: 'hostile',
    type: 'milestone.planned',
    occurred: '2030-01-01',
    title: `${LONG} ${HOSTILE}`.slice(0, 500),
    body: { milestone: 'review.2030' },
    sources: SOURCES,
  },
  ...(['case.filed', 'case.noted'] as const).map((type) => ({
    record: 'fact',
    id: `hostile-${type.slice(5)}`,
    subject: 'hostile-case',
    type,
    occurred: '2026-11-02',
    title: HOSTILE,
    summary: LONG,
    sources: SOURCES,
  })),
  {
    record: 'correction',
    id: 'hostile-correction',
    fact: 'hostile',
    changes: { title: `${HOSTILE} ${LONG}`.slice(0, 500), occurred: null },
    reason: `${LONG} ${HOSTILE}`,
    sources: SOURCES,
  },
];

/** Addresses at which hostile text is shown, for pages whose address names something. Others name `hostile`. */
const SHOWN_AT: Readonly<Record<string, readonly string[]>> = {
  '/': ['/', `/?q=${encodeURIComponent(HOSTILE)}`, '/?undated=include&subject=hostile'],
  '/cases/:id': ['/cases/hostile-case'],
  '/milestones': ['/milestones?subject=hostile', '/milestones?view=calendar&year=2030'],
  '/milestones/:id': ['/milestones/hostile.review.2030'],
  '/facts/:id': ['/facts/hostile', '/facts/hostile-other'],
  '/remind': [
    '/remind?subject=hostile&milestone=hostile.review.2030',
    `/remind?topic=${encodeURIComponent(HOSTILE)}&type=${LONG}&${encodeURIComponent(HOSTILE)}=1`,
  ],
  '/editor/record': ['/editor/record?kind=fact&subject=hostile'],
  '/editor/change': ['/editor/change?fact=hostile', '/editor/change?subject=hostile', '/editor/change?source=hostile'],
};

describe('hostile text', () => {
  let pages: ShownPages;
  let addresses: string[];

  beforeAll(async () => {
    pages = await startShownPages();
    const { api } = pages;
    const { body } = await api.post('/v1/import', RECORDS.map((record) => JSON.stringify(record)).join('\n'), {
      headers: { 'content-type': 'application/x-ndjson' },
    });
    expect(body).toMatchObject({ recorded: RECORDS.length, problems: [] });
    for (const list of ['timeline', 'milestones']) await api.get(`/v1/${list}?limit=1&after=${body.position}`);
    const made = await api.post(
      '/v1/subscriptions',
      { channel: { type: 'calendar' }, filter: { subjects: ['hostile'] } },
      { key: null },
    );
    await api.post('/v1/subscriptions', {
      channel: { type: 'email', address: 'ana@example.org' },
      filter: { subjects: ['hostile'] },
    });
    const { path: confirmation } = await confirmationMail(api.database.db.pool, 'ana@example.org');
    const { search } = new URL(made.body.manageUrl);
    const PATHS = (await loadPageRenderer()).ROUTES.map(({ path }) => path);
    addresses = PATHS.flatMap((path) => {
      if (path.startsWith('/confirmations/')) return [confirmation];
      if (path.startsWith('/subscriptions/')) return [`${path.replace(':id', made.body.id)}${search}`];
      return SHOWN_AT[path] ?? [path.replaceAll(/:\w+/g, 'hostile')];
    });
  });
  afterAll(() => pages?.stop());

  it.each([
    { colorScheme: 'light', width: 1200 },
    { colorScheme: 'dark', width: 360 },
  ] as const)(
    'runs nowhere and breaks no page: $colorScheme, $width pixels wide',
    async ({ colorScheme, width }) => {
      const { api } = pages;
      const context = await pages.browser.newContext({ colorScheme, viewport: { width, height: 800 } });
      await context.addInitScript(`
        window.violations = [];
        document.addEventListener('securitypolicyviolation', (event) => window.violations.push(event.violatedDirective + ' ' + event.blockedURI));
        sessionStorage.setItem('dateline-key', ${JSON.stringify(api.adminKey)});`);
      for (const address of addresses) {
        const page = await context.newPage();
        const told: string[] = [];
        page.on('dialog', (dialog) => {
          told.push(dialog.message());
          void dialog.dismiss();
        });
        page.on('pageerror', (error) => told.push(error.message));
        const answer = await page.goto(`${api.url}${address}`, { waitUntil: 'networkidle' });
        const policy = (await answer?.headerValue('content-security-policy')) ?? '';
        expect({ address, status: answer?.status(), policy }).toEqual({
          address,
          status: 200,
          policy: expect.stringMatching(/^(?!.*unsafe).*script-src 'self'/),
        });
        expect({ address, told, ...(await harmOn(page)) }).toEqual({
          address,
          told: [],
          hurt: null,
          violations: [],
          links: [],
          handlers: 0,
          tooWide: 0,
        });
        await page.close();
      }
      await context.close();
    },
    300_000,
  );

  it('is told as text where it is the title of a page', async () => {
    const { page, context } = await pages.open('/facts/hostile-other');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(LONG);
    await page.goto(`${pages.api.url}/sources/hostile`);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('<img src=x onerror=');
    await context.close();
  });

  it('is no page in any format that is sent: each says its type, and that it runs and loads nothing', async () => {
    const { body } = await pages.api.get('/openapi.json');
    const paths = Object.entries(body.paths as Record<string, object>).flatMap(([path, methods]) =>
      'get' in methods && !/\/v1\/(subscriptions|stream|projections|problems)|problems/.test(path) ? [path] : [],
    );
    expect(paths.length).toBeGreaterThan(30);
    for (const path of paths) {
      const id = path.startsWith('/v1/cases') ? 'hostile-case' : 'hostile';
      const named = path.startsWith('/v1/milestones/') ? 'hostile.review.2030' : id;
      const needed = path === '/v1/dates' ? '?edtf=2024' : '';
      const { status, headers } = await pages.api.get(`${path.replace(/\{\w+\}/, named)}${needed}`);
      expect({
        path,
        status,
        type: headers.get('content-type'),
        sniffed: headers.get('x-content-type-options'),
        policy: headers.get('content-security-policy'),
      }).toEqual({
        path,
        status: expect.any(Number),
        type: expect.not.stringMatching(/html|svg|javascript/),
        sniffed: 'nosniff',
        policy: expect.stringMatching(/^default-src 'none'(?!.*unsafe)/),
      });
      expect(status).toBeLessThan(500);
    }
  });

  it('is refused as the address of a source', async () => {
    const answer = await pages.api.post('/v1/sources', {
      id: 'script-address',
      title: 'Script',
      publisher: 'Script',
      url: SCRIPT_ADDRESS,
    });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '/url' }] } });
  });

  it('runs in no mail, though a mail carries no policy', async () => {
    const { milestone } = reminder;
    const hostile = {
      ...milestone,
      title: HOSTILE,
      subject: { id: 'hostile', name: LONG },
      rule: HOSTILE,
      article: HOSTILE,
      sources: [{ title: HOSTILE, publisher: HOSTILE, url: SCRIPT_ADDRESS }],
      url: SCRIPT_ADDRESS,
    };
    const written = messageInWords(messageWith({ ...reminder, milestone: hostile }));
    const page = await pages.browser.newPage();
    await page.setContent(asHtml(written), { waitUntil: 'networkidle' });
    expect(await page.evaluate('window.hurt ?? null')).toBeNull();
    expect(await page.locator('script, img, svg, a[href^="javascript"]').count()).toBe(0);
    expect(await page.locator('body').textContent()).toContain('<img src=x onerror=');
    await page.close();
  });
});

/** What happened on a page that should not, as far as the page itself can tell. */
async function harmOn(page: Page): Promise<object> {
  return page.evaluate(`({
    hurt: window.hurt ?? null,
    violations: window.violations,
    // Figures that are handed over as a file open nothing: a link with "download" saves them.
    links: [...document.querySelectorAll('a:not([download][href^="data:text/csv;"]), form, iframe, img, link:not([rel=icon]), object')]
      .flatMap((element) => ['href', 'src', 'action', 'data'].map((name) => element.getAttribute(name) ?? ''))
      .filter((address) => /^\\s*(javascript|data|vbscript):/i.test(address)),
    handlers: document.querySelectorAll('[onerror], [onload], [onclick], [style]:not(svg *)').length,
    tooWide: Math.max(0, document.documentElement.scrollWidth - window.innerWidth),
  })`);
}
