import { openDatabase } from '#libs/database';
import { defineJob, JobRunner } from '#libs/jobs';

// A process that runs the job "long" until it is ended: run-job.ts DATABASE_URL REDIS_URL|none LOCK_MS. It notes every
// begin and end of a run in the table `runs`; a run goes on for as long as the table `hold` has a row.
const [databaseUrl = '', redisUrl = 'none', lockMs = '1000'] = process.argv.slice(2);
const db = openDatabase(databaseUrl, { max: 2 });
const long = defineJob({
  name: 'long',
  every: 7 * 86_400_000,
  run: async ({ signal }) => {
    await db.pool.query(`insert into runs (what) values ('begun')`);
    while ((await db.pool.query('select 1 from hold')).rows.length > 0) {
      signal.throwIfAborted();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await db.pool.query(`insert into runs (what) values ('ended')`);
  },
});
const place = { databaseUrl, redisUrl: redisUrl === 'none' ? undefined : redisUrl };
const runner = new JobRunner(place, [long], { lockMs: Number(lockMs) });
process.once('SIGTERM', () => {
  void runner
    .stop()
    .then(() => db.close())
    .then(() => console.log('left'));
});
await runner.start();
console.log('started');
