import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import { send } from '../calls.js';
import { facts, lines } from '../facts.js';
import type { Measurement } from '../measurement.js';
import { copyFrom, copyTo } from '../outside/copy.js';
import { Service } from '../service.js';

/** A large import as an editor sends it. */
export const importing: Measurement = {
  key: 'import',
  name: 'import over HTTP of 200,000 NDJSON facts, worker running',
  unit: 'events/s',
  better: 'more',
  target: { ratioToFloor: 0.25 },
  floorName: 'bare COPY of the same event rows into a same table',
  rounds: 3,
  warmUps: 0,
  note: 'From the first byte sent to the answer that acknowledges all; the API process is started for each round and has taken 2,000 facts before. The worker brings the views up to date meanwhile. The figure counts the lines: facts, corrections and retractions, and the sources and subjects before them.',
  prepare: async (ground) => {
    const count = ground.size(200_000, 10_000);
    const file = join(ground.folder, 'import.ndjson');
    const copied = join(ground.folder, 'events.copy');
    await pipeline(Readable.from(lines(facts(count, { seed: 2 }))), createWriteStream(file));
    let recorded = 0;
    return {
      ours: async () => {
        const url = await ground.database();
        const service = await Service.start(ground, url);
        try {
          await send(service, Readable.from(lines(facts(2_000, { seed: 1, prefix: 'warm-' }))));
          await ground.settle();
          const start = performance.now();
          recorded = await send(service, createReadStream(file, { highWaterMark: 1 << 18 }));
          const value = (recorded * 1_000) / (performance.now() - start);
          await writeRows(url, recorded, copied);
          return { value };
        } finally {
          await service.end();
          await ground.drop(url);
        }
      },
      floor: async () => {
        const url = await ground.database();
        const client = new Client({ connectionString: url });
        await client.connect();
        try {
          await client.query('create table floor_events (like events including all)');
          const start = performance.now();
          await pipeline(
            createReadStream(copied, { highWaterMark: 1 << 18 }),
            client.query(copyFrom('copy floor_events from stdin (format binary)')),
          );
          return { value: (recorded * 1_000) / (performance.now() - start) };
        } finally {
          await client.end();
          await ground.drop(url);
        }
      },
      end: () => Promise.resolve(),
    };
  },
};

/** The newest rows of the log as COPY sends them. */
async function writeRows(url: string, count: number, file: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await pipeline(
    client.query(
      copyTo(
        `copy (select * from events where position > (select position - ${count} from log_head) order by position)
           to stdout (format binary)`,
      ),
    ),
    createWriteStream(file),
  );
  await client.end();
}
