import { startBundledApi } from '../web/bundled-api.js';
import type { TestApi } from './test-api.js';

const CLOCK = 'knownAt=2024-12-31';
const LISTS = ['/v1/timeline', '/v1/subjects/usmca', '/v1/cases/changes'];
/** The formats that have a place for a text about the whole. */
const WITH_TEXT = [
  ...LISTS.flatMap((list) => ['atom', 'feed.json', 'ics', 'timelinejs.json'].map((format) => `${list}.${format}`)),
  '/v1/milestones.atom',
  '/v1/milestones.ics',
];
/** Those of them that have a title. */
const WITH_TITLE = WITH_TEXT.filter((path) => !path.endsWith('timelinejs.json'));
/** The formats that are saved as files without a title. */
const FILES = [
  ...LISTS.flatMap((list) => ['csv', 'ndjson', 'cloudevents.json'].map((format) => `${list}.${format}`)),
  '/v1/cases/statistics.csv?table=steps',
];

/** An answer as one line of text: calendars fold lines and escape commas and semicolons. */
async function textOf(api: TestApi, path: string): Promise<string> {
  const { status, text } = await api.get(path);
  expect([path, status]).toEqual([path, 200]);
  return text
    .replaceAll(/\r?\n /g, '')
    .replaceAll('\\;', ';')
    .replaceAll('\\,', ',');
}

/** The newest news of what a feed shows, in the words of the feed. */
async function shownNewsOf(api: TestApi, path: string): Promise<string | undefined> {
  return /news of what is shown: ([^;]+);/.exec(await textOf(api, path))?.[1];
}

/** What an answer says its file is called. */
async function nameOf(api: TestApi, path: string): Promise<string> {
  return (await api.get(path)).headers.get('content-disposition') ?? '';
}

describe('feeds and files', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startBundledApi();
  });
  afterAll(() => api.stop());

  it.each(WITH_TEXT)('%s says how new the data is, under its clocks', async (path) => {
    expect(await textOf(api, path)).toMatch(
      /Data as of \d+ \w+ \d{4}; newest news of what is shown: [^;]+; newest news of a case: [^;]+; \d+ requests for review on record, official count 38 \(July 2020 to July 2025, 36 on record by then\)\./,
    );
    expect(await textOf(api, `${path}?${CLOCK}`)).toContain(
      'official count 26 (26 August 2024, 26 on record by then).',
    );
  });

  it('names the newest news of what each feed shows, narrower with its filters', async () => {
    for (const format of ['atom', 'feed.json', 'ics', 'timelinejs.json']) {
      const { lastNews } = (await api.get('/v1/cases/bader-leon')).body;
      const day = new Date(lastNews).toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
      for (const path of [`/v1/timeline.${format}?subject=bader-leon`, `/v1/subjects/bader-leon.${format}`])
        expect([path, await shownNewsOf(api, path)]).toEqual([path, day]);
      expect([format, await shownNewsOf(api, `/v1/timeline.${format}`)]).not.toEqual([format, day]);
      expect(await shownNewsOf(api, `/v1/cases/changes.${format}?q=bader`)).toMatch(/\d{4}$/);
    }
    for (const format of ['atom', 'ics'])
      expect(await shownNewsOf(api, `/v1/milestones.${format}?subject=usmca&from=0001`)).toMatch(/2026$/);
  });

  it.each(WITH_TITLE)('%s has the clocks in its title, and none in the present', async (path) => {
    expect(await textOf(api, `${path}?${CLOCK}`)).toMatch(/Dateline[^<"\n]* \(as known on 2024-12-31\)/);
    expect(await textOf(api, path)).not.toMatch(/Dateline[^<"\n]* \(as known on/);
  });

  it.each(FILES)('%s has the clocks in the name of its file', async (path) => {
    const [alone, joined] = [
      await nameOf(api, path),
      `${path}${path.includes('?') ? '&' : '?'}${CLOCK}&recordedBy=840`,
    ];
    expect(alone).not.toContain('known-at');
    expect(await nameOf(api, joined)).toMatch(/filename="[\w.-]+-known-at-2024-12-31-recorded-by-840-\d+-/);
  });
});
