import stringWidth from 'string-width';
import { createTestDatabase, type TestDatabase } from '#libs/testing';
import { ndjson, runDateline, type Ended } from './command-line.js';

const cites = { sources: [{ source: 'report' }] };
const RECORDS = [
  { record: 'source', id: 'report', title: 'Report', publisher: 'Office', publishedOn: '2024-05-02' },
  { record: 'subject', id: 'count', type: 'indicator', name: 'Count', attributes: { measure: 'rrm-requests' } },
  { record: 'subject', id: 'matter', type: 'case', name: 'Matter' },
  {
    record: 'fact',
    id: 'asked',
    subject: 'matter',
    type: 'case.review-requested',
    occurred: '2024-04',
    title: 'Asked',
  },
  {
    record: 'fact',
    id: 'hearing',
    subject: 'matter',
    type: 'milestone.planned',
    occurred: '2024-06',
    title: 'Hearing',
    body: { milestone: 'hearing.2024' },
  },
  {
    record: 'fact',
    id: 'claim',
    subject: 'count',
    type: 'indicator.reported',
    occurred: '2024-04-30',
    title: 'Three so far',
    body: { value: '3', unit: 'cases' },
  },
].map((record) => (record.record === 'fact' ? { ...record, ...cites } : record));

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await runDateline(['import', '-'], { DATABASE_URL: database.url }, ndjson(RECORDS));
});
afterAll(() => database.drop());

const dateline = (args: string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> =>
  runDateline(args, { DATABASE_URL: database.url, ...env });
const LINE =
  'Data as of 2 May 2024; newest news of what is shown: 2 May 2024; newest news of a case: 2 May 2024; 1 request for review on record, official count 3 (30 April 2024, 1 on record by then).';

describe('dateline coverage', () => {
  it('shows the newest source, what is counted, and the official count with its day and source', async () => {
    const { code, stdout } = await dateline(['coverage']);
    expect(code).toBe(0);
    for (const words of [
      /newest source +2 May 2024/,
      /requests for review +1/,
      /official count +3 \(30 April 2024, 1 on record by then, source report\)/,
    ])
      expect(stdout).toMatch(words);
    expect(JSON.parse((await dateline(['coverage', '--json'])).stdout)).toMatchObject({
      newestPublished: '2024-05-02',
      cases: { onRecord: 1, onRecordThen: 1, officiallyCounted: 3, source: 'report' },
    });
  });
});

describe('Every table of the command line', () => {
  it.each([
    [['timeline']],
    [['cases']],
    [['milestones', '--from', '0001']],
    [['changes', '--since', '2024-01-01']],
    [['statistics', '--interval', 'year']],
    [['subject', 'matter']],
    [['case', 'matter']],
    [['fact', 'claim']],
  ])('says up to which day there is anything on record: %j', async (args) => {
    const { code, stdout } = await dateline(args, { COLUMNS: '60' });
    expect([code, stdout.replaceAll(/\s+/g, ' ').includes(LINE)]).toEqual([0, true]);
    for (const line of stdout.slice(stdout.indexOf('Data as of')).split('\n'))
      expect(stringWidth(line)).toBeLessThanOrEqual(60);
  });

  it('says it for the clocks that it is given', async () => {
    const { stdout } = await dateline(['timeline', '--known-at', '2024-04-01']);
    expect(stdout).toContain('No dated source is on record.');
  });
});
