import { setTimeout as wait } from 'node:timers/promises';
import { Readable } from 'node:stream';
import { Agent, type Dispatcher } from 'undici';
import type { JsonObject } from '#libs/kernel';
import { post, readAfter, send } from '../calls.js';
import { facts, lines } from '../facts.js';
import { percentile } from '../figures.js';
import type { Measurement } from '../measurement.js';
import { Service } from '../service.js';

const PER_SECOND = 500;
/** Every so-manieth event is looked for. */
const PROBE = 10;

/** How long a writer waits until readers see what was acknowledged, while much is being written. */
export const visible: Measurement = {
  key: 'visible',
  name: 'append acknowledged to visible in the timeline, 500 events/s, p99',
  unit: 'ms',
  better: 'less',
  target: { value: 50 },
  rounds: 3,
  note: `POST /v1/facts at ${PER_SECOND} a second, whether earlier ones were answered or not; for every tenth, from its acknowledgement to the answer of GET /v1/timeline?after=position that holds it. API, worker, Postgres and the load itself share the machine.`,
  prepare: async (ground) => {
    const seconds = ground.size(20, 4);
    const url = await ground.database();
    const service = await Service.start(ground, url);
    const clients = { write: new Agent({ connections: 64 }), read: new Agent({ connections: 64 }) };
    const rounds = 5;
    const stock = [...facts(PER_SECOND * seconds * rounds, { subjects: 1_000, seed: 5 })];
    const before = stock.filter(({ record }) => record === 'source' || record === 'subject');
    const unsent = stock.filter(({ record }) => record === 'fact').values();
    await send(service, Readable.from(lines(before)));
    return {
      ours: async () => {
        const waits: number[] = [];
        const under: Promise<void>[] = [];
        const start = performance.now();
        for (let n = 0; n < PER_SECOND * seconds; n++) {
          const left = start + (n * 1_000) / PER_SECOND - performance.now();
          if (left > 0) await wait(left);
          const fact = unsent.next().value;
          if (fact === undefined) throw new Error('There are not enough facts for another round.');
          under.push(probe(service, clients, fact, n % PROBE === 0 ? waits : undefined));
        }
        const sent = (PER_SECOND * seconds * 1_000) / (performance.now() - start);
        await Promise.all(under);
        const done = (PER_SECOND * seconds * 1_000) / (performance.now() - start);
        const p50 = percentile(waits, 0.5);
        return { value: percentile(waits, 0.99), details: { p50, 'sent per second': sent, 'done per second': done } };
      },
      end: async () => {
        await clients.write.close();
        await clients.read.close();
        await service.end();
        await ground.drop(url);
      },
    };
  },
};

/** Records a fact and, where it is a probe, waits until the timeline has it. */
async function probe(
  service: Service,
  clients: { write: Dispatcher; read: Dispatcher },
  fact: JsonObject,
  waits: number[] | undefined,
): Promise<void> {
  const position = await post(service, fact, clients.write);
  if (waits === undefined) return;
  const acknowledged = performance.now();
  await readAfter(service, fact, position, clients.read);
  waits.push(performance.now() - acknowledged);
}
