import { parseEdtf, type EdtfDate } from '#libs/edtf';
import type { TimelineItem } from '#libs/timeline';
import { timelineJsEvent } from './timelinejs.js';

function item(edtf: string | null, change: Partial<TimelineItem> = {}): TimelineItem {
  const date: EdtfDate | null = edtf === null ? null : parseEdtf(edtf);
  return {
    id: 'met',
    position: '1',
    subject: { id: 'talks', type: 'dialogue', name: 'Talks' },
    type: 'dialogue.held',
    headline: 'Held',
    occurred: date && { edtf: date.edtf, earliest: null, latest: null, precision: date.precision, text: 'in words' },
    title: 'They met',
    summary: null,
    topics: [],
    parties: [],
    related: [],
    body: {},
    sources: [],
    disputed: false,
    known: { at: '2024-01-01', basis: 'stated' },
    recordedAt: '2024-01-02T00:00:00.000000Z',
    revision: 1,
    status: 'current',
    marks: [],
    ...change,
  };
}

describe('an event of TimelineJS', () => {
  it.each([
    ['2023-09-29', { year: 2023, month: 9, day: 29 }, undefined],
    ['2024-06', { year: 2024, month: 6 }, undefined],
    ['2024-06~', { year: 2024, month: 6 }, undefined],
    ['2024', { year: 2024 }, undefined],
    ['202X', { year: 2020 }, { year: 2029 }],
    ['2024-22', { year: 2024, month: 6 }, { year: 2024, month: 8 }],
    ['2023-10~/2023-12', { year: 2023, month: 10 }, { year: 2023, month: 12 }],
    ['2023-05/2023-06-10', { year: 2023, month: 5 }, { year: 2023, month: 6, day: 10 }],
    ['2022/2024', { year: 2022 }, { year: 2024 }],
    ['2010/..', { year: 2010 }, undefined],
    ['2010-22/..', { year: 2010, month: 6 }, undefined],
    ['../2023-11-30', { year: 2023, month: 11, day: 30 }, undefined],
    ['[..2023-11]', { year: 2023, month: 11 }, undefined],
    ['../2023-22', { year: 2023, month: 6 }, { year: 2023, month: 8 }],
    ['[2024-05-05..2024-05-09]', { year: 2024, month: 5, day: 5 }, { year: 2024, month: 5, day: 9 }],
    ['[2024-05..2024-07]', { year: 2024, month: 5 }, { year: 2024, month: 7 }],
    ['198X?/2004', { year: 1980 }, { year: 2004 }],
    ['2024-10-15/2024-10-15', { year: 2024, month: 10, day: 15 }, undefined],
    ['2023/2023', { year: 2023 }, undefined],
    ['-0043-03-15', { year: -43, month: 3, day: 15 }, undefined],
  ])('places %s as precisely as it is known, and no more', (edtf, start, end) => {
    const event = timelineJsEvent(item(edtf), 'type');
    expect([event?.start_date, event?.end_date]).toEqual([start, end]);
    expect(event).toMatchObject({ unique_id: 'met', display_date: 'in words', group: 'dialogue.held' });
  });

  it('is none for what has no date', () => {
    expect(timelineJsEvent(item(null), 'subject')).toBeNull();
  });

  it('carries every text as HTML that says what the text says', () => {
    const hostile = '<img src=x onerror="alert(1)"> & \'co\'';
    const source = { source: 's', publisher: '', publishedOn: null, locator: null, says: null };
    const event = timelineJsEvent(
      item('2024', {
        title: hostile,
        summary: hostile,
        subject: { id: 'talks', type: 'dialogue', name: hostile },
        sources: [
          { ...source, title: hostile, url: 'https://example.org/?a="><script>' },
          { ...source, title: 'Plain', url: null },
        ],
        disputed: true,
        status: 'unconfirmed',
      }),
      'subject',
    );
    expect(JSON.stringify(event)).not.toMatch(/<img|<script|onerror=\\"/);
    expect(event?.text.headline).toBe('&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; &#39;co&#39;');
    expect(event?.group).toBe(event?.text.headline);
    expect(event?.text.text).toContain(
      '<p><em>Planned; no outcome is on record.</em></p><p><em>Sources differ.</em></p>',
    );
    expect(event?.text.text).toMatch(
      /<a href="https:\/\/example\.org\/\?a=&quot;&gt;&lt;script&gt;">.*<\/a>; Plain<\/p>$/,
    );
  });
});
