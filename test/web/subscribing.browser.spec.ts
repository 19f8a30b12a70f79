import type { Page } from 'playwright-core';
import { eventually } from '#libs/testing';
import { confirmationMail } from '../reminders/confirming.js';
import { barriersInBothThemes, startShownPages, type ShownPages } from './shown-pages.js';

/** What is said of developments and corrections. */
const FORESEEN = {
  en: 'Developments and corrections cannot be foreseen',
  es: 'Las novedades y correcciones no se pueden prever',
};

describe('being told, in a browser', () => {
  let pages: ShownPages;
  beforeAll(async () => {
    pages = await startShownPages();
  });
  afterAll(() => pages?.stop());

  /** A path of this service out of an address, whose host is not the one that the spec listens on. */
  const here = (address: string | null): string => {
    const { pathname, search } = new URL(address ?? '');
    return `${pages.api.url}${pathname}${search}`;
  };

  it('is asked for at a milestone, with what will be sent shown first and anew with every change', async () => {
    const { page, context, complaints } = await pages.open('/milestones', { timezoneId: 'America/Mexico_City' });
    await page
      .getByRole('listitem')
      .filter({ hasText: 'Joint review' })
      .getByRole('link', { name: 'Remind me: Joint review' })
      .first()
      .click();
    await page.waitForURL(/\/remind\?milestone=usmca\.joint-review\.2027/);
    const preview = page.getByRole('region', { name: 'What will be sent' });
    const items = preview.getByRole('listitem');
    await items.first().waitFor();
    const before = await items.count();
    await preview.getByText(`As things stand, ${before} messages:`).waitFor();
    await eventually(async () => expect(await page.getByLabel('Time zone').inputValue()).toBe('America/Mexico_City'));
    await preview.getByText('Fri, 1 Jan 2027, 09:00 (-06:00)').waitFor();
    await page.getByLabel('Other lead times').fill('P10D');
    await preview.getByText(`As things stand, ${before + 1} messages:`).waitFor();
    await preview.getByText('10 days before the first possible day', { exact: true }).waitFor();
    await preview.locator('summary').first().click();
    expect(await preview.locator('pre').first().textContent()).toContain('Joint review');
    await subscribe(page, 'ana@example.org');
    await page.getByText('If ana@example.org accepts mail from this service').waitFor();
    expect(await page.content()).not.toContain('token=');
    expect(await barriersInBothThemes(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('to developments alone promises no milestone, on the form and on the page of the subscription', async () => {
    const made = await pages.api.post('/v1/subscriptions', {
      filter: { kinds: ['developments'] },
      channel: { type: 'webhook', url: 'https://example.org/hook' },
    });
    const { page, context } = await pages.open('/remind?subject=usmca&lang=en');
    const preview = page.getByRole('region', { name: 'What will be sent' });
    await preview.getByText(/^As things stand, \d+ messages:$/).waitFor();
    await page.locator('input[name="kinds"][value="developments"]').check();
    await page.locator('input[name="kinds"][value="milestones"]').uncheck();
    await preview.getByText(FORESEEN.en).waitFor();
    await preview.getByText(/^As things stand/).waitFor({ state: 'detached' });
    for (const [language, heading] of [
      ['en', 'When'],
      ['es', 'Cuándo'],
    ] as const) {
      await page.goto(`${here(made.body.manageUrl)}&lang=${language}`);
      expect(await page.locator('.previewed').textContent()).toContain(FORESEEN[language]);
      expect(await page.locator('.previewed').textContent()).not.toMatch(/milestone|hito/);
      expect(await page.locator('dl.fields dt').allTextContents()).not.toContain(heading);
    }
    await context.close();
  });

  it('needs no script, and says beside the field what is wrong', async () => {
    const { page, context } = await pages.open('/remind?subject=usmca&lang=en', { javaScriptEnabled: false });
    await page.getByLabel('E-mail address').fill('nobody');
    await page.getByLabel('Other lead times').fill('soon');
    await page.getByRole('button', { name: 'Subscribe' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('could not be taken');
    expect(await page.locator('#problem-address').textContent()).toContain('must be an e-mail address');
    expect(await page.locator('#problem-leadTimes').textContent()).toContain('must be a duration');
    expect(await page.getByLabel('E-mail address').inputValue()).toBe('nobody');
    await page.getByLabel('Other lead times').fill('P10D');
    await page.getByRole('button', { name: 'Show what will be sent' }).click();
    await page.locator('.previewed').filter({ hasText: '10 days before' }).waitFor();
    await subscribe(page, 'bo@example.org');
    await context.close();
  });

  it('is asked for with the keyboard alone, and gives a calendar without an address', async () => {
    const { page, context } = await pages.open('/remind?subject=usmca');
    const radio = page.getByRole('radio', { name: 'By e-mail' });
    await radio.focus();
    await page.keyboard.press('ArrowDown');
    await eventually(async () =>
      expect(await page.getByRole('radio', { name: /In my calendar/ }).isChecked()).toBe(true),
    );
    await page.getByLabel('Other lead times').waitFor({ state: 'hidden' });
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Subscription created' }).waitFor();
    expect(await page.getByRole('link', { name: 'subscribe to it' }).getAttribute('href')).toMatch(/^webcal:/);
    const file = await page.getByRole('link', { name: 'as a file' }).getAttribute('href');
    const calendar = await fetch(here(file));
    expect(await calendar.text()).toContain('BEGIN:VEVENT');
    await pages.goTo(page, here(await page.getByRole('link', { name: 'Change, pause' }).getAttribute('href')));
    await page.getByRole('link', { name: 'End it', exact: true }).click();
    await page.getByText('The calendar and the feed will stop working.').waitFor();
    await page.getByRole('button', { name: 'End it', exact: true }).click();
    await page.getByRole('heading', { name: 'Your subscription has ended' }).waitFor();
    await context.close();
  });

  it('by webhook says beside the key that one is needed', async () => {
    const { page, context } = await pages.open('/remind?subject=usmca');
    await page.getByRole('radio', { name: /By webhook/ }).check();
    await page.getByLabel('Address of the webhook').fill('https://example.org/hook');
    await page.getByRole('button', { name: 'Subscribe' }).click();
    expect(await page.locator('#problem-key').textContent()).toContain('write');
    await page.getByLabel('Key', { exact: true }).fill(pages.api.adminKey);
    await page.getByRole('button', { name: 'Subscribe' }).click();
    await page.getByText('whsec_').waitFor();
    expect(page.url()).not.toContain(pages.api.adminKey);
    expect(await page.content()).not.toContain(pages.api.adminKey);
    await context.close();
  });

  it('says which filters a subscription cannot hold, and takes the cases that fit a filter today', async () => {
    const { page, context } = await pages.open('/?q=silao&topic=labor');
    await page.getByRole('link', { name: 'Remind me' }).first().click();
    await page.getByText('cannot hold these filters, so they do not count here: q.').waitFor();
    await pages.goTo(page, '/cases?status=resolved');
    await page.getByRole('main').getByRole('link', { name: 'Remind me' }).first().click();
    await page.getByText(/These are the \d+ cases that fit your filter today/).waitFor();
    await context.close();
  });

  it('lists each pending request in an article of its own, and breaks no word of a button on a phone', async () => {
    for (const subject of ['usmca', 'gm-silao']) {
      const form = { channel: { type: 'email', address: 'di@example.org' }, filter: { subjects: [subject] } };
      expect((await pages.api.post('/v1/subscriptions', form, { key: null })).status).toBe(201);
    }
    const { path } = await confirmationMail(pages.api.database.db.pool, 'di@example.org');
    const { page, context } = await pages.open(`${path}&lang=es`, { viewport: { width: 390, height: 780 } });
    const requests = page.getByRole('article', { name: /^Solicitado el / });
    expect(await requests.count()).toBe(2);
    const gm = requests.filter({ hasText: 'GM Silao' });
    expect(await page.evaluate(BROKEN_WORDS)).toEqual([]);
    expect(await barriersInBothThemes(page)).toEqual([]);
    await gm.getByRole('button', { name: 'No, descartar' }).click();
    await page.getByRole('heading', { name: 'La solicitud se descartó' }).waitFor();
    expect(await requests.count()).toBe(1);
    await context.close();
  });

  it('is confirmed, changed, paused, and ended by buttons, on pages that keep nobody out', async () => {
    const { page, context, complaints } = await pages.open('/remind?subject=usmca');
    await subscribe(page, 'cy@example.org');
    const { path } = await confirmationMail(pages.api.database.db.pool, 'cy@example.org');
    await pages.goTo(page, path);
    await page.getByText('Someone requested these messages for cy@example.org').waitFor();
    await page.getByText('United States-Mexico-Canada Agreement').first().waitFor();
    expect(await barriersInBothThemes(page)).toEqual([]);
    await page.getByRole('button', { name: 'Yes, I want these messages' }).press('Enter');
    await page.getByRole('heading', { name: 'Your subscription is confirmed' }).waitFor();
    await page.getByRole('definition').getByText('United States-Mexico-Canada Agreement').waitFor();
    await page.getByText('No pending requests.').waitFor();
    const manage = here(await page.getByRole('link', { name: 'Change, pause or end it' }).getAttribute('href'));

    await pages.goTo(page, manage);
    await page.getByRole('definition').getByText('United States-Mexico-Canada Agreement').waitFor();
    const planned = page.getByRole('region', { name: 'What was sent, and what will be' });
    const marks = planned.locator('.mark.delivery-planned');
    const before = await marks.count();
    expect(before).toBeGreaterThan(1);
    await page.getByRole('checkbox', { name: '90 days before' }).uncheck();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved. Upcoming messages were rescheduled.').waitFor();
    await eventually(async () => {
      const after = await marks.count();
      expect([after > 0, after < before]).toEqual([true, true]);
    });
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('its owner switched it off').waitFor();
    expect(await barriersInBothThemes(page)).toEqual([]);
    await page.getByRole('button', { name: 'Switch on again' }).click();
    await page.getByText('Switched on again.').waitFor();

    await page.getByRole('link', { name: 'End it and erase my address' }).click();
    await page.getByRole('heading', { name: 'End your subscription' }).waitFor();
    expect(await barriersInBothThemes(page)).toEqual([]);
    await page.getByRole('button', { name: 'End it and erase my address' }).click();
    await page.getByText(/event \d+ of the log proves it/).waitFor();
    await page.goto(manage);
    await page.getByText('There is no subscription with this id.').waitFor();
    expect(complaints.filter((complaint) => !complaint.includes('404'))).toEqual([]);
    await context.close();
  });
});

/** Run by the browser: the words of buttons that continue on another line. */
const BROKEN_WORDS = `[...document.querySelectorAll('main button')].flatMap((button) => {
  const text = button.firstChild;
  return [...text.data.matchAll(/\\S+/g)].flatMap(({ 0: word, index }) => {
    const range = document.createRange();
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    return range.getClientRects().length > 1 ? [word] : [];
  });
})`;

async function subscribe(page: Page, address: string): Promise<void> {
  await page.getByLabel('E-mail address').fill(address);
  await page.getByRole('button', { name: 'Subscribe' }).click();
  await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
}
