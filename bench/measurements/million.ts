import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { facts, lines } from '../facts.js';
import { percentile } from '../figures.js';
import type { Ground } from '../ground.js';
import type { Measurement, Outcome } from '../measurement.js';
import { Readers } from '../readers.js';
import { ResidentMemory } from '../resident-memory.js';
import { send } from '../calls.js';
import { Service } from '../service.js';

const BEFORE_MS = 30_000;

interface Report {
  memory: Outcome;
  before: Outcome;
  during: Outcome;
}

const runs = new WeakMap<Ground, Promise<Report>>();

const WHAT =
  'import over HTTP with the worker running, until the views are there, then an online rebuild of the timeline';

/** How much memory the processes hold while much goes through them. */
export const memory: Measurement = {
  key: 'memory',
  name: 'memory of API and worker during import and rebuild of 1,000,000 events, peak',
  unit: 'MB',
  better: 'less',
  target: { value: 400 },
  rounds: 1,
  warmUps: 0,
  note: `Resident memory once a second: ${WHAT}. Told is the larger peak of the two; the slopes are those of the second half of each part.`,
  prepare: async (ground) => ({
    ours: async () => (await million(ground)).memory,
    end: () => Promise.resolve(),
  }),
};

/** What readers notice of a rebuild. */
export const rebuildReaders: Measurement = {
  key: 'rebuild',
  name: "readers' p99 during a rebuild of 1,000,000 events",
  unit: 'ms',
  better: 'less',
  target: { ratioToFloor: 0.5 },
  floorName: 'the same readers before the rebuild',
  rounds: 1,
  warmUps: 0,
  note: '25 questions a second through the API: pages of subjects, a type in a period, single subjects. Every answer during the rebuild and its swap is compared word for word with the one before it. The tails by phase are those of who asked in it; comparing has the vacuum before it.',
  prepare: async (ground) => ({
    ours: async () => (await million(ground)).during,
    floor: async () => (await million(ground)).before,
    end: () => Promise.resolve(),
  }),
};

function million(ground: Ground): Promise<Report> {
  const run = runs.get(ground) ?? importAndRebuild(ground);
  runs.set(ground, run);
  return run;
}

async function importAndRebuild(ground: Ground): Promise<Report> {
  const count = ground.size(ground.events, 20_000);
  const subjects = Math.ceil(count / 20);
  const url = await ground.database();
  const service = await Service.start(ground, url);
  const readers = new Readers(service, subjects);
  try {
    const api = new ResidentMemory(service.api.pid!);
    const worker = new ResidentMemory(service.worker.pid!);
    const events = await send(service, Readable.from(lines(facts(count, { seed: 3, subjects }))));
    api.stop();
    await untilCaughtUp(service);
    worker.stop();
    await readers.learn();
    const before = await reading(readers, wait(BEFORE_MS));
    const rebuilding = new ResidentMemory(service.worker.pid!);
    const serving = new ResidentMemory(service.api.pid!);
    const start = performance.now();
    const looks: Look[] = [];
    const during = await reading(readers, rebuild(service, looks), (at) => phaseAt(looks, at));
    const seconds = (performance.now() - start) / 1_000;
    rebuilding.stop();
    serving.stop();
    const apiPeak = Math.max(api.peak(), serving.peak());
    const workerPeak = Math.max(worker.peak(), rebuilding.peak());
    return {
      memory: {
        value: Math.max(apiPeak, workerPeak),
        details: {
          events,
          'API peak': apiPeak,
          'worker peak': workerPeak,
          'API in import, MB a minute': api.slope(),
          'worker in import, MB a minute': worker.slope(),
          'worker in rebuild, MB a minute': rebuilding.slope(),
        },
      },
      before,
      during: { ...during, details: { ...during.details, events, 'seconds of the rebuild': seconds } },
    };
  } finally {
    await readers.close();
    await service.end();
    await ground.drop(url);
  }
}

/** Reads while something goes on; with a name for each moment, also how long those waited who asked while it was so named. */
async function reading(
  readers: Readers,
  meanwhile: Promise<unknown>,
  nameOf?: (at: number) => string,
): Promise<Outcome> {
  const done = new AbortController();
  const [waits] = await Promise.all([readers.read(done.signal), meanwhile.finally(() => done.abort())]);
  const ms = waits.map((each) => each.ms);
  const parts = nameOf === undefined ? [] : [...Map.groupBy(waits, ({ at }) => nameOf(at))];
  const tails = parts.map(([name, part]): [string, number] => [
    `p99 while ${name}`,
    percentile(
      part.map((each) => each.ms),
      0.99,
    ),
  ]);
  return {
    value: percentile(ms, 0.99),
    details: { p50: percentile(ms, 0.5), answers: ms.length, ...Object.fromEntries(tails) },
  };
}

/** What a rebuild was doing at a moment, by `performance.now()`. */
interface Look {
  at: number;
  phase: string;
}

function phaseAt(looks: readonly Look[], at: number): string {
  return looks.findLast((look) => look.at <= at)?.phase ?? 'waiting';
}

interface View {
  name: string;
  lag: string;
  rebuild: { phase: string } | null;
  lastRebuild: { request: string; outcome: string; report: string | null } | null;
}

async function views(service: Service): Promise<View[]> {
  const answer = await fetch(`${service.address}/v1/projections`, { headers: service.headers });
  return ((await answer.json()) as { items: View[] }).items;
}

async function untilCaughtUp(service: Service): Promise<void> {
  while ((await views(service)).some(({ lag }) => lag !== '0')) await wait(500);
}

/** Asks for a rebuild of the timeline and waits for its end, noting what it is doing. */
async function rebuild(service: Service, looks: Look[]): Promise<void> {
  const options = { method: 'POST', headers: service.headers };
  const answer = await fetch(`${service.address}/v1/projections/timeline/rebuild`, options);
  const asked = (await answer.json()) as { rebuild: { request: string } };
  if (answer.status !== 202) throw new Error(`The rebuild was answered with ${answer.status}.`);
  for (;;) {
    const timeline = (await views(service)).find(({ name }) => name === 'timeline');
    if (timeline?.rebuild) looks.push({ at: performance.now(), phase: timeline.rebuild.phase });
    const last = timeline?.lastRebuild;
    if (last?.request === asked.rebuild.request) {
      if (last.outcome !== 'swapped') throw new Error(`The rebuild ended with ${last.outcome}: ${last.report}`);
      return;
    }
    await wait(200);
  }
}
