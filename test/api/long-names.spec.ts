import ICAL from 'ical.js';
import { parseFeed } from '@rowanmanning/feed-parser';
import { fact, source, subject } from './records.js';
import { startTestApi, type TestApi } from './test-api.js';

/** As long as a name may be, and longer than that of any treaty that was found (369 characters). */
const name = `Agreement ${'on the waters of the river and of its tributaries, '.repeat(10)}`
  .slice(0, 499)
  .trimEnd()
  .padEnd(500, '.');

describe('A name of 500 characters', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi({ clockStart: '2026-03-01T00:00:00Z' });
    await api.post('/v1/sources', source({ title: name, publisher: name }));
    await api.post('/v1/subjects', subject({ name }));
    const { body } = await api.post('/v1/facts', fact({ title: name, body: { reviewEvery: 'P6Y' } }));
    expect((await api.get(`/v1/milestones?after=${body.position}`)).body.items.length).toBeGreaterThan(0);
  });
  afterAll(() => api.stop());

  it('is one character from being refused', async () => {
    expect(name).toHaveLength(500);
    for (const [path, record] of [
      ['/v1/sources', source({ id: 'b', title: `${name}.` })],
      ['/v1/sources', source({ id: 'b', publisher: `${name}.` })],
      ['/v1/subjects', subject({ id: 'b', name: `${name}.` })],
      ['/v1/facts', fact({ id: 'b', title: `${name}.` })],
    ] as const)
      expect((await api.post(path, record)).body).toMatchObject({
        errors: [{ detail: 'must have at most 500 characters' }],
      });
  });

  it.each(['/', '/subjects/accord', '/facts/accord-in-force', '/milestones', '/sources/sheet'])(
    'is whole on the page %s',
    async (path) => {
      const page = await api.get(path);
      expect([page.status, page.text.includes(name)]).toEqual([200, true]);
    },
  );

  it('is whole in feeds, files and calendars, whose lines stay short', async () => {
    const { text: atom } = await api.get('/v1/timeline.atom');
    expect(parseFeed(atom).items[0]?.title).toContain(name);
    expect((await api.get('/v1/timeline.feed.json')).body.items[0].title).toContain(name);
    expect((await api.get('/v1/timeline.csv')).text).toContain(name);
    for (const path of ['/v1/timeline.ics', '/v1/milestones.ics']) {
      const { text: calendar } = await api.get(path);
      const lines = calendar.split('\r\n').map((line) => Buffer.byteLength(line));
      expect(Math.max(...lines)).toBeLessThanOrEqual(75);
      const events = new ICAL.Component(ICAL.parse(calendar)).getAllSubcomponents('vevent');
      expect(events.some((event) => String(event.getFirstPropertyValue('summary')).includes(name))).toBe(true);
    }
  });
});
