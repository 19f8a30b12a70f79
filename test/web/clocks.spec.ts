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
