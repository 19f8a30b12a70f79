import { createTestDatabase, type TestDatabase } from '#libs/testing';
import { dateline } from '../../apps/cli/src/program.js';
import { ndjson, runDateline } from './command-line.js';

const sources = [{ source: 'notice' }];
/** The end is seen from 10 May 2024 on, of a state of 2 May or later, from position 4 on. */
const RECORDS = [
  { record: 'source', id: 'notice', title: 'Notice', publisher: 'Ministry', publishedOn: '2024-03-04' },
  { record: 'subject', id: 'works', type: 'case', name: 'Works', attributes: { mechanism: 'usmca-rrm' } },
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
    title: 'Ended',
    sources,
  },
];
const SEEN = ['--known-at', '2024-05-10', '--recorded-by', '4', '--as-of', '2024-05-02'];

/** What is asked, a clock under which the end is not seen yet, and how an answer shows it. */
const COMMANDS: [command: string, unseen: string, sign: RegExp][] = [
  ['timeline', '--known-at 2024-05-09', /"id": "ended"/],
  ['subject works', '--recorded-by 3', /"status": "resolved"/],
  ['cases', '--as-of 2024-05-01', /"status": "resolved"/],
  ['case works', '--known-at 2024-05-09', /"status": "resolved"/],
  ['changes', '--recorded-by 3', /"after": "resolved"/],
  ['statistics', '--as-of 2024-05-01', /"ended": \{\s+"min": 1,\s+"max": 1\s+\},\s+"steps"/],
  ['milestones', '--known-at 2024-05-09', /"cancelledBy": "ended"/],
];

describe('Every command that asks', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
    const { code } = await runDateline(['import', '-'], { DATABASE_URL: database.url }, ndjson(RECORDS));
    expect(code).toBe(0);
  });
  afterAll(() => database.drop());

  it.each([...COMMANDS.map(([asked]) => asked), 'fact ended'])('"%s" takes the three clocks', (asked) => {
    const command = dateline().commands.find((one) => one.name() === asked.split(' ')[0]);
    const options = command!.options.map(({ long }) => long);
    expect(options).toEqual(expect.arrayContaining(['--as-of', '--known-at', '--recorded-by']));
  });

  it.each(COMMANDS)('"%s" shows what they let through, and nothing else: %s', async (asked, unseen, sign) => {
    const ask = async (clocks: string[]): Promise<string> =>
      (await runDateline([...asked.split(' '), '--json', ...clocks], { DATABASE_URL: database.url })).stdout;
    const [seen, without] = await Promise.all([ask(SEEN), ask(unseen.split(' '))]);
    expect(seen).toMatch(sign);
    expect(without).toContain('"position"');
    expect(without).not.toMatch(sign);
  });
});
