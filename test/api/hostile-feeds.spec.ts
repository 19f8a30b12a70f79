import { parse } from 'csv-parse/sync';
import { harmlessText } from '#libs/kernel';
import { parseAtomFeed, parseJsonFeed } from 'feedsmith';
import { readCalendar, readFeed } from './feed-readers.js';
import { correction, fact, lines, source, subject } from './records.js';
import { startTestApi, type TestApi } from './test-api.js';

/** What somebody may put into a text: markup, what ends a quotation in some format, controls, turned words, length. */
const HOSTILE: Readonly<Record<string, string>> = {
  markup: '<img src=x onerror="alert(1)"> & &amp; </title></entry> \'quoted\'',
  cdata: 'a ]]> b <![CDATA[ c --> <!-- d <?xml e ?>',
  lines: 'one\r\nEND:VEVENT\r\nBEGIN:VEVENT\nATTENDEE:mailto:x@y.z; , \\ \\x',
  controls: 'bell \u0007 escape \u001B[31m vertical \u000B delete \u007F next \u0085 no character \uFFFE end',
  turned: '\u202Egnp.exe\u202C \u2067 عربي \u05E9\u05DC\u05D5\u05DD',
  long: `${'w'.repeat(290)} ${'😀'.repeat(100)} ${'é'.repeat(90)}`,
  formula: '=HYPERLINK("http://x.test","y")',
};
/** The same as a reader shows it on one line: nothing that cannot be written, and nothing that turns other words. */
const onOneLine = (text: string): string =>
  text
    .replaceAll(/\r\n?|\u0085/g, '\n')
    // oxlint-disable-next-line no-control-regex
    .replaceAll(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\uFFFE\uFFFF]/g, '\uFFFD')
    .replaceAll(/[\u202A-\u202E\u2066-\u2069]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();

describe('texts that mean harm', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi({ clockStart: '2026-01-15T12:00:00Z' });
    const facts = Object.entries(HOSTILE).map(([id, text], index) => ({
      record: 'fact',
      ...fact({
        id,
        type: 'agreement.noted',
        occurred: `2024-05-0${index + 1}`,
        knownSince: `2024-06-0${index + 1}`,
        title: text,
        summary: text,
      }),
    }));
    const all = Object.values(HOSTILE).join(' ').slice(0, 290);
    const { body } = await api.post(
      '/v1/import',
      lines([
        {
          record: 'source',
          ...source({ title: all, publisher: all, url: 'https://example.org/?a=%22%3E&b=<script>' }),
        },
        { record: 'subject', ...subject({ name: all }) },
        ...facts,
        { record: 'correction', fact: 'markup', ...correction({ changes: { topics: ['x'] }, reason: all }) },
      ]),
      { headers: { 'content-type': 'application/x-ndjson' } },
    );
    expect(body).toMatchObject({ problems: [], refused: 0, recorded: facts.length + 3 });
    await api.get(`/v1/timeline?after=${body.position}`);
  });
  afterAll(() => api.stop());

  const titles = Object.values(HOSTILE).map(onOneLine);

  it('stay text in Atom, as two readers read it', async () => {
    const { text } = await api.get('/v1/timeline.atom');
    // oxlint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/);
    const one = readFeed(text).entries.map(({ title }) => title.replace(' (corrected)', ''));
    const other = parseAtomFeed(text).entries?.map((entry) => entry.title?.value?.replace(' (corrected)', ''));
    expect(other?.toReversed()).toEqual(titles);
    // The lenient reader takes what looks like an entity of HTML for one, also in a text that is none.
    expect(one.toReversed()).toEqual(titles.map((title) => title.replaceAll('&amp;', '&')));
  });

  it('stay text in a JSON Feed', async () => {
    const { text } = await api.get('/v1/timeline.feed.json');
    const told = parseJsonFeed(text).items?.map(({ title }) => title?.replace(' (corrected)', ''));
    expect(told).toHaveLength(titles.length);
    expect(told?.at(-1)).toBe(HOSTILE['markup']);
  });

  it('stay text in a calendar, as two readers read it, in lines of 75 octets at most', async () => {
    const { text } = await api.get('/v1/timeline.ics');
    const events = readCalendar(text);
    expect(events.map(({ summary }) => summary.replace(' (corrected)', ''))).toEqual(titles);
    expect(events.every(({ description }) => description.includes('About: '))).toBe(true);
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    // oxlint-disable-next-line no-control-regex
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\u0000-\u0008\u000A-\u001F\u007F]/);
  });

  it('stay text on pages, where they turn and hide nothing that stands around them', async () => {
    for (const path of ['/', '/facts/turned', '/facts/controls', '/subjects/accord', '/sources/sheet']) {
      const { status, text } = await api.get(path);
      expect([path, status]).toEqual([path, 200]);
      // oxlint-disable-next-line no-control-regex
      expect(text).not.toMatch(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/);
      expect(text).not.toMatch(/<img src=x|<script>alert/);
    }
  });

  it('stay text in a table, in lines, in CloudEvents and for TimelineJS', async () => {
    const rows: Record<string, string>[] = parse((await api.get('/v1/timeline.csv')).text, {
      columns: true,
      record_delimiter: '\r\n',
    });
    expect(rows.map(({ title }) => title)).toEqual(
      Object.values(HOSTILE).map((text) => harmlessText(text).replace(/^=/, "'=")),
    );
    const { body } = await api.get('/v1/timeline.cloudevents.json');
    expect(body.map(({ data }: { data: { title: string } }) => data.title)).toEqual(Object.values(HOSTILE));
    const lined = (await api.get('/v1/timeline.ndjson')).text.trimEnd().split('\n');
    expect(lined.map((line) => (JSON.parse(line) as { title: string }).title)).toEqual(Object.values(HOSTILE));
    const { text } = await api.get('/v1/timeline.timelinejs.json');
    expect(text).not.toMatch(/<img|<script|<\/title/);
  });
});
