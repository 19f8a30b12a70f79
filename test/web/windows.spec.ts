import { edtfInWords } from '../../apps/web/src/parts/dates.js';
import { leadBeforeWindow } from '../../apps/web/src/subscribing/lead-words.js';
import { wordsIn } from '../../apps/web/src/words/words.js';
import { startTestApi, type TestApi } from '../api/test-api.js';
import { confirmedByMail } from '../reminders/confirming.js';
import { textOf } from './page-text.js';

/** Every form of a window, by the id of the plan that has it. */
const WINDOWS: Readonly<Record<string, string>> = {
  day: '2027-03-05',
  month: '2027-03',
  year: '2027',
  'about-year': '2027~',
  'about-day': '2027-03-05~',
  perhaps: '2027?',
  season: '2027-21',
  quarter: '2027-33',
  decade: '202X',
  'by-day': '../2027-03-05',
  'by-month': '../2027-03',
  'by-year': '../2027',
  'by-list': '[..2027-03]',
  months: '2027-01/2027-03',
  days: '2027-03-05/2027-03-09',
  'some-day': '[2027-03-05..2027-03-09]',
  'about-start': '2027-01~/2027-03',
};

describe('a window of a milestone', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi({ clockStart: '2026-11-30T12:00:00Z' });
    const plans = Object.entries(WINDOWS).map(([id, occurred]) => ({
      record: 'fact',
      id,
      subject: 'basin',
      type: 'milestone.planned',
      occurred,
      title: `Step ${id}`,
      body: { milestone: `step-${id}.2027` },
      sources: [{ source: 'gazette' }],
    }));
    const records = [
      { record: 'source', id: 'gazette', title: 'Gazette', publisher: 'The Gazette', publishedOn: '2026-01-02' },
      { record: 'subject', id: 'basin', type: 'agreement', name: 'Basin' },
      ...plans,
    ];
    const imported = await api.post('/v1/import', records.map((one) => JSON.stringify(one)).join('\n'), {
      headers: { 'content-type': 'application/x-ndjson' },
    });
    expect(imported.body).toMatchObject({ recorded: records.length, refused: 0 });
    expect((await api.get(`/v1/milestones?after=${imported.body.position}`)).status).toBe(200);
  });
  afterAll(() => api.stop());

  it.each(['en', 'es'])('is on every page in the words of its date, in %s', async (language) => {
    const { body } = await api.get('/v1/milestones?subject=basin&limit=200');
    const items = body.items as { id: string; title: string; window: { edtf: string } }[];
    expect(items.map(({ window }) => window.edtf).toSorted()).toEqual(Object.values(WINDOWS).toSorted());
    const page = async (path: string): Promise<string> =>
      (await api.get(path, { headers: { 'accept-language': language } })).text;
    const lists = ['/milestones?limit=200', '/subjects/basin', '/embed/milestones?limit=200'];
    for (const path of lists) {
      const html = await page(path);
      for (const { id, window } of items) {
        const item = html.split('<li ').find((one) => one.includes(`id="${id}"`)) ?? '';
        const when = /<div class="when">(.*?)<\/div>/s.exec(item)?.[1] ?? '';
        expect([path, id, textOf(when).trim()]).toEqual([path, id, edtfInWords(window.edtf, language)]);
      }
    }
    for (const { id, window } of items) {
      const due = /<p class="due-when"><(time|span)[^>]*>(.*?)<\/\1>/s.exec(await page(`/milestones/${id}`))?.[2] ?? '';
      expect([id, textOf(due).trim()]).toEqual([id, edtfInWords(window.edtf, language)]);
    }
    const calendar = await page('/milestones?view=calendar&year=2027');
    const inCalendar = [...calendar.matchAll(/<span class="when"><(time|span)[^>]*>(.*?)<\/\1>/gs)];
    const said = inCalendar.map(([, , when]) => textOf(when!).trim());
    expect([...new Set(said)].toSorted()).toEqual(
      [...new Set(items.map(({ window }) => edtfInWords(window.edtf, language)))].toSorted(),
    );
  });

  it.each(['en', 'es'] as const)(
    'counts planned reminders from the day that its preview names, in %s',
    async (language) => {
      const form = {
        channel: { type: 'email', address: `${language}@example.org` },
        filter: { subjects: ['basin'], kinds: ['milestones'] },
        leadTimes: ['P0D'],
      };
      const own = await confirmedByMail(api, form);
      const { search } = new URL(own.manageUrl);
      const html = (await api.get(`/subscriptions/${own.id}${search}`, { headers: { 'accept-language': language } }))
        .text;
      const rows = /<table class="deliveries">(.*?)<\/table>/s.exec(html)?.[1]?.split('<tr>') ?? [];
      const { t } = await wordsIn(language);
      // The first day of the decade has passed.
      const { decade: _begun, ...ahead } = WINDOWS;
      for (const [id, window] of Object.entries(ahead)) {
        const row = rows.find((one) => one.includes(`Step ${id} (`));
        if (row === undefined) throw new Error(`${id} has no planned reminder.`);
        expect([id, textOf(row)]).toEqual([id, expect.stringContaining(` ${leadBeforeWindow('P0D', window, t)} `)]);
      }
    },
  );
});

describe('a lead time', () => {
  it.each([
    ['2027-03-05', 'on the day', 'el mismo día'],
    ['2027-03-05~', 'on the day', 'el mismo día'],
    ['2027', 'on the first possible day', 'el primer día posible'],
    ['2027-03-05/2027-03-09', 'on the first possible day', 'el primer día posible'],
    ['../2027', 'on the last possible day', 'el último día posible'],
    ['/2027', 'on the last possible day', 'el último día posible'],
    ['[..2026-12]', 'on the last possible day', 'el último día posible'],
  ])('counts from the day of the window %s that is known: %s', async (window, english, spanish) => {
    const words = await Promise.all((['en', 'es'] as const).map(wordsIn));
    expect(words.map(({ t }) => leadBeforeWindow('P0D', window, t))).toEqual([english, spanish]);
  });
});
