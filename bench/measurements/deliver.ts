import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { Agent, request } from 'undici';
import { Webhook } from 'standardwebhooks';
import { deliver } from '../../apps/worker/src/jobs/deliver.js';
import type { Measurement } from '../measurement.js';
import { addAll, bareBullmq } from '../reminders/bare-bullmq.js';
import { BACKENDS, type Backend } from '../reminders/queues.js';
import { Receiving } from '../reminders/receiving.js';
import { moveClock, subscribers, WHEN_ALL_IS_DUE } from '../reminders/subscribers.js';
import { remindersWorker } from '../reminders/worker.js';

/** How fast messages go out to a receiver that is near. */
export const deliveries: readonly Measurement[] = BACKENDS.map(deliverFrom);

function deliverFrom(backend: Backend): Measurement {
  return {
    key: `deliver-${backend.name.toLowerCase()}`,
    name: `delivery of signed webhooks to a local receiver, queue on ${backend.name}`,
    unit: 'jobs/s',
    better: 'more',
    target: { ratioToPeer: 0.5 },
    peerName: 'bare BullMQ processing with the same HTTP call',
    rounds: 3,
    unavailable: backend.unavailable,
    note: `Ours takes each message for an attempt, finds out what it says as things stand, words and signs it, posts it and puts the result on record. The peer signs and posts a body of the same size that it has at hand, with as many jobs at a time (${deliver.concurrency}).${backend.name === 'Postgres' ? ' The queue of ours does not wait for the disk, since rows hold what is to be sent; the peer is as it is by default.' : ''} From the first message at the receiver, a process of its own that verifies one in a hundred, to the last result on record, or to the last job done.`,
    prepare: async (ground) => {
      const count = ground.size(20_000, 500);
      const receiver = await Receiving.start();
      const planned = await subscribers(ground, { count, leadTimes: ['P0D'], url: receiver.url });
      await moveClock(planned, WHEN_ALL_IS_DUE);
      let body = '';
      return {
        ours: async () => {
          const url = await ground.database({ url: planned });
          const place = await backend.open(ground, url);
          try {
            const before = await remindersWorker(ground, url, place);
            await before.sweep.run();
            await before.end();
            receiver.begin();
            const worker = await remindersWorker(ground, url, place, deliver);
            const taken = await receiver.until(count);
            const lastMs = await untilOnRecord(url, count);
            await worker.end();
            ({ body } = taken);
            return { value: (count * 1_000) / (lastMs - taken.firstMs), details: { 'bytes a message': body.length } };
          } finally {
            await place.end();
            await ground.drop(url);
          }
        },
        peer: async () => {
          const place = await backend.open(ground);
          const bare = await bareBullmq(place);
          try {
            await addAll(bare, count);
            receiver.begin();
            const webhook = new Webhook(secretOf(body));
            const dispatcher = new Agent();
            const worker = bare.worker(async ({ data: { id } }) => {
              const at = new Date();
              const answer = await request(receiver.url, {
                method: 'POST',
                dispatcher,
                headers: {
                  'content-type': 'application/cloudevents+json; charset=utf-8',
                  'webhook-id': id,
                  'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
                  'webhook-signature': webhook.sign(id, at, body),
                },
                body,
              });
              await answer.body.dump();
              if (answer.statusCode !== 204) throw new Error(`The receiver answered ${answer.statusCode}.`);
            }, deliver.concurrency);
            const done = new Promise<number>((resolve) => {
              let left = count;
              worker.on('completed', () => (--left === 0 ? resolve(Date.now()) : undefined));
            });
            void worker.run();
            const lastMs = await done;
            const { firstMs } = await receiver.taken();
            await dispatcher.close();
            return { value: (count * 1_000) / (lastMs - firstMs) };
          } finally {
            await bare.end();
            await place.end();
          }
        },
        end: async () => {
          await receiver.end();
          await ground.drop(planned);
        },
      };
    },
  };
}

/** The secret of the subscription that a message of ours was for. */
function secretOf(body: string): string {
  const { data } = JSON.parse(body) as { data: { subscription: string } };
  return `whsec_${createHash('sha256').update(data.subscription).digest('base64')}`;
}

/** Until every message is on record as sent; the instant at which that was seen. */
async function untilOnRecord(url: string, count: number): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (;;) {
      const { rows } = await client.query<{ waiting: string; sent: string }>(
        `select count(*) filter (where status = 'waiting') as waiting, count(*) filter (where status = 'sent') as sent from deliveries`,
      );
      const at = Date.now();
      const { waiting, sent } = rows[0]!;
      if (Number(sent) === count) return at;
      if (Number(waiting) + Number(sent) !== count)
        throw new Error(`Of ${count} messages ${sent} were sent, ${waiting} wait.`);
      await wait(10);
    }
  } finally {
    await client.end();
  }
}
