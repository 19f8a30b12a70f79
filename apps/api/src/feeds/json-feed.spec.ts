import type { NewsItem } from '#libs/timeline';
import { factEntry } from './fact-entry.js';
import { writeJsonFeed } from './json-feed.js';

const source = { source: 's', publisher: 'Office', publishedOn: null, locator: null, says: null };
const item: NewsItem = {
  id: 'met',
  position: '1',
  subject: { id: 'talks', type: 'dialogue', name: 'Talks' },
  type: 'dialogue.held',
  headline: 'Held',
  occurred: { edtf: '2024-06', earliest: '2024-06-01', latest: '2024-06-30', precision: 'month', text: 'June 2024' },
  title: 'They met',
  summary: 'For a day.',
  topics: ['security'],
  parties: [],
  related: [],
  body: {},
  sources: [
    { ...source, title: 'Minutes', url: null },
    { ...source, title: 'Sheet', url: 'https://example.org/sheet' },
  ],
  disputed: false,
  known: { at: '2024-07-01', basis: 'stated' },
  recordedAt: '2024-07-02T00:00:00.000000Z',
  revision: 1,
  status: 'current',
  marks: [],
  newsOf: '2024-07-01',
  redactedAt: null,
  changes: [],
};
const told = (change: Partial<NewsItem>): unknown => {
  const feed = { id: 'https://d.test/f', title: 'D', homeUrl: 'https://d.test/', feedUrl: 'https://d.test/f' };
  const entries = [factEntry({ ...item, ...change }, 'https://d.test')];
  return (writeJsonFeed({ ...feed, nextUrl: null, logHead: '', coverage: '', entries }) as { items: unknown[] })
    .items[0];
};

describe('an item of a JSON Feed', () => {
  it('tells a fact with its date in words and its sources', () => {
    expect(told({})).toMatchObject({
      id: 'https://d.test/v1/facts/met',
      external_url: 'https://example.org/sheet',
      title: 'They met',
      summary: 'For a day.',
      content_text: 'June 2024: They met\nAbout: Talks\nFor a day.\nSources: Minutes; Sheet',
      date_published: '2024-07-01T00:00:00Z',
      tags: ['security'],
    });
  });

  it('is not modified by another source, and by a correction is', () => {
    const change = { reason: 'Why.', known: { at: '2024-08-01', basis: 'stated' }, position: '2', changes: [] };
    const evidence = {
      ...change,
      id: 'e',
      kind: 'evidence' as const,
      recordedAt: '2024-09-01T00:00:00.000000Z',
      sources: [],
    };
    const corrected = {
      ...change,
      id: 'c',
      kind: 'correction' as const,
      recordedAt: '2024-08-01T00:00:00.000000Z',
      sources: [],
    };
    expect(told({ changes: [evidence] })).not.toHaveProperty('date_modified');
    expect(told({ changes: [corrected, evidence] })).toMatchObject({
      date_modified: '2024-08-01T00:00:00.000000Z',
      content_text: expect.stringContaining(
        'Corrected on 2024-08-01 (could be known since 2024-08-01): Why.\nAnother source on 2024-09-01 (could be known since 2024-08-01): Why.',
      ),
    });
  });

  it('leaves out what is not there', () => {
    const bare = told({ occurred: null, summary: null, topics: [], sources: [], disputed: true });
    expect(bare).toMatchObject({ content_text: 'No date is known: They met\nAbout: Talks\nSources differ.' });
    for (const field of ['external_url', 'summary', 'tags', 'date_modified']) expect(bare).not.toHaveProperty(field);
  });
});
