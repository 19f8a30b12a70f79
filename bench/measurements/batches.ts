import { openDatabase } from '#libs/database';
import { EventStore } from '#libs/event-store';
import { Floor } from '../floor.js';
import { contents, inParallel } from '../load.js';
import type { Measurement } from '../measurement.js';
import { Emmett } from '../outside/emmett.js';

const WRITERS = 4;
const EVENTS = 100;

/** A hundred events of one stream at a time. */
export const batches: Measurement = {
  key: 'batches',
  name: 'appends of 100 events, 4 writers',
  unit: 'events/s',
  better: 'more',
  target: { ratioToPeer: 1.5, ratioToFloor: 0.7 },
  peerName: Emmett.peerName,
  floorName: 'bare multi-row insert, 4 connections',
  note: 'A new stream for every append. The floor sends one JSON parameter, the fastest of the ways that were tried, and computes no hash.',
  prepare: async (ground) => {
    const count = ground.size(300, 50);
    const events = contents(count * EVENTS);
    const part = (n: number) => events.slice(n * EVENTS, (n + 1) * EVENTS);
    const db = openDatabase(await ground.database(), { applicationName: 'dateline-bench' });
    const store = new EventStore(db);
    const emmett = await Emmett.open(await ground.database('bare'), WRITERS);
    const floor = await Floor.open(await ground.database(), WRITERS);
    let round = 0;
    const rate = (seconds: number) => ({ value: (count * EVENTS) / seconds });
    return {
      ours: async () => {
        const name = `round-${++round}`;
        return rate(
          await inParallel(WRITERS, count, async (n) => {
            const stream = `${name}-${n}`;
            const metadata = { by: 'bench', requestId: stream };
            const added = part(n).map((data, i) => ({
              id: `${stream}-${i}`,
              type: String(data['type']),
              data,
              metadata,
            }));
            const [result] = await store.append([{ stream, expectedVersion: 'no-stream', events: added }]);
            if (result?.outcome !== 'appended') throw new Error(`An append ended with ${result?.outcome}.`);
          }),
        );
      },
      peer: async () => {
        const name = `round-${++round}`;
        return rate(
          await inParallel(WRITERS, count, (n) =>
            emmett.appendNew(
              `${name}-${n}`,
              part(n).map((data) => ({ type: String(data['type']), data })),
            ),
          ),
        );
      },
      floor: async () => {
        const rows = floor.rows(events, EVENTS);
        return rate(
          await inParallel(WRITERS, count, (n, writer) =>
            floor.insertMany(writer, rows.slice(n * EVENTS, (n + 1) * EVENTS)),
          ),
        );
      },
      end: async () => {
        await db.close();
        await emmett.close();
        await floor.close();
      },
    };
  },
};
