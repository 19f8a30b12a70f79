import { openDatabase, type Database } from '#libs/database';
import { EventStore } from '#libs/event-store';
import { Chance } from '../chance.js';
import { contents, inParallel } from '../load.js';
import type { Measurement } from '../measurement.js';
import { Emmett } from '../outside/emmett.js';

const WRITERS = 16;
const STREAMS = 100;

/** Writers that contend for few streams: each expects the version that it saw last, and tries again after a conflict. */
export const hotStreams: Measurement = {
  key: 'hot-streams',
  name: 'one-event appends, 16 writers, exact version on 100 hot streams',
  unit: 'events/s',
  better: 'more',
  target: {},
  peerName: Emmett.peerName,
  note: 'Conflicts are retried, and after every round the log is counted: every acknowledged event is there once. A writer knows only what it saw itself; ours tells the version that stands in the answer to a conflict, with the peer one reads the rest of the stream.',
  prepare: async (ground) => {
    const count = ground.size(4_000, 1_500);
    const events = contents(count);
    const db = openDatabase(await ground.database(), { applicationName: 'dateline-bench' });
    const store = new EventStore(db);
    const emmett = await Emmett.open(await ground.database('bare'), WRITERS);
    let round = 0;
    const oursThere = { written: 0 };
    const peerThere = { written: 0 };
    return {
      ours: async () => {
        const name = `round-${++round}`;
        let conflicts = 0;
        const chance = new Chance(round);
        const seen = Array.from({ length: WRITERS }, () => new Map<string, number>());
        const seconds = await inParallel(WRITERS, count, async (n, writer) => {
          const stream = `${name}-${chance.below(STREAMS)}`;
          const data = events[n]!;
          const event = {
            id: `${name}-event-${n}`,
            type: String(data['type']),
            data,
            metadata: { by: 'bench', requestId: `${name}-${n}` },
          };
          for (;;) {
            const expectedVersion = seen[writer]!.get(stream) ?? 0;
            const [result] = await store.append([{ stream, expectedVersion, events: [event] }]);
            if (result?.outcome === 'wrong-version') {
              conflicts++;
              seen[writer]!.set(stream, result.actual);
              continue;
            }
            if (result?.outcome !== 'appended') throw new Error(`An append ended with ${result?.outcome}.`);
            seen[writer]!.set(stream, result.version);
            return;
          }
        });
        await expectOnce('ours', await countOf(db), (oursThere.written += count));
        return { value: count / seconds, details: { 'conflicts per event': conflicts / count } };
      },
      peer: async () => {
        const name = `round-${++round}`;
        let conflicts = 0;
        const chance = new Chance(round);
        const seen = Array.from({ length: WRITERS }, () => new Map<string, bigint>());
        const seconds = await inParallel(WRITERS, count, async (n, writer) => {
          const stream = `${name}-${chance.below(STREAMS)}`;
          const data = events[n]!;
          for (;;) {
            const expected = seen[writer]!.get(stream) ?? 0n;
            const next = await emmett.appendExactly(stream, [{ type: String(data['type']), data }], expected);
            if (next === 'conflict') {
              conflicts++;
              seen[writer]!.set(stream, await emmett.versionOf(stream, expected));
              continue;
            }
            seen[writer]!.set(stream, next);
            return;
          }
        });
        await expectOnce('the peer', await emmett.count(), (peerThere.written += count));
        return { value: count / seconds, details: { 'conflicts per event': conflicts / count } };
      },
      end: async () => {
        await db.close();
        await emmett.close();
      },
    };
  },
};

async function countOf(db: Database): Promise<{ events: number; places: number }> {
  const { rows } = await db.pool.query<{ events: string; places: string }>(
    'select count(*) as events, count(distinct (stream, version)) as places from events',
  );
  return { events: Number(rows[0]?.events), places: Number(rows[0]?.places) };
}

async function expectOnce(whose: string, there: { events: number; places: number }, written: number): Promise<void> {
  if (there.events === written && there.places === written) return;
  throw new Error(
    `${whose} acknowledged ${written} events, and the log has ${there.events} in ${there.places} places.`,
  );
}
