import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import type { TimelineItem } from '#libs/timeline';
import { csvText } from './csv.js';

const item: TimelineItem = {
  id: 'met',
  position: '1',
  subject: { id: 'talks', type: 'dialogue', name: 'Talks' },
  type: 'dialogue.held',
  headline: 'Held',
  occurred: { edtf: '../2024-06', earliest: null, latest: '2024-06-30', precision: 'interval', text: 'by June 2024' },
  title: 'They met',
  summary: null,
  topics: ['security', 'trade'],
  parties: [],
  related: [],
  body: { level: 'high', place: { city: 'Mérida' } },
  sources: [
    { source: 'a', title: 'A', publisher: '', publishedOn: null, url: null, locator: null, says: null },
    { source: 'b', title: 'B', publisher: '', publishedOn: null, url: null, locator: null, says: null },
  ],
  disputed: false,
  known: { at: '2024-07-01', basis: 'stated' },
  recordedAt: '2024-07-02T00:00:00.000000Z',
  revision: 1,
  status: 'current',
  marks: [],
};

async function* each<T>(values: readonly T[]): AsyncIterable<T> {
  for (const value of values) yield await Promise.resolve(value);
}

async function csv(items: readonly TimelineItem[]): Promise<string> {
  let text = '';
  for await (const piece of csvText(each(items))) text += piece;
  return text;
}

const readBack = (text: string): Record<string, string>[] => parse(text, { columns: true, record_delimiter: '\r\n' });

describe('a timeline as CSV', () => {
  it('has a column for each field, dotted where it is nested', async () => {
    const [told] = readBack(await csv([item]));
    expect(told).toMatchObject({
      id: 'met',
      'subject.name': 'Talks',
      'occurred.earliest': '',
      'occurred.text': 'by June 2024',
      summary: '',
      topics: 'security;trade',
      body: '{"level":"high","place":{"city":"Mérida"}}',
      sources: 'a;b',
      disputed: 'false',
      'known.at': '2024-07-01',
      revision: '1',
    });
  });

  it('is read back as it was by a reader of RFC 4180, whatever a title holds', async () => {
    const titles = fc.array(
      fc.string({ unit: fc.constantFrom('a', '"', ',', '\r', '\n', ';', ' ', 'é', '=', '-', "'"), maxLength: 12 }),
      { maxLength: 5 },
    );
    await fc.assert(
      fc.asyncProperty(titles, async (given) => {
        const told = readBack(await csv(given.map((title) => ({ ...item, title }))));
        expect(told.map(({ title }) => title?.replace(/^'(?=[=+\-@\t\r])/, ''))).toEqual(
          given.map((title) => title.replace(/^'(?=[=+\-@\t\r])/, '')),
        );
      }),
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1+1', '＋1', '－1', '＠SUM(A1)'])(
    'keeps %j from being a formula',
    async (title) => {
      expect(readBack(await csv([{ ...item, title }]))[0]?.['title']).toBe(`'${title}`);
    },
  );

  it('is a row of names where there is nothing', async () => {
    expect(await csv([])).toMatch(/^id,position,type,[^\r\n]*\r\n$/);
  });
});
