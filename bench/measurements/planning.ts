import { Client } from 'pg';
import type { Measurement } from '../measurement.js';
import { MOVED, subscribers, withPlanner } from '../reminders/subscribers.js';

const LEADS = ['P0D', 'P30D', 'P7D', 'P90D'];
const FROM = '2026-07-01';
const TO = '2026-09-15';

/** How long it takes to plan for everybody when what they wait for moves. */
export const planning: Measurement = {
  key: 'planning',
  name: 'planning for 100,000 subscriptions when one milestone moves',
  unit: 's',
  better: 'less',
  target: {},
  floorName: 'the same rows changed and written by one bare update and two bare inserts',
  rounds: 2,
  warmUps: 1,
  note: `Every subscription has the usual lead times (${LEADS.join(', ')}), in four time zones: ours cancels 400,000 planned reminders, plans 400,000 anew, each at the local hour of its subscriber, and plans 100,000 notices; all of it is counted afterwards. The floor is told the instants.`,
  prepare: async (ground) => {
    const count = ground.size(100_000, 2_000);
    const planned = await subscribers(ground, { count, leadTimes: LEADS, url: 'http://127.0.0.1:9/' });
    const timed = async (
      work: (url: string, time: (what: () => Promise<unknown>) => Promise<void>) => Promise<void>,
    ) => {
      const url = await ground.database({ url: planned });
      let value = 0;
      await work(url, async (what) => {
        await ground.settle();
        const start = performance.now();
        await what();
        value = (performance.now() - start) / 1_000;
      });
      await expectPlanned(url, count);
      await ground.drop(url);
      return { value };
    };
    return {
      ours: () =>
        timed((url, time) =>
          withPlanner(url, async ({ planner, record }) => {
            await record([MOVED]);
            await time(() => planner.catchUp());
          }),
        ),
      floor: () =>
        timed(async (url, time) => {
          const client = new Client({ connectionString: url });
          await client.connect();
          await time(async () => {
            await client.query('begin');
            await client.query(
              `update planned_reminders set status = 'cancelled', reason = $1 where edtf = $2 and status = 'planned'`,
              [`the milestone was moved to ${TO}`, FROM],
            );
            await client.query(
              `insert into planned_reminders (subscription_id, kind, about, edtf, lead_time, cause, due_at, status)
               select s.id, 'reminder', 'river-treaty.joint-review.2026', $1::text, lead, 0, $1::text::timestamptz - lead::interval, 'planned'
                 from subscriptions s, unnest(s.lead_times) lead`,
              [TO],
            );
            await client.query(
              `insert into planned_reminders (subscription_id, kind, about, edtf, lead_time, cause, due_at, status, detail)
               select s.id, 'milestone-moved', 'river-treaty.joint-review.2026', $1::text, '', 4, now(), 'planned', $2::jsonb from subscriptions s`,
              [TO, { before: FROM, cause: 'fact:river-review-moved' }],
            );
            await client.query('commit');
          });
          await client.end();
        }),
      end: () => ground.drop(planned),
    };
  },
};

async function expectPlanned(url: string, count: number): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ what: string; rows: string }>(
    `select concat_ws(' ', kind, edtf, status) as what, count(*) as rows from planned_reminders group by 1 order by 1`,
  );
  await client.end();
  const found = JSON.stringify(Object.fromEntries(rows.map(({ what, rows: of }) => [what, Number(of)])));
  const wanted = JSON.stringify({
    [`milestone-moved ${TO} planned`]: count,
    [`reminder ${FROM} cancelled`]: LEADS.length * count,
    [`reminder ${TO} planned`]: LEADS.length * count,
  });
  if (found !== wanted) throw new Error(`Planned is ${found} instead of ${wanted}.`);
}
