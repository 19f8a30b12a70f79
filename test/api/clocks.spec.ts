import { startTestApi, type Answer, type TestApi } from './test-api.js';

const sources = [{ source: 'notice' }];
/** Positions 1 to 6. The last one is seen from 10 May 2024 on, of a state of 2 May or later, from position 6 on. */
const RECORDS = [
  { record: 'source', id: 'notice', title: 'Notice', publisher: 'Ministry', publishedOn: '2024-03-04' },
  {
    record: 'subject',
    id: 'works',
    type: 'case',
    name: 'Works',
    topics: ['labor'],
    attributes: { mechanism: 'usmca-rrm' },
  },
  { record: 'subject', id: 'count', type: 'indicator', name: 'Count', attributes: { measure: 'rrm-resolved' } },
  {
    record: 'fact',
    id: 'claim',
    subject: 'count',
    type: 'indicator.reported',
    occurred: '2024-05-02',
    title: 'One',
    body: { value: '1', unit: 'cases' },
    sources,
  },
  {
    record: 'fact',
    id: 'asked',
    subject: 'works',
    type: 'case.review-requested',
    occurred: '2024-03-25',
    title: 'Asked',
    sources,
  },
  {
    record: 'fact',
    id: 'ended',
    subject: 'works',
    type: 'case.resolved',
    occurred: '2024-05-02',
    knownSince: '2024-05-10',
    title: 'Ended by settlement',
    body: { outcome: 'settlement' },
    topics: ['settled'],
    parties: ['CA'],
    sources,
  },
];

/** Which clocks are asked, and whether the last fact is seen under them. */
const CLOCKS: [clocks: string, seen: boolean][] = [
  ['', true],
  ['knownAt=2024-05-09', false],
  ['knownAt=2024-05-10', true],
  ['recordedBy=5', false],
  ['recordedBy=6', true],
  ['asOf=2024-05-01', false],
  ['asOf=2024-05-02', true],
  ['knownAt=2024-05-10&recordedBy=5', false],
  ['knownAt=2024-05-09&asOf=2024-05-02', false],
  ['asOf=2024-05-01&recordedBy=6', false],
  ['knownAt=2024-05-10&recordedBy=6&asOf=2024-05-02', true],
  ['knownAt=2024-05-10T08:00:00Z&recordedBy=2024-08-01&asOf=2024-05-02', true],
];

const of =
  (pattern: RegExp) =>
  ({ text }: Answer): boolean =>
    pattern.test(text);
/** How an answer shows that the last fact is let through, where it does not tell its title. */
const SIGNS: Readonly<Record<string, (answer: Answer) => boolean>> = {
  '/v1/timeline/density': ({ body }) => body.total === 3,
  '/v1/timeline/steps': ({ body }) =>
    body.steps.reduce((sum: number, { added }: { added: number }) => sum + added, 0) === 3,
  '/v1/subjects': of(/"status":"resolved"/),
  '/v1/subjects/{id}': of(/"status":"resolved"/),
  '/v1/facts/{id}': ({ status }) => status === 200,
  '/v1/sources': ({ body }) => body.items[0].facts === 3,
  '/v1/coverage': ({ body }) => body.facts === 3,
  '/v1/topics': of(/"settled"/),
  '/v1/types': of(/"value":"case.resolved","facts":1/),
  '/v1/parties': of(/"CA"/),
  '/v1/cases': of(/"status":"resolved"/),
  '/v1/cases/{id}': of(/"status":"resolved"/),
  '/v1/cases/statistics': ({ body }) => body.ended.min === 1,
  '/v1/cases/statistics.csv': ({ text }) => {
    const [columns, ...rows] = text
      .trim()
      .split('\r\n')
      .map((line) => line.split(','));
    return rows.at(-1)![columns!.indexOf('open.max')] === '0';
  },
  '/v1/reconciliation': ({ body }) => body.items[0]?.records[0].knownNow.value.min === '1',
  '/v1/cases/changes.csv': of(/settlement/),
  '/v1/milestones': of(/"cancelledBy":"ended"/),
  '/v1/milestones/{id}': of(/"cancelledBy":"ended"/),
  '/v1/milestones.ics': of(/STATUS:CANCELLED/),
  '/v1/milestones.atom': of(/cancelled/),
};
const IDS: Readonly<Record<string, string>> = {
  subjects: 'works',
  facts: 'ended',
  sources: 'notice',
  cases: 'works',
  milestones: 'works.review-end.2024',
};

describe('Every question about a view', () => {
  let api: TestApi;
  let paths: string[];
  beforeAll(async () => {
    api = await startTestApi({ clockStart: '2024-08-01T12:00:00Z' });
    const lines = RECORDS.map((record) => JSON.stringify(record)).join('\n');
    const { body } = await api.post('/v1/import', lines, { headers: { 'content-type': 'application/x-ndjson' } });
    expect(body).toMatchObject({ recorded: 6, position: '6' });
    expect((await api.get('/v1/milestones?after=6')).status).toBe(200);
    expect((await api.get('/v1/timeline?after=6')).status).toBe(200);
    const description = (await api.get('/openapi.json')).body;
    paths = Object.entries<{ get?: { parameters?: { name: string }[] } }>(description.paths)
      .filter(([, { get }]) => get?.parameters?.some(({ name }) => name === 'knownAt'))
      .map(([path]) => path);
  });
  afterAll(() => api.stop());

  it('takes the three clocks together', async () => {
    expect(paths.length).toBeGreaterThan(20);
    for (const path of paths) {
      const { status } = await api.get(`${addressOf(path)}?knownAt=2024-08-01&recordedBy=6&asOf=2024-08-01`);
      expect({ path, status }).toEqual({ path, status: 200 });
    }
  });

  it.each(CLOCKS)('shows what "%s" lets through, and nothing else: %s', async (clocks, seen) => {
    for (const path of paths) {
      // Without a beginning the list of milestones starts with what is due next.
      const from = /milestones(\.atom)?$/.test(path) ? 'from=0001&' : '';
      const answer = await api.get(`${addressOf(path)}?${from}${clocks}`);
      const shows = SIGNS[path] ?? of(/Ended by settlement/);
      expect({ path, clocks, seen: shows(answer) }).toEqual({ path, clocks, seen });
    }
  });
});

function addressOf(path: string): string {
  return path.replace('{id}', IDS[path.split('/')[2] ?? ''] ?? 'works');
}
