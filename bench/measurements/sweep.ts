import { Client } from 'pg';
import type { Measurement } from '../measurement.js';
import { addAll, bareBullmq } from '../reminders/bare-bullmq.js';
import { BACKENDS, type Backend } from '../reminders/queues.js';
import { moveClock, subscribers, WHEN_ALL_IS_DUE } from '../reminders/subscribers.js';
import { remindersWorker } from '../reminders/worker.js';

/** How fast reminders that are due get into the queue. */
export const sweeps: readonly Measurement[] = BACKENDS.map(sweepOn);

function sweepOn(backend: Backend): Measurement {
  return {
    key: `sweep-${backend.name.toLowerCase()}`,
    name: `sweep of 100,000 due reminders into a queue on ${backend.name}`,
    unit: 'jobs/s',
    better: 'more',
    target: { ratioToPeer: 0.5 },
    peerName: 'bare BullMQ addBulk of the same jobs',
    rounds: 3,
    unavailable: backend.unavailable,
    note: `One turn of the sweep: from planned rows of as many subscriptions to messages on record that are in the queue. The peer puts as many jobs with the same ids and options into an empty queue, a thousand a call. The jobs are counted afterwards on both sides.${backend.name === 'Postgres' ? ' The queue of ours does not wait for the disk, since rows hold what is to be sent; the peer is as it is by default.' : ''}`,
    prepare: async (ground) => {
      const count = ground.size(100_000, 5_000);
      const planned = await subscribers(ground, { count, leadTimes: ['P0D'], url: 'http://127.0.0.1:9/' });
      await moveClock(planned, WHEN_ALL_IS_DUE);
      return {
        ours: async () => {
          const url = await ground.database({ url: planned });
          const place = await backend.open(ground, url);
          const worker = await remindersWorker(ground, url, place);
          try {
            await ground.settle();
            const start = performance.now();
            await worker.sweep.run();
            const value = (count * 1_000) / (performance.now() - start);
            await expectMessages(url, count);
            return { value };
          } finally {
            await worker.end();
            await place.end();
            await ground.drop(url);
          }
        },
        peer: async () => {
          const place = await backend.open(ground);
          const bare = await bareBullmq(place);
          try {
            const start = performance.now();
            await addAll(bare, count);
            const value = (count * 1_000) / (performance.now() - start);
            const there = await bare.queue.getWaitingCount();
            if (there !== count) throw new Error(`The bare queue holds ${there} of ${count} jobs.`);
            return { value };
          } finally {
            await bare.end();
            await place.end();
          }
        },
        end: () => ground.drop(planned),
      };
    },
  };
}

async function expectMessages(url: string, count: number): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ messages: string; items: string }>(
    `select (select count(*) from deliveries where status = 'waiting' and queued_at is not null) as messages,
            (select count(*) from planned_reminders where status = 'collected') as items`,
  );
  await client.end();
  const [{ messages, items }] = rows as [{ messages: string; items: string }];
  if (Number(messages) !== count || Number(items) !== count)
    throw new Error(`Of ${count} reminders ${items} were collected into ${messages} messages in the queue.`);
}
