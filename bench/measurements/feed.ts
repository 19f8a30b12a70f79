import { openDatabase } from '#libs/database';
import { EventStore } from '#libs/event-store';
import { Floor } from '../floor.js';
import { contents } from '../load.js';
import type { Measurement } from '../measurement.js';
import { Emmett } from '../outside/emmett.js';

const PAGE = 1_000;

/** The whole log, in order, in pages. */
export const feed: Measurement = {
  key: 'feed',
  name: 'reading the whole feed',
  unit: 'events/s',
  better: 'more',
  target: { ratioToFloor: 0.7 },
  peerName: Emmett.peerName,
  floorName: 'bare ordered read of the same table, 1,000 at a time',
  note: 'Ours brings every event to its newest shape, with its instant to the microsecond; the peer is read by what its own consumers read with.',
  prepare: async (ground) => {
    const count = ground.size(100_000, 10_000);
    const events = contents(count);
    const url = await ground.database();
    const db = openDatabase(url, { applicationName: 'dateline-bench' });
    const store = new EventStore(db);
    const emmett = await Emmett.open(await ground.database('bare'), 4);
    for (let from = 0; from < count; from += PAGE) {
      const page = events.slice(from, from + PAGE);
      const stream = `stream-${from}`;
      const metadata = { by: 'bench', requestId: stream };
      const added = page.map((data, n) => ({ id: `event-${from + n}`, type: String(data['type']), data, metadata }));
      await store.append([{ stream, expectedVersion: 'no-stream', events: added }]);
      await emmett.appendNew(
        stream,
        page.map((data) => ({ type: String(data['type']), data })),
      );
    }
    await db.pool.query('vacuum analyze events');
    const floor = await Floor.open(url, 1);
    return {
      ours: () =>
        rateOf(count, async () => {
          let read = 0;
          for await (const event of store.readFeed({ batch: PAGE })) if (event.position > 0n) read++;
          return read;
        }),
      peer: () => rateOf(count, () => emmett.readAll(PAGE)),
      floor: () => rateOf(count, () => floor.readAll('events', PAGE)),
      end: async () => {
        await db.close();
        await emmett.close();
        await floor.close();
      },
    };
  },
};

async function rateOf(count: number, read: () => Promise<number>): Promise<{ value: number }> {
  const start = performance.now();
  const found = await read();
  if (found !== count) throw new Error(`The log has ${count} events, and ${found} were read.`);
  return { value: (count * 1_000) / (performance.now() - start) };
}
