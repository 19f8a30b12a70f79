import { startShownPages, type ShownPages } from './shown-pages.js';

describe('a clock that is set in place', () => {
  let pages: ShownPages;
  beforeAll(async () => {
    pages = await startShownPages();
  });
  afterAll(() => pages?.stop());

  it('shows the banner, its chip, the title and the coverage of that day, and leads back', async () => {
    await pages.look('/', async (page) => {
      await page.getByText('More filters').click();
      await page.getByRole('textbox', { name: 'As known on' }).fill('2024-12-31');
      await page
        .getByRole('complementary', { name: 'Not the present' })
        .getByText('as known on 31 December 2024')
        .waitFor();
      await page.getByRole('link', { name: 'Remove the filter: As known on: 31 December 2024' }).waitFor();
      await page.getByText('official count: 26').waitFor();
      expect(await page.title()).toBe('Timeline (as known on 31 December 2024) · Dateline');
      expect(await page.getByRole('textbox', { name: 'As known on' }).isVisible()).toBe(true);
      await page.getByRole('link', { name: 'Back to the present' }).click();
      await page.getByText('official count: 38').waitFor();
      expect([new URL(page.url()).search, await page.locator('.clock-banner').count()]).toEqual(['', 0]);
    });
  });

  it('is said on paper, without what can only be pressed', async () => {
    await pages.look('/cases?knownAt=2024-12-31', async (page) => {
      await page.emulateMedia({ media: 'print' });
      expect(await page.getByText('as known on 31 December 2024').isVisible()).toBe(true);
      expect(await page.getByText('Back to the present').isVisible()).toBe(false);
      expect(await page.getByText('As known on: 31 December 2024').isVisible()).toBe(true);
    });
  });

  it('has a panel that stays as the reader has it while its filter is emptied', async () => {
    await pages.look('/?knownAt=2024-12-31', async (page) => {
      await page.getByRole('textbox', { name: 'As known on' }).fill('');
      await page.getByText('official count: 38').waitFor();
      expect(await page.getByRole('textbox', { name: 'As known on' }).isVisible()).toBe(true);
    });
  });
});
