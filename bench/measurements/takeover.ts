import { setTimeout as wait } from 'node:timers/promises';
import { Readable } from 'node:stream';
import { Client } from 'pg';
import type { JsonObject } from '#libs/kernel';
import { Chance } from '../chance.js';
import { facts, lines } from '../facts.js';
import { expectAsRebuilt } from '../fresh-rebuild.js';
import type { Measurement } from '../measurement.js';
import { send, post, readAfter } from '../calls.js';
import { ended, Service } from '../service.js';

const PER_SECOND = 50;
/** A holder is killed at any moment between two of its signs of life. */
const ANY_MOMENT_MS = 2_000;

/** How long the timeline stands still when the worker that keeps it dies. */
export const takeover: Measurement = {
  key: 'takeover',
  name: 'takeover after kill -9 of the worker that holds the timeline',
  unit: 's',
  better: 'less',
  target: { value: 15 },
  warmUps: 0,
  note: `Two workers, facts being written at ${PER_SECOND} a second. From the kill to the answer of GET /v1/timeline that holds a fact recorded after it. At the end of each round every table of every view is compared with a fresh rebuild in another database: nothing left out, nothing applied twice.`,
  prepare: async (ground) => {
    const url = await ground.database();
    const service = await Service.start(ground, url, 2);
    const client = new Client({ connectionString: url });
    await client.connect();
    const chance = new Chance(13);
    const stock = [...facts(ground.size(20_000, 6_000), { subjects: 300, seed: 6 })];
    await send(
      service,
      Readable.from(lines(stock.filter(({ record }) => record === 'source' || record === 'subject'))),
    );
    const unsent = stock.filter(({ record }) => record === 'fact').values();
    const next = (): JsonObject => unsent.next().value ?? raise('There are not enough facts for another round.');
    return {
      ours: async () => {
        await untilWorkers(client, 2);
        const stop = new AbortController();
        const writing = write(service, next, stop.signal);
        await wait(1_000 + chance.below(ANY_MOMENT_MS));
        const victim = service.workerOf(await holderOf(client)) ?? raise('No worker holds the timeline.');
        victim.kill('SIGKILL');
        const killed = performance.now();
        await ended(victim);
        const fact = next();
        await readAfter(service, fact, await post(service, fact));
        const value = (performance.now() - killed) / 1_000;
        stop.abort();
        const last = await writing;
        if (last !== undefined) await readAfter(service, last.fact, last.position);
        service.startWorker();
        await untilCaughtUp(client);
        await expectAsRebuilt(ground, url);
        return { value };
      },
      end: async () => {
        await client.end();
        await service.end();
        await ground.drop(url);
      },
    };
  },
};

/** Writes facts until it is told to stop, and answers with the last one. */
async function write(
  service: Service,
  next: () => JsonObject,
  stop: AbortSignal,
): Promise<{ fact: JsonObject; position: string } | undefined> {
  let last: { fact: JsonObject; position: string } | undefined;
  while (!stop.aborted) {
    const fact = next();
    last = { fact, position: await post(service, fact) };
    await wait(1_000 / PER_SECOND);
  }
  return last;
}

/** The process that holds the timeline, by its number. */
async function holderOf(client: Client): Promise<number> {
  const { rows } = await client.query<{ owner: string | null }>(
    "select owner from projections where name = 'timeline' and status = 'live'",
  );
  return Number(/process (\d+)/.exec(rows[0]?.owner ?? '')?.[1]);
}

/** Waits until every view is where the log ends. */
async function untilCaughtUp(client: Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ behind: string }>(
      "select count(*) as behind from projections p, log_head h where p.status = 'live' and p.position < h.position",
    );
    if (rows[0]?.behind === '0') return;
    await wait(100);
  }
}

/** Waits until so many workers listen to the log. */
async function untilWorkers(client: Client, count: number): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ there: string }>(
      `select count(*) as there from pg_stat_activity
        where datname = current_database() and application_name = 'dateline-worker' and query = 'listen dateline_log'`,
    );
    if (Number(rows[0]?.there) >= count) return;
    await wait(100);
  }
}

function raise(message: string): never {
  throw new Error(message);
}
