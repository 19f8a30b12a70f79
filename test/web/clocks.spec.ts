import { loadPageRenderer } from '../../apps/api/src/pages/page-renderer.js';
import type { TestApi } from '../api/test-api.js';
import { startBundledApi } from './bundled-api.js';
import { textOf } from './page-text.js';

/** A record that each page with a part that varies can show under every clock below. */
const RECORDS: Readonly<Record<string, string>> = {
  '/cases/:id': '/cases/gm-silao',
  '/subjects/:id': '/subjects/usmca',
  '/facts/:id': '/facts/usmca-in-force',
  '/sources/:id': '/sources/state-fact-sheet-2024',
  '/milestones/:id': '/milestones/usmca.joint-review.2026',
};
/** Pages that show no records under clocks: forms, and what belongs to the holder of a token. */
const WITHOUT_CLOCKS = ['/remind', '/sign-in', '/editor', '/editor/record', '/editor/change', '/editor/import'];
const OF_A_TOKEN = ['/subscriptions/:id', '/confirmations/:id', '/subscriptions/:id/unsubscribe'];

const CLOCKS: [string, string, string, string][] = [
  ['asOf', '2024-12-31', 'as of 31 December 2024', 'con fecha del 31 de diciembre de 2024'],
  ['knownAt', '2024-12-31', 'as known on 31 December 2024', 'según lo que se sabía el 31 de diciembre de 2024'],
  [
    'recordedBy',
    '2026-11-22',
    'as recorded by 22 November 2026',
    'según lo registrado hasta el 22 de noviembre de 2026',
  ],
  ['recordedBy', '840', 'as recorded by position 840 of the log', 'según lo registrado hasta la posición 840'],
];

let api: TestApi;
let underClocks: string[];
beforeAll(async () => {
  api = await startBundledApi();
  const paths = (await loadPageRenderer()).ROUTES.map(({ path }) => path);
  underClocks = paths
    .filter((path) => ![...WITHOUT_CLOCKS, ...OF_A_TOKEN].includes(path))
    .map((path) => RECORDS[path] ?? path);
});
afterAll(() => api.stop());

/** The banner of a page; undefined where it has none. */
function bannerOf(html: string): string | undefined {
  return /<aside class="clock-banner".*?<\/aside>/s.exec(html)?.[0];
}

function titleOf(html: string): string {
  return textOf(/<title>(.*?)<\/title>/.exec(html)?.[1] ?? '');
}

describe('every page under a clock', () => {
  it.each(CLOCKS)(
    'says what it shows with %s=%s, in both languages, and in its title',
    async (clock, value, en, es) => {
      for (const path of underClocks)
        for (const [lang, words] of [
          ['en', en],
          ['es', es],
        ]) {
          const { status, text } = await api.get(`${path}?${clock}=${value}&lang=${lang}`);
          expect({ path, status, banner: textOf(bannerOf(text) ?? '') }).toEqual({
            path,
            status: 200,
            banner: expect.stringContaining(words!),
          });
          expect([path, titleOf(text)]).toEqual([path, expect.stringContaining(`(${words})`)]);
        }
    },
  );

  it.each([
    ['recordedBy', '2026-11-22T12:00:00Z', '22 November 2026, 12:00 UTC', '22 de noviembre de 2026, 12:00 UTC'],
    ['recordedBy', '2026-11-22T23:30:05.25-06:00', '23 November 2026, 05:30:05.25 UTC', '23 de noviembre de 2026'],
    ['knownAt', '2024-12-31T08:00:00Z', '31 December 2024, 08:00 UTC', '31 de diciembre de 2024, 08:00 UTC'],
  ])('says an instant in words with %s=%s', async (clock, value, en, es) => {
    for (const [lang, words] of [
      ['en', en],
      ['es', es],
    ]) {
      const { text } = await api.get(`/cases?${new URLSearchParams({ [clock]: value, lang: lang! }).toString()}`);
      expect(textOf(bannerOf(text) ?? '')).toContain(words);
      expect(textOf(/<ul class="chips".*?<\/ul>/s.exec(text)?.[0] ?? '')).toContain(words);
    }
  });

  it('is written from answers under them alone', async () => {
    const { renderPage } = await loadPageRenderer();
    const clocks = { asOf: '2025-12-31', knownAt: '2026-01-31', recordedBy: '840' };
    for (const path of [...underClocks, '/milestones?view=calendar', '/?include=milestones&view=lanes']) {
      const address = new URL(path, api.url);
      for (const [name, value] of Object.entries(clocks)) address.searchParams.set(name, value);
      const queried: string[] = [];
      const { status } = await renderPage({
        path: address.pathname,
        query: address.searchParams,
        acceptLanguage: undefined,
        cookies: undefined,
        origin: api.url,
        isSignedIn: false,
        needsKey: false,
        ask: async (target) => {
          queried.push(target);
          const answer = await api.get(target);
          return { status: answer.status, json: answer.text };
        },
        assets: { script: null, styles: [], modules: new Map() },
      });
      const without = queried.filter((target) => {
        const { searchParams } = new URL(target, api.url);
        return Object.entries(clocks).some(([name, value]) => searchParams.get(name) !== value);
      });
      expect({ path, status, isQueried: queried.length > 0, without }).toEqual({
        path,
        status: 200,
        isQueried: true,
        without: [],
      });
    }
  });

  it('opens the calendar of milestones on the year of its clocks or of its period', async () => {
    for (const [query, year] of [
      ['asOf=2021-06-30', '2021'],
      ['asOf=2021-06-30&year=2023', '2023'],
      ['knownAt=2024-06-30', '2024'],
      ['from=2023-05&to=2025', '2023'],
      ['to=2025-06-01', '2025'],
      ['from=2023&year=2024', '2024'],
    ]) {
      const { text } = await api.get(`/milestones?view=calendar&${query}`);
      expect([query, /<input type="hidden" name="year" value="(\d+)"/.exec(text)?.[1]]).toEqual([query, year]);
    }
  });

  it('keeps a filter whose value nothing has under them', async () => {
    const { text } = await api.get('/milestones?topic=labor&asOf=1990-01-01');
    expect(text).toMatch(/<option value="labor" selected="">/);
  });

  it('says nothing of a clock that cannot be read, or that is given twice', async () => {
    for (const query of [
      'asOf=foo',
      'asOf=2024-02-31',
      'asOf=2024-07-31&asOf=2024-08-01',
      'recordedBy=2024-13-01T00:00:00Z',
    ])
      for (const path of ['/', '/cases', '/embed/milestones']) {
        const { status, text } = await api.get(`${path}?${query}`);
        expect([path, query, status, bannerOf(text), titleOf(text)]).toEqual([
          path,
          query,
          400,
          undefined,
          expect.not.stringContaining('('),
        ]);
      }
  });

  it('offers its list to other sites as it is under the clocks, and the present as it stands', async () => {
    for (const [lang, words, present] of [
      ['en', 'match as of 31 July 2024, not the present', 'always as it stands'],
      ['es', 'filtros con fecha del 31 de julio de 2024, no el presente', 'siempre al día'],
    ] as const)
      for (const path of ['/', '/milestones']) {
        const under = textOf((await api.get(`${path}?asOf=2024-07-31&lang=${lang}`)).text);
        const now = textOf((await api.get(`${path}?lang=${lang}`)).text);
        expect([path, under.includes(words), under.includes(present)]).toEqual([path, true, false]);
        expect([path, now.includes(words), now.includes(present)]).toEqual([path, false, true]);
      }
  });

  it('names its clocks where one asks for reminders of its cases', async () => {
    const cases = (await api.get('/v1/cases?asOf=2024-07-31&limit=200')).body.items.length;
    const link = /href="(\/remind\?cases=[^"]+)"/.exec((await api.get('/cases?asOf=2024-07-31')).text)?.[1] ?? '';
    const words = textOf((await api.get(link)).text);
    expect(words).toContain(`These are the ${cases} cases that fit your filter as of 31 July 2024;`);
    expect(textOf((await api.get(`${link}&lang=es`)).text)).toContain('filtro con fecha del 31 de julio de 2024;');
    expect(textOf((await api.get('/remind?cases=sector%3Dmining')).text)).toContain('that fit your filter today;');
  });

  it('leads on under them from every link of its content', async () => {
    const clocks = { asOf: '2024-12-31', knownAt: '2025-01-31' };
    const lists = ['/cases?view=list', '/milestones?view=calendar&year=2024&status=all', '/?include=milestones'];
    const led = new Set<string>();
    for (const path of [...underClocks, ...lists, '/cases/industrias-tecnos', '/?source=state-fact-sheet-2024'])
      for (const lang of ['en', 'es']) {
        const query = new URLSearchParams({ ...clocks, lang }).toString();
        const { text } = await api.get(`${path}${path.includes('?') ? '&' : '?'}${query}`);
        const content = /<main.*<\/main>/s.exec(text)?.[0].replaceAll(/<ul class="chips".*?<\/ul>/gs, '') ?? '';
        const links = [...content.replaceAll(/<form.*?<\/form>/gs, '').matchAll(/href="(\/[^"]*)"/g)]
          .map(([, href]) => href!.replaceAll('&amp;', '&'))
          .filter((href) => !/^\/(remind|editor|docs)/.test(href));
        const leaving = links.filter((href) => {
          const { searchParams } = new URL(href, api.url);
          return Object.entries(clocks).some(([name, value]) => searchParams.get(name) !== value);
        });
        expect({ path, lang, leaving }).toEqual({ path, lang, leaving: [] });
        for (const href of links) led.add(href);
      }
    expect(led.size).toBeGreaterThan(200);
    for (const start of ['/cases/', '/facts/', '/sources/', '/subjects/', '/milestones/', '/?', '/v1/']) {
      const href = [...led].find((one) => one.startsWith(start) && !one.includes('lang='));
      expect([start, href, (await api.get(href ?? '/none')).status]).toEqual([start, href, 200]);
    }
  });

  it('keeps the present in the links of its head, and asks for reminders of the present', async () => {
    const { text } = await api.get('/cases/gm-silao?asOf=2024-12-31');
    const head = /<header class="site">.*?<nav.*?<\/nav>/s.exec(text)?.[0] ?? '';
    expect([...head.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).not.toContainEqual(
      expect.stringContaining('asOf'),
    );
    expect((await api.get('/subjects/usmca?asOf=2024-12-31')).text).toContain('href="/remind?subject=usmca"');
  });

  it('shows the number of a request or a panel only beside its request, and says that attributes carry no date', async () => {
    const both = { shown: 0, hidden: 0 };
    for (const clock of ['asOf=2024-07-31', 'knownAt=2024-11-15', 'asOf=2021-07-31&knownAt=2022-01-01']) {
      const { items } = (await api.get(`/v1/cases?${clock}&limit=200`)).body;
      for (const { id, attributes } of items) {
        const history = (await api.get(`/v1/cases/${id}/history?${clock}`)).body.items;
        for (const path of [`/cases/${id}`, `/subjects/${id}`]) {
          const words = textOf((await api.get(`${path}?${clock}`)).text);
          expect([path, clock, words.includes('These attributes carry no date')]).toEqual([path, clock, true]);
          for (const [name, label, type] of [
            ['requestNumber', /number of the request|request number/i, 'case.review-requested'],
            ['panelNumber', /number of the panel|panel number/i, 'case.panel-requested'],
          ] as const) {
            const isShown =
              attributes[name] !== undefined && history.some((step: { type: string }) => step.type === type);
            expect([path, clock, name, label.test(words)]).toEqual([path, clock, name, isShown]);
            if (attributes[name] !== undefined) both[isShown ? 'shown' : 'hidden'] += 1;
          }
        }
      }
    }
    expect([both.shown > 0, both.hidden > 0]).toEqual([true, true]);
    expect(textOf((await api.get('/cases/bader-leon')).text)).not.toContain('carry no date');
  });

  it('leads back to the same in the present', async () => {
    for (const path of underClocks) {
      const { text } = await api.get(`${path}?asOf=2024-12-31&knownAt=2025-01-31&recordedBy=840`);
      const back = /href="([^"]+)"/.exec(bannerOf(text) ?? '')?.[1];
      expect([path, back]).toEqual([path, path.replace('/embed/timeline', '/').replace('/embed', '')]);
      const present = await api.get(back ?? 'no link');
      expect([path, present.status, bannerOf(present.text)]).toEqual([path, 200, undefined]);
    }
    const filtered = await api.get('/?subject=usmca&knownAt=2024-12-31&order=desc&lang=es');
    expect(bannerOf(filtered.text)).toContain('href="/?subject=usmca&amp;order=desc&amp;lang=es"');
  });

  it('says so where there is nothing to show', async () => {
    const { status, text } = await api.get('/facts/there-is-none?knownAt=2024-12-31');
    expect([status, textOf(bannerOf(text) ?? '')]).toEqual([
      404,
      expect.stringContaining('as known on 31 December 2024'),
    ]);
  });

  it.each([
    ['/facts/usmca-in-force', 'fact'],
    ['/subjects/usmca', 'subject'],
    ['/sources/allthenews-rio-grande-accord', 'source'],
    ['/cases/gm-silao', 'case'],
  ])('says of %s that its clocks hide it, and not that it is not on record', async (path, kind) => {
    const id = path.split('/').at(-1);
    const { status, body } = await api.get(`/v1${path}?recordedBy=1`);
    expect([status, body.type, body.detail]).toEqual([
      404,
      '/problems/not-under-clocks',
      `The ${kind} "${id}" is not shown under these clocks.`,
    ]);
    expect(textOf((await api.get(`${path}?recordedBy=1`)).text)).toContain(
      `This cannot be shown ${body.detail.replaceAll('"', '&quot;')}`,
    );
    expect((await api.get(`${path}?recordedBy=1&lang=es`)).text).toContain('No se muestra con estas fechas');
    expect((await api.get(`/v1${path}-other?recordedBy=1`)).body.type).toBe(`/problems/${kind}-unknown`);
  });

  it('is framed elsewhere under its clocks by name', async () => {
    const { text } = await api.get('/?subject=usmca&knownAt=2024-12-31');
    expect(/ title=&quot;(.*?)&quot;/.exec(text)?.[1]).toBe('Timeline (as known on 31 December 2024) · Dateline');
  });
});

describe('every page of the present', () => {
  it('has no banner and no clock in its title', async () => {
    for (const path of [...underClocks, ...WITHOUT_CLOCKS]) {
      const { text } = await api.get(path);
      expect([path, bannerOf(text), / as (known|recorded|of)/.test(titleOf(text))]).toEqual([path, undefined, false]);
    }
  });

  it('is not under a clock that it does not take', async () => {
    for (const path of WITHOUT_CLOCKS)
      expect([path, bannerOf((await api.get(`${path}?asOf=2024-12-31`)).text)]).toEqual([path, undefined]);
  });
});
