import { confirmedByMail } from '../reminders/confirming.js';
import { startShownPages, type ShownPages } from './shown-pages.js';

describe('the holder of a manage link without a key, where reading needs one', () => {
  let pages: ShownPages;
  beforeAll(async () => {
    pages = await startShownPages({ readAccess: 'key' });
  });
  afterAll(() => pages?.stop());

  it('sees what will be sent anew with every change', async () => {
    const { api } = pages;
    const form = { channel: { type: 'email', address: 'ana@example.org' }, filter: { subjects: ['usmca'] } };
    const own = await confirmedByMail(api, form, { key: api.adminKey });
    const { pathname, search } = new URL(own.manageUrl);
    const { page, context, complaints } = await pages.open(`${pathname}${search}`);
    const preview = page.getByRole('region', { name: 'What will be sent' });
    const items = preview.getByRole('listitem');
    await items.first().waitFor();
    const before = await items.count();
    await preview.getByText(`As things stand, ${before} messages:`).waitFor();
    await page.getByLabel('Other lead times').fill('P10D');
    await preview.getByText('10 days before the first possible day', { exact: true }).first().waitFor();
    expect(await items.count()).toBeGreaterThan(before);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
