import { startTestTimeline, type TestTimeline } from '#libs/testing';
import { runDateline, type Ended } from './command-line.js';
import { SAMPLE } from './sample-records.js';

describe('dateline projections and dateline rebuild', () => {
  let timeline: TestTimeline;
  beforeAll(async () => {
    timeline = await startTestTimeline({ clockStart: '2026-11-22T12:00:00Z' });
    expect((await timeline.record(SAMPLE)).refused).toBe(0);
  });
  afterAll(() => timeline.drop());

  const dateline = (...args: string[]): Promise<Ended> => runDateline(args, { DATABASE_URL: timeline.url });

  it('rebuilds a view with no worker there, and tells where the views stand', async () => {
    const rebuilt = await dateline('rebuild', 'timeline');
    expect(rebuilt).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^The view timeline is rebuilt\. Every row is as the log has it/),
    });
    const { code, stdout } = await dateline('projections');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^timeline \d+ +\d+ +up to date +nobody/m);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('swapped. Every row is as the log has it');
  });

  it('finds with --check a row that is not as the log has it, leaves it, and ends with 1', async () => {
    await timeline.db.pool.query(
      `update milestones set title = 'Wrong' where ctid = (select ctid from milestones limit 1)`,
    );
    const { code, stdout } = await dateline('rebuild', 'milestones', '--check');
    expect([code, stdout]).toEqual([
      1,
      expect.stringMatching(
        /^These rows were not as the log has them .*: 1 of milestones, for example the one with the key /,
      ),
    ]);
    const mended = await dateline('rebuild', 'milestones', '--json');
    expect([mended.code, JSON.parse(mended.stdout)]).toEqual([
      0,
      expect.objectContaining({ outcome: 'swapped', report: expect.stringContaining('1 of milestones') }),
    ]);
    const { rows } = await timeline.db.pool.query(`select from milestones where title = 'Wrong'`);
    expect(rows).toEqual([]);
  });

  it('says in a sentence what cannot be done', async () => {
    expect(await dateline('rebuild', 'nobody')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There is no view of that name; there are timeline, milestones.'),
    });
  });
});
