import { openDatabase } from '#libs/database';
import { EventStore } from '#libs/event-store';
import { Floor } from '../floor.js';
import { contents, inParallel } from '../load.js';
import type { Measurement } from '../measurement.js';
import { Emmett } from '../outside/emmett.js';

const WRITERS = 16;

/** One event at a time to a stream that is new, by many writers at once: the way of every single request. */
export const appends: Measurement = {
  key: 'appends',
  name: 'one-event appends, 16 writers, new streams',
  unit: 'events/s',
  better: 'more',
  target: { ratioToPeer: 3, ratioToFloor: 1 },
  peerName: Emmett.peerName,
  floorName: 'bare single-row insert, 16 connections',
  note: 'Ours enforces that the stream is new, checks the id against the whole log and chains hashes; the peer checks nothing for this mode.',
  prepare: async (ground) => {
    const count = ground.size(10_000, 2_000);
    const events = contents(count);
    const db = openDatabase(await ground.database(), { applicationName: 'dateline-bench' });
    const store = new EventStore(db);
    const emmett = await Emmett.open(await ground.database('bare'), WRITERS);
    const floor = await Floor.open(await ground.database(), WRITERS);
    let round = 0;
    return {
      ours: async () => {
        const name = `round-${++round}`;
        const seconds = await inParallel(WRITERS, count, async (n) => {
          const id = `${name}-${n}`;
          const data = events[n]!;
          const event = { id, type: String(data['type']), data, metadata: { by: 'bench', requestId: id } };
          const [result] = await store.append([{ stream: id, expectedVersion: 'no-stream', events: [event] }]);
          if (result?.outcome !== 'appended') throw new Error(`An append ended with ${result?.outcome}.`);
        });
        return { value: count / seconds };
      },
      peer: async () => {
        const name = `round-${++round}`;
        const seconds = await inParallel(WRITERS, count, async (n) => {
          const data = events[n]!;
          await emmett.appendNew(`${name}-${n}`, [{ type: String(data['type']), data }]);
        });
        return { value: count / seconds };
      },
      floor: async () => {
        const rows = floor.rows(events);
        const seconds = await inParallel(WRITERS, count, (n, writer) => floor.insertOne(writer, rows[n]!));
        return { value: count / seconds };
      },
      end: async () => {
        await db.close();
        await emmett.close();
        await floor.close();
      },
    };
  },
};
