import { sql } from 'kysely';
import { VIEWS } from '#libs/milestones';
import { ProjectionRunner, type Rebuild } from '#libs/projections';
import { eventually, startTestTimeline, type TestTimeline } from '#libs/testing';
import { timelineView, ViewReader } from '#libs/timeline';
import { asLog } from '../../libs/timeline/src/views/timeline/tables.js';

const records = [
  { record: 'source', id: 'sheet', title: 'Sheet', publisher: 'State', publishedOn: '2024-09-16' },
  { record: 'subject', id: 'accord', type: 'agreement', name: 'Accord' },
  {
    record: 'fact',
    id: 'signed',
    subject: 'accord',
    type: 'agreement.signed',
    occurred: '2020-07-01',
    title: 'Signed',
    sources: [{ source: 'sheet' }],
  },
];

describe('a question while a view is rebuilt', () => {
  let timeline: TestTimeline;
  let reader: ViewReader;

  beforeEach(async () => {
    timeline = await startTestTimeline({ clockStart: '2026-11-22T12:00:00Z' });
    expect((await timeline.record(records)).recorded).toBe(3);
    reader = new ViewReader(timeline.db, timeline.store, { now: () => new Date('2026-11-22T12:00:00Z') });
  });
  afterEach(() => timeline.drop());

  /** How many wait for such a lock in this database; other specs have theirs on the same server. */
  const waiting = async (mode: string): Promise<number | null> => {
    const { rowCount } = await timeline.db.pool.query(
      `select from pg_locks where mode = $1 and not granted
         and database = (select oid from pg_database where datname = current_database())`,
      [mode],
    );
    return rowCount;
  };
  const rebuild = (): Promise<Rebuild> =>
    new ProjectionRunner(timeline.db, timeline.store, VIEWS, {
      logger: { log: () => {}, error: () => {} },
    }).rebuild('timeline');

  it('reads every row: s1 has begun to read, s2 waits to exchange the tables, s1 reads on, s2 exchanges them', async () => {
    let exchange: Promise<Rebuild> | undefined;
    const told = await reader.read(timelineView, {}, async ({ tx }) => {
      exchange = rebuild();
      await eventually(async () => {
        expect(await waiting('AccessExclusiveLock')).toBe(1);
      });
      const { rows } = await sql<{ fact_id: string }>`select fact_id from timeline`.execute(asLog(tx));
      return { rows };
    });
    expect(told).toEqual({ rows: [{ fact_id: 'signed' }], position: '3' });
    expect(await exchange).toMatchObject({ outcome: 'swapped' });
  });

  it('reads every row: s1 has exchanged the tables and not committed, s2 begins and waits, s1 commits, s2 reads the new rows', async () => {
    const client = await timeline.db.pool.connect();
    await client.query(`begin; lock table timeline, timeline_changes, timeline_subjects, timeline_sources in access exclusive mode;
      create schema apart; create table apart.timeline (like timeline including all excluding generated);
      insert into apart.timeline select * from timeline; drop table timeline; alter table apart.timeline set schema public`);
    const told = reader.read(timelineView, {}, async ({ tx }) => {
      const { rows } = await sql<{ fact_id: string }>`select fact_id from timeline`.execute(asLog(tx));
      return { rows };
    });
    await eventually(async () => {
      expect(await waiting('AccessShareLock')).toBe(1);
    });
    await client.query('commit');
    client.release();
    expect(await told).toEqual({ rows: [{ fact_id: 'signed' }], position: '3' });
  });
});
