import { gzipSync } from 'node:zlib';
import type { Locator, Page } from 'playwright-core';
import { barriersInBothThemes, startShownPages, type ShownPages } from './shown-pages.js';
import { tabTo } from './tab-to.js';

describe("the editor's corner in a browser", () => {
  let pages: ShownPages;
  beforeAll(async () => {
    pages = await startShownPages();
  });
  afterAll(() => pages?.stop());

  /** Opens a page of the editor and gives it the key, as an editor does. */
  async function openWithKey(path: string): ReturnType<ShownPages['open']> {
    const shown = await pages.open(path);
    await shown.page.getByLabel('Key with the scope').fill(pages.api.adminKey);
    await shown.page.keyboard.press('Enter');
    await shown.page.getByText('A key is kept in this tab.').waitFor();
    return shown;
  }

  /** Waits until what was just recorded can be seen, which a busy machine may need a while for. */
  async function untilSeen(page: Page): Promise<void> {
    const link = await page.getByRole('link', { name: 'See it' }).getAttribute('href');
    const { searchParams } = new URL(link ?? '', pages.api.url);
    expect((await pages.api.get(`/v1/timeline?limit=1&after=${searchParams.get('after')}`)).status).toBe(200);
  }
  async function seeIt(page: Page): Promise<void> {
    await untilSeen(page);
    await page.getByRole('link', { name: 'See it' }).click();
  }

  it('shows who recorded a fact to the tab that keeps a key, and to no other', async () => {
    const { page, context } = await openWithKey('/editor');
    await pages.goTo(page, '/facts/usmca-in-force');
    await page.getByRole('heading', { name: 'Recorded by' }).waitFor();
    expect(await barriersInBothThemes(page)).toEqual([]);
    const other = await pages.open('/facts/usmca-in-force');
    await other.page.waitForLoadState('networkidle');
    expect(await other.page.getByRole('heading', { name: 'Recorded by' }).count()).toBe(0);
    await other.context.close();
    await context.close();
  });

  it('asks for a key once in a tab, and forgets it', async () => {
    const { page, context } = await openWithKey('/editor');
    expect(await barriersInBothThemes(page)).toEqual([]);
    await page.getByRole('link', { name: 'Record a source' }).click();
    await page.getByRole('button', { name: 'Record' }).waitFor();
    expect(page.url()).not.toContain(pages.api.adminKey);
    await page.getByRole('button', { name: 'Forget it' }).click();
    await page.getByLabel('Key with the scope').waitFor();
    const other = await context.newPage();
    await other.goto(`${pages.api.url}/editor`);
    await other.getByLabel('Key with the scope').waitFor();
    await context.close();
  });

  it('says at once that a key is not valid, keeps none that is not, and then takes the right one', async () => {
    const { page, context } = await pages.open('/editor/record?kind=source');
    const label = page.getByLabel('Key with the scope');
    await label.fill('no-key');
    await page.keyboard.press('Enter');
    const alert = page.getByRole('alert');
    expect(await alert.textContent()).toBe(
      'This key is not valid here: it was mistyped, has expired or was revoked. Enter another one.',
    );
    expect(await label.getAttribute('aria-invalid')).toBe('true');
    expect(await barriersInBothThemes(page)).toEqual([]);
    await label.fill('“clave” «ключ»');
    await page.keyboard.press('Enter');
    await alert.waitFor();
    await label.fill(pages.api.adminKey);
    await page.keyboard.press('Enter');
    await field(page, '/title').waitFor();
    expect(await alert.count()).toBe(0);

    await page.evaluate(() => sessionStorage.setItem('dateline-key', 'a-key-that-ended'));
    await page.reload();
    await alert.waitFor();
    expect(await page.evaluate(() => sessionStorage.getItem('dateline-key'))).toBeNull();
    await label.fill(pages.api.adminKey);
    await page.keyboard.press('Enter');
    await field(page, '/title').waitFor();
    await context.close();
  });

  it('says what a key lacks', async () => {
    const reads = await pages.api.post('/v1/keys', { name: 'Reads', scopes: ['read'] });
    const { page, context } = await pages.open('/editor/record?kind=source');
    await page.getByLabel('Key with the scope').fill(reads.body.key);
    await page.keyboard.press('Enter');
    await field(page, '/title').fill('A gazette');
    await page.getByRole('button', { name: 'Record', exact: true }).click();
    expect(await page.getByRole('alert').textContent()).toContain('scope');
    await context.close();
  });

  it('records a source, a subject and a fact by forms made from their kinds, and helps with dates', async () => {
    const { page, context, complaints } = await openWithKey('/editor/record?kind=source');
    await field(page, '/title').fill('The Example Gazette');
    expect(await field(page, '/id').inputValue()).toBe('the-example-gazette');
    await field(page, '/publisher').fill('Example Press');
    await field(page, '/publishedOn').fill('2024-06');
    await page.getByText('June 2024').waitFor();
    await page.getByText('from 1 June 2024 to 30 June 2024').waitFor();
    await field(page, '/url').fill('javascript:alert(1)');
    await page.getByRole('button', { name: 'Record', exact: true }).click();
    expect(await page.locator('[id="problem-/url"]').textContent()).toContain('must be an http or https address');
    await field(page, '/url').fill('https://example.org/gazette');
    await page.getByRole('button', { name: 'Record', exact: true }).click();
    await page.getByText('“the-example-gazette” is on record').waitFor();

    await pages.goTo(page, '/editor/record?kind=subject');
    await page.getByLabel('Type of subject').selectOption('case');
    await field(page, '/name').fill('Example matter');
    await field(page, '/attributes/initiation').selectOption('petition');
    await field(page, '/attributes/requestNumber').fill('7');
    await page.getByRole('button', { name: 'Record', exact: true }).click();
    await page.getByText('“example-matter” is on record').waitFor();
    const position = /position (\d+)/.exec((await page.getByRole('status').textContent()) ?? '')?.[1];
    await pages.api.get(`/v1/timeline?limit=1&after=${position}`);

    await pages.goTo(page, '/editor/record?kind=fact&subject=example-matter');
    await page.getByLabel('What happened').selectOption('case.resolved');
    await field(page, '/title').fill('The matter is resolved');
    await field(page, '/occurred').fill('2024-13');
    await page.locator('[id="help-/occurred"].wrong').waitFor();
    await page.getByRole('button', { name: 'Record', exact: true }).click();
    await page.locator('[id="problem-/occurred"]').waitFor();
    expect(await page.locator('[id="help-/occurred"]').textContent()).toBe('');
    await field(page, '/occurred').fill('2023-10~/2023-12');
    await page.getByText('about October to December 2023').waitFor();
    await field(page, '/body/outcome').fill('remediated');
    await field(page, '/body/workersBenefited').fill('many');
    await field(page, '/body/backPay/amount').fill('250000.50');
    await field(page, '/body/backPay/currency').fill('USD');
    await field(page, '/sources/0/source').fill('the-example-gazette');
    await page.getByRole('button', { name: 'Record', exact: true }).click();
    await page.locator('[id="problem-/body/workersBenefited"]').waitFor();
    expect(await barriersInBothThemes(page)).toEqual([]);
    await field(page, '/body/workersBenefited').fill('120');
    await page.getByRole('button', { name: 'Record', exact: true }).press('Enter');
    await seeIt(page);
    await page.getByRole('heading', { name: 'The matter is resolved' }).waitFor();
    await page.getByText('Fact: administrator').waitFor();
    const { body } = await pages.api.get('/v1/facts/the-matter-is-resolved');
    expect(body).toMatchObject({
      occurred: { edtf: '2023-10~/2023-12' },
      body: { outcome: 'remediated', workersBenefited: 120, backPay: { amount: '250000.50', currency: 'USD' } },
    });
    expect(complaints.filter((complaint) => !complaint.includes('400'))).toEqual([]);
    await context.close();
  });

  it('corrects what differs and nothing else, and withdraws a fact, with reasons and sources', async () => {
    const { page, context } = await openWithKey('/editor/change?fact=usmca-in-force');
    const title = field(page, '/changes/title');
    await page.getByText('Nothing is changed yet.').waitFor();
    expect(await page.getByRole('button', { name: 'Correct' }).isDisabled()).toBe(true);
    expect(await field(page, '/changes/occurred').inputValue()).toBe('2020-07-01');
    await title.fill('The agreement is in force');
    expect(await page.locator('.note li').allTextContents()).toEqual([expect.stringMatching(/^title: .* became /)]);
    await page.getByRole('button', { name: 'Correct' }).click();
    expect(await page.locator('[id="problem-/reason"]').textContent()).toBeTruthy();
    await field(page, '/reason').fill('A shorter title');
    await field(page, '/sources/0/source').fill('state-fact-sheet-2024');
    await page.getByRole('button', { name: 'Correct' }).click();
    await seeIt(page);
    await page.getByRole('heading', { name: 'The agreement is in force' }).waitFor();
    const { body } = await pages.api.get('/v1/facts/usmca-in-force');
    expect(body.changes.at(-1)).toMatchObject({ reason: 'A shorter title', changes: [{ field: 'title' }] });

    await pages.goTo(page, '/editor/change?retract&fact=usmca-in-force');
    await field(page, '/reason').fill('Recorded twice');
    await field(page, '/sources/0/source').fill('state-fact-sheet-2024');
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await seeIt(page);
    await page.getByText('withdrawn').first().waitFor();
    await context.close();
  });

  it('imports after a try that shows each problem beside its line, and tells how far it is', async () => {
    const { page, context } = await openWithKey('/editor/import');
    const good = Array.from({ length: 600 }, (_, index) => source(`imported-${index}`));
    const lines = page.getByLabel('Or the lines themselves');
    const forReal = page.getByRole('button', { name: 'Record for real' });
    await lines.fill([...good, '{"record":"source", oops}', source('No Slug')].join('\n'));
    expect(await forReal.isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Try it' }).click();
    await page
      .getByText('600 would be recorded, 0 are on record already, 2 would be refused, 0 of 602 rows could not be read.')
      .waitFor();
    const rows = page.getByRole('table').getByRole('row');
    expect(await rows.nth(1).textContent()).toMatch(/^601\d+\{"record":"source", /);
    expect(await rows.nth(2).textContent()).toMatch(/^602.*must be a slug/);
    expect(await barriersInBothThemes(page)).toEqual([]);
    expect((await pages.api.get('/v1/sources/imported-0')).status).toBe(404);
    await forReal.click();
    await page
      .getByText('600 were recorded, 0 were on record already, 2 were refused, 0 of 602 rows were not read.')
      .waitFor();
    expect(await rows.nth(2).textContent()).toMatch(/^602/);
    await lines.fill(
      `record,id,title,publisher\nsource,from-csv,Of a table,Example Press\nsource,from-csv-2,,Example Press`,
    );
    await page.getByLabel('All lines or none').check();
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText(/1 would be refused/).waitFor();
    await context.close();
  });

  it.each([
    ['windows-1252.csv', 'record,id,title,publisher\r\nsource,of-%,Reuni\u00F3n,Example Press\r\n', 'Reuni\uFFFDn'],
    ['windows-1252.ndjson', source('of-%', 'Reuni\u00F3n'), '\uFFFD'],
  ])('records no letter of %s otherwise than the file has it, and names its encoding', async (name, text, marked) => {
    const { page, context } = await openWithKey('/editor/import');
    const id = name.replace('.', '-');
    const buffer = Buffer.from(text.replace('%', id), 'latin1');
    await page.getByLabel('A file').setInputFiles({ name, mimeType: 'text/plain', buffer });
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText(/^0 would be recorded, .* 1 would be refused/).waitFor();
    await page.getByText('This file is not text in UTF-8.').waitFor();
    expect(await page.getByLabel('Or the lines themselves').inputValue()).toBe('');
    expect(await page.getByRole('table').textContent()).toContain('it may be in Windows-1252');
    expect(await page.locator('mark').allTextContents()).toEqual([marked]);
    expect(await barriersInBothThemes(page)).toEqual([]);
    await page.getByRole('button', { name: 'Record for real' }).click();
    await page.getByText(/^0 were recorded, .* 1 were refused/).waitFor();
    expect((await pages.api.get(`/v1/sources/of-${id}`)).status).toBe(404);
    await context.close();
  });

  it.each([
    ['UTF-16 with a mark', Buffer.from(`\uFEFF${source('of-utf-16')}`, 'utf16le'), 'The file is in UTF-16'],
    ['UTF-16 without a mark', Buffer.from(source('of-utf-16'), 'utf16le'), 'The file is in UTF-16'],
    ['gzip', gzipSync(source('of-gzip')), 'The file is packed with gzip'],
  ])('names the cause of a file that is %s', async (_form, buffer, cause) => {
    const { page, context } = await openWithKey('/editor/import');
    await page.getByLabel('A file').setInputFiles({ name: 'records.ndjson', mimeType: 'text/plain', buffer });
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText('0 would be refused, 1 of 1 rows could not be read.').waitFor();
    expect(await page.getByRole('table').textContent()).toContain(cause);
    await context.close();
  });

  it('reads a file in UTF-8 with a byte order mark as its text', async () => {
    const { page, context } = await openWithKey('/editor/import');
    const line = source('with-a-mark', 'Reuni\u00F3n');
    const file = { name: 'records.ndjson', mimeType: 'text/plain', buffer: Buffer.from(`\uFEFF${line}`) };
    await page.getByLabel('A file').setInputFiles(file);
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText(/^1 would be recorded/).waitFor();
    expect(await page.getByLabel('Or the lines themselves').inputValue()).toBe(line);
    await context.close();
  });

  it('counts the rows after a part that did not arrive as not read, beside the problem', async () => {
    const { page, context } = await openWithKey('/editor/import');
    const lines = Array.from({ length: 600 }, (_, index) => source(`stopped-${index}`));
    await page.getByLabel('Or the lines themselves').fill(lines.join('\n'));
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText(/^600 would be recorded/).waitFor();
    let parts = 0;
    await page.route('**/v1/import?dryRun=false*', async (route) => {
      parts += 1;
      if (parts === 1) await route.continue();
      else await route.abort('connectionreset');
    });
    await page.getByRole('button', { name: 'Record for real' }).click();
    await page
      .getByText('250 were recorded, 0 were on record already, 0 were refused, 350 of 600 rows were not read.')
      .waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('It stopped before line 251.');
    expect(parts).toBe(2);
    await context.close();
  });

  it('marks the field of a row of CSV that a problem is about', async () => {
    const { page, context } = await openWithKey('/editor/import');
    const rows = [
      'record,id,title,publisher,url',
      'source,of-csv-1,"Commas, and ""quotes""",Example Press,nowhere',
      'source,of-csv-2,"Over',
      'two lines",Example Press,nowhere',
      'source,No Slug,Title,Example Press,',
    ];
    await page.getByLabel('Or the lines themselves').fill(rows.join('\n'));
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText(/3 would be refused/).waitFor();
    const table = page.getByRole('table');
    expect(await table.getByRole('columnheader').allTextContents()).toEqual(['Line', 'Field', 'What to look at']);
    expect(await table.locator('tbody td:nth-child(2)').allTextContents()).toEqual(['5', '5', '2']);
    expect(await table.locator('mark').allTextContents()).toEqual(['nowhere', 'source,of-csv-2,"Over', 'No Slug']);
    await context.close();
  });

  it('is used with the keyboard alone: from a fact to its correction and withdrawal, a new record, an import', async () => {
    const cited = [{ source: 'state-fact-sheet-2024' }];
    const fact = {
      id: 'by-keyboard',
      subject: 'usmca',
      type: 'agreement.noted',
      occurred: '2024-03-01',
      sources: cited,
    };
    const { position } = (await pages.api.post('/v1/facts', { ...fact, title: 'Noted by hand' })).body;
    expect((await pages.api.get(`/v1/timeline?limit=1&after=${position}`)).status).toBe(200);
    const { page, context } = await pages.open('/facts/by-keyboard');
    const type = (text: string): Promise<void> => page.keyboard.insertText(text);
    const press = (key: string): Promise<void> => page.keyboard.press(key);

    await tabTo(page, page.getByRole('link', { name: 'Editor' }));
    await press('Enter');
    await page.waitForURL(/\/editor\/change\?fact=by-keyboard/);
    await tabTo(page, page.getByLabel('Key with the scope'));
    await type(pages.api.adminKey);
    await press('Enter');
    await page.getByText('Nothing is changed yet.').waitFor();
    expect(await barriersInBothThemes(page)).toEqual([]);
    await tabTo(page, field(page, '/changes/title'));
    await press('ControlOrMeta+a');
    await type('Noted without a mouse');
    await tabTo(page, field(page, '/reason'));
    await type('A better title');
    await tabTo(page, field(page, '/sources/0/source'));
    await type('state-fact-sheet-2024');
    await tabTo(page, page.getByRole('button', { name: 'Correct' }));
    await press('Enter');
    await untilSeen(page);
    await tabTo(page, page.getByRole('link', { name: 'See it' }));
    await press('Enter');
    await page.getByRole('heading', { name: 'Noted without a mouse' }).waitFor();

    await pages.goTo(page, '/editor/change?retract&fact=by-keyboard');
    await page.getByRole('button', { name: 'Withdraw' }).waitFor();
    expect(await barriersInBothThemes(page)).toEqual([]);
    await tabTo(page, field(page, '/reason'));
    await type('Recorded for a test');
    await tabTo(page, field(page, '/sources/0/source'));
    await type('state-fact-sheet-2024');
    await tabTo(page, page.getByRole('button', { name: 'Withdraw' }));
    await press('Enter');
    await page.getByRole('link', { name: 'See it' }).waitFor();

    await pages.goTo(page, '/editor');
    await tabTo(page, page.getByRole('link', { name: 'Record a source' }));
    await press('Enter');
    await page.waitForURL(/kind=source/);
    await page.getByRole('button', { name: 'Record', exact: true }).waitFor();
    expect(await barriersInBothThemes(page)).toEqual([]);
    await tabTo(page, field(page, '/title'));
    await type('The Keyboard Gazette');
    await tabTo(page, field(page, '/publisher'));
    await type('Example Press');
    await press('Enter');
    await page.getByText('“the-keyboard-gazette” is on record').waitFor();

    await pages.goTo(page, '/editor/import');
    await tabTo(page, page.getByLabel('Or the lines themselves'));
    await type(`${source('by-keyboard')}\n{"record":"fact","id":"wrong"}`);
    await tabTo(page, page.getByRole('button', { name: 'Try it' }));
    await press('Enter');
    await page
      .getByText('1 would be recorded, 0 are on record already, 1 would be refused, 0 of 2 rows could not be read.')
      .waitFor();
    expect(await page.getByRole('table').getByRole('row').nth(1).textContent()).toMatch(/^2/);
    expect(await barriersInBothThemes(page)).toEqual([]);
    await tabTo(page, page.getByRole('button', { name: 'Record for real' }));
    await press('Enter');
    await page
      .getByText('1 were recorded, 0 were on record already, 1 were refused, 0 of 2 rows were not read.')
      .waitFor();
    await context.close();
  });

  it('says without script what it needs, and how to do without it', async () => {
    const { page, context } = await pages.open('/editor?lang=es', { javaScriptEnabled: false });
    await page.getByText('dateline import').waitFor();
    await context.close();
  });
});

/** The element in which a field of a record is written. */
function field(page: Page, pointer: string): Locator {
  return page.locator(`[id="field-${pointer}"]`);
}

/** A line that records a source. */
function source(id: string, title = `Source ${id}`): string {
  return JSON.stringify({ record: 'source', id, title, publisher: 'Example Press' });
}
