import { sql } from 'kysely';
import { VIEWS } from '#libs/milestones';
import { ProjectionRunner } from '#libs/projections';
import { startTestTimeline, type TestTimeline } from '#libs/testing';
import { lines } from '../data/bundled-records.js';

const told = lines.map(({ record }) => record);
const why = { reason: 'for the sake of the test', sources: [{ source: 'state-fact-sheet-2024' }] };
const changed = [
  { record: 'correction', id: 'date', fact: 'usmca-in-force', changes: { occurred: '2020-07' }, ...why },
  {
    record: 'correction',
    id: 'name',
    subject: 'usmca',
    changes: { name: 'The Agreement', topics: ['trade', 'labor'] },
    ...why,
  },
  { record: 'correction', id: 'day', source: 'state-fact-sheet-2024', changes: { publishedOn: '2024-09-17' }, ...why },
  { record: 'retraction', id: 'gone', fact: 'usmca-term-end-2036-planned', ...why },
];

describe('A view', () => {
  let timeline: TestTimeline;
  afterEach(() => timeline.drop());

  it('that kept up batch by batch holds the same rows as one that is rebuilt from zero in other batches', async () => {
    timeline = await startTestTimeline({ clockStart: '2026-11-22T12:00:00Z' });
    expect((await timeline.record(told)).refused).toBe(0);
    for (const record of changed) expect((await timeline.record([record])).recorded).toBe(1);
    const live = await contents(timeline);

    for (const batch of [7, 100_000]) {
      for (const table of VIEWS.flatMap((view) => view.tables))
        await sql`truncate ${sql.table(table)}`.execute(timeline.db.kysely);
      await sql`delete from projections`.execute(timeline.db.kysely);
      await new ProjectionRunner(timeline.db, timeline.store, VIEWS, { batch }).catchUp();
      expect(await contents(timeline)).toEqual(live);
    }
  });
});

/** Every row of every table, in an order that does not depend on how it was written. */
async function contents(timeline: TestTimeline): Promise<Record<string, string[]>> {
  const tables: Record<string, string[]> = {};
  for (const table of VIEWS.flatMap((view) => view.tables)) {
    const { rows } = await sql<{ row: string }>`select t::text as row from ${sql.table(table)} t order by 1`.execute(
      timeline.db.kysely,
    );
    tables[table] = rows.map(({ row }) => row);
  }
  expect(tables['timeline']?.length).toBeGreaterThan(400);
  return tables;
}
