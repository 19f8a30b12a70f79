import { mkdtempSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, type TestDatabase } from '#libs/testing';
import { dateline as program } from '../../apps/cli/src/program.js';
import { ndjson, runDateline, type Ended } from './command-line.js';

/** What a terminal acts on: clears the screen, changes its title, hides and turns what follows. */
const EVIL = 'evil\u001b[2J\u001b]0;title\u0007\u001b[31m\u009b8m\u0085\u007f\u202etxt\u2066';
/** Nothing of it is left but text and line ends. */
// oxlint-disable-next-line no-control-regex
const STEERING = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/;

const sources = [{ source: 'src', locator: EVIL }];
const RECORDS: readonly object[] = [
  { record: 'source', id: 'src', title: EVIL, publisher: EVIL, publishedOn: '2021-03-02' },
  { record: 'subject', id: 'pact', type: 'agreement', name: EVIL, attributes: { [EVIL]: { [EVIL]: [EVIL] } } },
  {
    record: 'subject',
    id: 'plant',
    type: 'case',
    name: EVIL,
    attributes: { company: EVIL, sector: EVIL, [EVIL]: EVIL },
  },
  ...[
    { id: 'signed', subject: 'pact', type: 'agreement.signed', occurred: '2020', body: { [EVIL]: EVIL } },
    { id: 'filed', subject: 'plant', type: 'case.filed', occurred: '2021-01-01' },
    { id: 'plan', subject: 'pact', type: 'milestone.planned', occurred: '2099', body: { milestone: 'review.2099' } },
    { id: 'sealed', subject: 'pact', type: 'milestone.planned', occurred: '2098', body: { milestone: 'review.2098' } },
  ].map((fact) => ({ record: 'fact', title: EVIL, summary: EVIL, sources, ...fact })),
  { record: 'correction', id: 'c', fact: 'filed', changes: { title: `${EVIL} again` }, reason: EVIL, sources },
];

/** Its reason is shown by what lists redactions. */
// A reason must not repeat what is removed.
const REDACTION = ['fact:sealed', '--reason', EVIL.replace('evil', 'bad'), '--yes'];

/** Commands that print nothing of a record. */
const WITHOUT_RECORDS = new Set(['up', 'help', 'migrate', 'rebuild', 'projections', 'restore']);

describe('the command line and records that steer terminals', () => {
  let database: TestDatabase;
  const folder = mkdtempSync(join(tmpdir(), 'dateline-hostile-'));

  beforeAll(async () => {
    database = await createTestDatabase();
    const { code, stderr } = await dateline(['import', '-'], ndjson(RECORDS));
    expect([code, stderr]).toEqual([0, expect.any(String)]);
    expect(await dateline(['redact', ...REDACTION])).toMatchObject({ code: 0 });
    await writeFile(join(folder, 'bad.ndjson'), ndjson([{ record: EVIL }, { record: 'fact', [EVIL]: EVIL, id: EVIL }]));
  });
  afterAll(async () => {
    await database?.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const dateline = (args: string[], input?: string): Promise<Ended> =>
    runDateline(
      args,
      { DATABASE_URL: database.url, DATABASE_OWNER_URL: database.ownerUrl, COLUMNS: '100', SMTP_URL: '' },
      input,
    );

  const commands = (): Record<string, string[][]> => ({
    timeline: [[], ['--topic', EVIL]],
    subject: [['pact'], [EVIL]],
    fact: [['filed']],
    milestones: [[]],
    cases: [[]],
    case: [['plant']],
    changes: [[], ['--cases']],
    coverage: [[]],
    sources: [['check', EVIL]],
    statistics: [['--group-by', 'company']],
    subscribe: [['--calendar', '--subject', EVIL]],
    import: [[join(folder, 'bad.ndjson')], [EVIL]],
    export: [[]],
    deliveries: [[], ['--since', EVIL]],
    recover: [['--since', EVIL]],
    key: [['create', '--name', EVIL]],
    audit: [[]],
    redact: [REDACTION, [EVIL, '--reason', 'x', '--yes']],
    verify: [[]],
  });

  it('are both known here: every command is run, or prints nothing of a record', () => {
    const names = program().commands.map((command) => command.name());
    expect(names.filter((name) => !WITHOUT_RECORDS.has(name)).toSorted()).toEqual(Object.keys(commands()).toSorted());
  });

  it.each(Object.keys(commands()))('leave the terminal alone: %s', async (name) => {
    const all = commands()[name]!;
    let printed = '';
    for (const args of [...all, [...all[0]!, '--json']]) {
      const { stdout, stderr } = await dateline([name, ...args]);
      printed += stdout + stderr;
      expect([args, STEERING.exec(stdout + stderr)]).toEqual([args, null]);
    }
    expect(printed).not.toBe('');
  });

  it('lose nothing in JSON and in an export', async () => {
    const { stdout } = await dateline(['subject', 'pact', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ subject: { name: EVIL, attributes: { [EVIL]: { [EVIL]: [EVIL] } } } });
    const exported = (await dateline(['export'])).stdout.trimEnd().split('\n');
    expect(JSON.parse(exported[0]!)).toMatchObject({ title: EVIL });
  });
});
