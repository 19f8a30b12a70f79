import { readdirSync } from 'node:fs';
import { eventually } from '#libs/testing';
import { startTestApi, type TestApi } from '../api/test-api.js';
import { startBundledApi } from './bundled-api.js';
import { textOf } from './page-text.js';

let api: TestApi;
beforeAll(async () => {
  api = await startBundledApi();
});
afterAll(() => api.stop());

/** Every page that shows legal deadlines, under each of its forms. */
const WITH_DEADLINES: Record<string, string[]> = {
  timeline: ['/?subject=camino-rojo&include=milestones&limit=200'],
  'embed-timeline': ['/embed/timeline?subject=camino-rojo&include=milestones&limit=200'],
  cases: ['/cases', '/cases?view=list'],
  statistics: ['/cases/statistics'],
  case: ['/cases/gm-silao'],
  milestones: ['/milestones?status=all', '/milestones?subject=gm-silao&view=calendar&year=2021&status=all'],
  'embed-milestones': ['/embed/milestones?subject=gm-silao&status=all'],
  milestone: ['/milestones/gm-silao.review-end.2021'],
  subject: ['/subjects/gm-silao'],
};
const WITHOUT = [
  'changes',
  'reconciliation',
  'fact',
  'source',
  'remind',
  'subscription',
  'confirmation',
  'unsubscribe',
  'sign-in',
  'editor',
  'editor-record',
  'editor-change',
  'editor-import',
];

describe('A page with legal deadlines', () => {
  it('is every page that is named here, and no other page shows one', () => {
    const pages = readdirSync('apps/web/src/pages').flatMap((file) => /^(.+)\.tsx$/.exec(file)?.[1] ?? []);
    expect([...Object.keys(WITH_DEADLINES), ...WITHOUT].toSorted()).toEqual(
      pages.filter((name) => name !== 'problem').toSorted(),
    );
  });

  it.each(Object.values(WITH_DEADLINES).flat())(
    'cites its texts and says that it is no legal advice: %s',
    async (path) => {
      const { status, text } = await api.get(path);
      const words = textOf(text);
      expect([path, status]).toEqual([path, 200]);
      expect(words).toContain('omputed from the cited texts; not legal advice.');
      expect(words).toContain('USMCA Annex 31-A, Article 31-A.4');
    },
  );

  it('says so in Spanish as well', async () => {
    const words = textOf((await api.get('/cases?lang=es')).text);
    expect(words).toContain('Calculado a partir de los textos citados; no es asesoría jurídica.');
    expect(words).toContain('T-MEC');
  });

  it('says that its last day was moved only where it was, and else that of another reading', async () => {
    const { items } = (await api.get('/v1/milestones?from=0001&limit=200')).body;
    const moved = items.filter(({ deadline }: { deadline?: { movedBy: string[] } }) => deadline?.movedBy.length);
    const own = moved.filter(({ deadline }: { deadline: { movedDay: string | null } }) => deadline.movedDay !== null);
    expect([own.length > 0, own.length < moved.length]).toEqual([true, true]);
    for (const { id } of moved) {
      const isOwn = own.some((one: { id: string }) => one.id === id);
      for (const [lang, ofOwn, ofOther] of [
        ['en', 'Not moved by the text, but', 'The last day of another reading was moved, not by the text, but'],
        ['es', 'No lo movió el texto, sino', 'El último día de otra lectura no lo movió el texto, sino'],
      ] as const) {
        const words = textOf((await api.get(`/milestones/${id}?lang=${lang}`)).text);
        expect([id, words.includes(ofOwn), words.includes(ofOther)]).toEqual([id, isOwn, !isOwn]);
      }
    }
  });

  it.each(['/', '/cases?sector=none-such', '/subjects/usmca', '/milestones?subject=usmca'])(
    'is not one without them: %s',
    async (path) => {
      expect(textOf((await api.get(path)).text)).not.toContain('not legal advice');
    },
  );
});

const SOURCES = [{ source: 'gazette' }];
const step = (type: string, occurred: string): object => ({
  record: 'fact',
  id: `${type}-${occurred.replaceAll(/[^0-9-]/g, '')}`,
  subject: 'works',
  type: `case.${type}`,
  occurred,
  title: type,
  sources: SOURCES,
});
const CASE = [
  { record: 'source', id: 'gazette', title: 'Gazette', publisher: 'Press' },
  { record: 'subject', id: 'works', type: 'case', name: 'Works', attributes: { mechanism: 'usmca-rrm' } },
  step('review-requested', '[2024-01-01..2024-01-08]'),
  step('review-accepted', '2024-01-09'),
  step('denial-found', '2024-03-01'),
  step('remediation-agreed', '2024-03-08'),
];

/** An API that holds some records, its views caught up with them. */
async function apiWith(records: readonly object[], clockStart: string): Promise<TestApi> {
  const own = await startTestApi({ clockStart });
  const { body } = await own.request('POST', '/v1/import', {
    headers: { authorization: `Bearer ${own.adminKey}`, 'content-type': 'application/x-ndjson' },
    body: records.map((record) => JSON.stringify(record)).join('\n'),
  });
  expect(body).toMatchObject({ recorded: records.length, problems: [] });
  await eventually(async () =>
    expect((await own.get(`/v1/milestones?after=${body.position}&limit=1`)).status).toBe(200),
  );
  return own;
}

describe('A list of reminders', () => {
  let own: TestApi;
  beforeAll(async () => {
    own = await apiWith(CASE.slice(0, 4), '2024-01-10T12:00:00Z');
  });
  afterAll(() => own.stop());

  it('says so in each message, which ends with how new the data is', async () => {
    const draft = { channel: { type: 'email' }, filter: { subjects: ['works'] }, leadTimes: ['P7D'] };
    const { status, body } = await own.post('/v1/subscriptions/preview', draft, { key: null });
    expect([status, body.items.length > 0]).toEqual([200, true]);
    for (const { text } of body.items) {
      expect(text).toContain('Legal deadlines are computed from the cited texts. This is not legal advice.');
      const [data, news] = text.trim().split('\n\n').slice(-2);
      expect(data.replaceAll('\n', ' ')).toMatch(/^Data as of 9 January 2024/);
      expect(news).toBe('Newest news of what is shown: 9 January 2024.');
    }
  });

  it('cites the text of each legal deadline and says that it is no legal advice, also once it is planned', async () => {
    const cited = ['USMCA Annex 31-A, Article 31-A.4', 'omputed from the cited texts; not legal advice.'];
    const form = new URLSearchParams({
      step: 'preview',
      subjects: 'works',
      kinds: 'milestones',
      channel: 'email',
      timeZone: 'UTC',
      localTime: '09:00',
    });
    form.append('leadTimes', 'P7D');
    const shown = await own.request('POST', '/remind', {
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html', origin: own.url },
      body: form.toString(),
    });
    for (const words of cited) expect(textOf(shown.text)).toContain(words);
    const { body } = await own.post(
      '/v1/subscriptions',
      { channel: { type: 'webhook', url: 'https://example.org/hook' }, filter: { subjects: ['works'] } },
      {},
    );
    await eventually(async () => {
      const { pathname, search } = new URL(body.manageUrl);
      const managed = textOf((await own.get(`${pathname}${search}`)).text);
      for (const words of cited) expect(managed).toContain(words);
    });
  });
});

describe('The table of the deadlines of a case', () => {
  let own: TestApi;
  beforeAll(async () => {
    own = await apiWith(CASE, '2024-06-10T12:00:00Z');
  });
  afterAll(() => own.stop());

  it('has a head of the log in the name of its CSV', async () => {
    const { text } = await own.get('/cases/works');
    const { head } = (await own.get('/v1/coverage')).body;
    expect(head).toMatch(/^\d+:[0-9a-f]{64}$/);
    expect(text).toContain(`download="deadlines-${head.replace(':', '-')}.csv"`);
  });

  it('states how far an act lies from the last day, and of a window no more than at least so far', async () => {
    const words = textOf((await own.get('/cases/works')).text);
    expect(words).toContain('9 January 2024 (at least 2 days before)');
    expect(words).toContain('1 March 2024 (at least 8 days after)');
    expect(words).toContain('8 March 2024 (3 days before)');
  });

  it('writes a window as EDTF in its CSV', async () => {
    const { text } = await own.get('/cases/works');
    const csv = decodeURIComponent(/href="data:text\/csv;charset=utf-8,([^"]+)"/.exec(text)?.[1] ?? '');
    expect(csv.split('\r\n').map((row) => row.split(',').slice(1, 3))).toEqual([
      ['Period started', 'Due'],
      ['[2024-01-01..2024-01-08]', '2024-01-11/2024-01-18'],
      ['[2024-01-01..2024-01-08]', '2024-02-15/2024-02-22'],
      ['2024-03-01', '2024-03-11'],
      [],
    ]);
  });
});

const inPlant = (type: string, occurred: string, more: object = {}): object => ({
  ...step('noted', occurred),
  id: type.replace('.', '-'),
  subject: 'plant',
  type,
  knownSince: '2026-10-30',
  ...more,
});
/** A review to be ended by 16 October 2026, extended to 15 December when that day had passed. */
const EXTENDED = [
  CASE[0]!,
  { record: 'subject', id: 'plant', type: 'case', name: 'Plant', attributes: { mechanism: 'usmca-rrm' } },
  inPlant('case.review-requested', '2026-09-01'),
  inPlant('milestone.moved', '2026-12-15', {
    body: { milestone: 'review-end.2026', basis: 'agreement', decidedOn: '2026-10-30' },
  }),
];

describe('An extension that was decided after the last day, and is not retroactive', () => {
  let own: TestApi;
  beforeAll(async () => {
    own = await apiWith(EXTENDED, '2026-11-30T12:00:00Z');
  });
  afterAll(() => own.stop());

  const reviewEnd = async (query = '') =>
    (await own.get(`/v1/milestones?from=0001&limit=200${query}`)).body.items.find(({ id }: { id: string }) =>
      id.includes('review-end'),
    );

  it('leaves the deadline without a record, and shows both last days with the one that counts', async () => {
    for (const query of ['', '&asOf=2026-11-30'])
      expect(await reviewEnd(query)).toMatchObject({
        window: { edtf: '2026-10-16' },
        status: 'unconfirmed',
        flag: null,
        deadline: { state: 'no-record', statutoryDay: '2026-10-16', movedDay: '2026-12-15', lastDay: '2026-10-16' },
      });
    const page = textOf((await own.get('/cases/plant')).text);
    expect(page).toContain('Last day by the text: 16 October 2026; moved to 15 December 2026.');
    expect(page).toContain('The last day that counts: 16 October 2026;');
    expect(page).not.toContain('due 15 December 2026');
    expect(textOf((await own.get('/cases/plant?lang=es')).text)).toContain(
      'El último día que cuenta: 16 de octubre de 2026;',
    );
  });

  it('has the days of a late act counted from the day that counts', async () => {
    const found = inPlant('case.no-denial-found', '2026-11-20', { knownSince: '2026-11-20' });
    const later = await apiWith([...EXTENDED, found], '2026-11-30T12:00:00Z');
    try {
      const page = textOf((await later.get('/cases/plant')).text);
      expect(page).toContain('20 November 2026 (35 days after)');
      expect(page).not.toContain('25 days before');
    } finally {
      await later.stop();
    }
  });
});

describe('An act after a last day that an order moved to an earlier one', () => {
  let own: TestApi;
  beforeAll(async () => {
    const orderedFor = (review: string, request: string, answer: string): object[] => [
      { record: 'subject', id: review, type: 'case', name: review, attributes: { mechanism: 'usmca-rrm' } },
      { ...step('review-requested', request), id: `${review}-requested`, subject: review },
      { ...step('review-accepted', answer), id: `${review}-accepted`, subject: review },
    ];
    own = await apiWith(
      [
        CASE[0]!,
        ...orderedFor('moved', '2024-02-01', '2024-02-08'),
        {
          ...step('noted', '2024-02-05'),
          subject: 'moved',
          type: 'milestone.moved',
          body: { milestone: 'review-response.2024', basis: 'order', decidedOn: '2024-02-03' },
        },
        ...orderedFor('unmoved', '2024-02-01', '2024-02-12'),
      ],
      '2024-06-10T12:00:00Z',
    );
  });
  afterAll(() => own.stop());

  it.each([
    ['en', 'after the last day as moved, which is earlier than in the text', 'fter the period in the text'],
    ['es', 'después del último día modificado, que es anterior al del texto', 'espués del plazo del texto'],
  ])('is not said to lie after the period in the text, in %s', async (lang, asMoved, afterText) => {
    const [deadline] = (await own.get('/v1/milestones?from=0001&subject=moved')).body.items;
    expect(deadline.deadline).toMatchObject({ state: 'late', statutoryDay: '2024-02-11', lastDay: '2024-02-05' });
    for (const page of ['/cases/', '/milestones?status=all&subject='])
      for (const [subject, words, others] of [
        ['moved', asMoved, afterText],
        ['unmoved', afterText, asMoved],
      ] as const) {
        const text = textOf((await own.get(`${page}${subject}${page.includes('?') ? '&' : '?'}lang=${lang}`)).text);
        expect([page, subject, text.includes(words), text.includes(others)]).toEqual([page, subject, true, false]);
      }
  });
});
