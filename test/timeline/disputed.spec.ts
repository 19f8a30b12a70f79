import type { JsonObject } from '#libs/kernel';
import { startTestTimeline, type TestTimeline } from '#libs/testing';
import { FactQuery, TimelineQuery, type FactDetail } from '#libs/timeline';

const figure = (id: string, says: JsonObject, more: JsonObject = {}): JsonObject => ({
  record: 'fact',
  id,
  subject: 'claims',
  type: 'indicator.reported',
  occurred: '2024-02',
  title: id,
  body: { value: '100', unit: 'USD' },
  sources: [{ source: 'office' }, { source: 'paper', says }],
  ...more,
});

const RECORDS: JsonObject[] = [
  { record: 'source', id: 'office', title: 'Office', publisher: 'O', publishedOn: '2024-03-01' },
  { record: 'source', id: 'paper', title: 'Paper', publisher: 'P', publishedOn: '2024-03-01' },
  { record: 'source', id: 'report', title: 'Report', publisher: 'R', publishedOn: '2024-04-01' },
  { record: 'subject', id: 'claims', type: 'indicator', name: 'Claims' },
  figure('same-value', { body: { value: '100' } }),
  figure('equal-value', { body: { value: '100.0' } }),
  figure('same-date', { occurred: '2024-02/2024-02' }),
  figure('other-value', { body: { value: '101', unit: 'USD' } }),
  figure('other-date', { occurred: '2024-03', body: { value: '100' } }),
  figure('adopted', { body: { value: '101' } }),
  {
    record: 'correction',
    id: 'adopts',
    fact: 'adopted',
    changes: { body: { value: '101.0', unit: 'USD' } },
    reason: 'The paper had it right.',
    sources: [{ source: 'report', says: { body: { value: '101' } } }],
  },
];

describe('sources of a fact', () => {
  let timeline: TestTimeline;
  beforeAll(async () => {
    timeline = await startTestTimeline({ clockStart: '2026-11-30T12:00:00Z' });
    expect((await timeline.record(RECORDS)).problems).toEqual([]);
  });
  afterAll(() => timeline.drop());

  const disputed = async (question: Record<string, string>): Promise<unknown> => {
    const { items } = await timeline.ask(new TimelineQuery(question));
    return Object.fromEntries(
      items.map((item) => [item.id, [item.disputed, item.sources.map((source) => source.says)]]),
    );
  };

  it('disagree only where one means something else than the fact, and each is shown with that alone', async () => {
    expect(await disputed({ knownAt: '2024-03-31' })).toEqual({
      'same-value': [false, [null, null]],
      'equal-value': [false, [null, null]],
      'same-date': [false, [null, null]],
      'other-value': [true, [null, { body: { value: '101', unit: 'USD' } }]],
      'other-date': [true, [null, { occurred: expect.objectContaining({ edtf: '2024-03' }) }]],
      adopted: [true, [null, { body: { value: '101' } }]],
    });
  });

  it('agree from the day on which a correction adopts what one of them said, and disagreed before', async () => {
    expect(await disputed({})).toMatchObject({ adopted: [false, [null, null]] });
    const fact: FactDetail = await timeline.ask(new FactQuery('adopted', {}));
    expect(fact.wordings.map((wording) => wording.disputed)).toEqual([true, true, false]);
    expect(fact.changes.map(({ id, sources }) => [id, sources.map(({ says }) => says)])).toEqual([['adopts', [null]]]);
  });
});
