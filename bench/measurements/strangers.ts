import { setTimeout as wait } from 'node:timers/promises';
import { request } from 'undici';
import { untilCaughtUp } from '../calls.js';
import type { Ground } from '../ground.js';
import { inParallel, recordFacts } from '../load.js';
import type { Measurement, Outcome, Sides } from '../measurement.js';
import { residentMegabytes, ResidentMemory } from '../resident-memory.js';
import { Service } from '../service.js';
import { ATTACKER, flood, head, processorMs, stranger, UNAVAILABLE } from '../strangers.js';

const BODIES = 10;
const BODY = '['.repeat(1_000_000);
/** How a body is sent. */
const FORMS = {
  announced: { header: ['content-length', String(BODY.length)], body: BODY },
  'one chunk': {
    header: ['transfer-encoding', 'chunked'],
    body: `${BODY.length.toString(16)}\r\n${BODY}\r\n0\r\n\r\n`,
  },
  'tiny chunks': { header: ['transfer-encoding', 'chunked'], body: `${'1\r\n[\r\n'.repeat(66_000)}0\r\n\r\n` },
} as const;
/** How much may stay, and how long it may take until no more does. */
const MOST_MB = 50;
const BACK_MS = 60_000;

const common = { key: 'strangers', better: 'less', unavailable: UNAVAILABLE } as const;
const HOW =
  'The built API and a worker as processes, clients without a key on the loopback, a quota per client so large that only the other bounds act.';

/** What strangers cost: large bodies, slow ones, idle streams. */
export const strangers: Measurement[] = [
  {
    ...common,
    name: 'slowest /health/live while ten bodies of 1 MB of "[" arrive at once without a key',
    unit: 'ms',
    target: { value: 250 },
    note: `${HOW} /health/live is requested again and again until each body was refused; a third of them say how long they are, and a third come in chunks of a byte.`,
    prepare: (ground) => served(ground, (service) => ({ ours: () => liveDuringBodies(service) })),
  },
  {
    ...common,
    name: 'processor time of the API for refusing a body of 1 MB of "[" without a key',
    unit: 'ms',
    target: { ratioToFloor: 0.333 },
    floorName: 'a 404',
    note: `${HOW} All threads of the API, a connection for each request. The bodies do not say how long they are, so that they are read until they are too long.`,
    prepare: (ground) => {
      const count = ground.size(300, 60);
      return served(ground, (service) => ({
        ours: () => costOf(service, count, () => refused(service, 'one chunk')),
        floor: () => costOf(service, count, () => missed(service)),
      }));
    },
  },
  {
    ...common,
    name: 'processor time of the API for refusing a body in chunks of a byte without a key',
    unit: 'ms',
    target: { ratioToFloor: 0.333 },
    floorName: 'a 404',
    note: `${HOW} All threads of the API, a connection for each request. 66,000 chunks for a route that reads bodies.`,
    prepare: (ground) => {
      const count = ground.size(300, 60);
      return served(ground, (service) => ({
        ours: () => costOf(service, count, () => refused(service, 'tiny chunks')),
        floor: () => costOf(service, count, () => missed(service)),
      }));
    },
  },
  {
    ...common,
    name: 'until 300 slow bodies and 300 idle streams of one client are closed or refused',
    unit: 's',
    target: { value: 60 },
    rounds: 2,
    warmUps: 0,
    note: `${HOW} A byte a second of each body. Streams that a client may have are admitted and left out. Another client reads the timeline all the while; one answer to it but 200 ends the measurement.`,
    prepare: (ground) => served(ground, (service) => ({ ours: () => untilRefused(service) })),
  },
  {
    ...common,
    name: 'resident memory of the API that 300 slow bodies and 300 idle streams leave behind',
    unit: 'MB',
    target: { value: MOST_MB },
    rounds: 2,
    note: `${HOW} The difference to the moment before, looked at every second for up to a minute, until it is within the bound.`,
    prepare: (ground) => served(ground, (service) => ({ ours: () => memoryLeft(service) })),
  },
];

async function served(ground: Ground, sides: (service: Service) => Omit<Sides, 'end'>): Promise<Sides> {
  const url = await ground.database();
  await recordFacts(url, ground.size(2_000, 500));
  const service = await Service.start(ground, url, 1, { RATE_LIMIT: '1000000' });
  await untilCaughtUp(service);
  return {
    ...sides(service),
    end: async () => {
      await service.end();
      await ground.drop(url);
    },
  };
}

async function liveDuringBodies(service: Service): Promise<Outcome> {
  const done = new AbortController();
  const waits: number[] = [];
  const looking = (async () => {
    do {
      const asked = performance.now();
      const { statusCode, body } = await request(`${service.address}/health/live`);
      await body.dump();
      if (statusCode !== 200) throw new Error(`/health/live answered ${statusCode}.`);
      waits.push(performance.now() - asked);
    } while (!done.signal.aborted);
  })();
  const forms = Object.keys(FORMS) as (keyof typeof FORMS)[];
  const start = performance.now();
  await Promise.all(Array.from({ length: BODIES }, (_, n) => refused(service, forms[n % forms.length]!)));
  const last = performance.now() - start;
  done.abort();
  await looking;
  return { value: Math.max(...waits), details: { 'ms until the last was refused': last, answers: waits.length } };
}

/** Sends a body that is too large. @throws Error where it is not answered with a refusal, which would cost less */
async function refused(service: Service, form: keyof typeof FORMS): Promise<void> {
  const { header, body } = FORMS[form];
  const headers = { 'content-type': 'application/json', [header[0]]: header[1] };
  const { socket, outcome } = stranger(
    service,
    ATTACKER,
    `${head(service, 'POST', '/v1/subscriptions', headers)}${body}`,
  );
  const status = await outcome;
  socket.destroy();
  if (status === 'closed' || status < 400) throw new Error(`A body that is too large was answered ${status}.`);
}

async function missed(service: Service): Promise<void> {
  const { socket, outcome } = stranger(service, ATTACKER, head(service, 'GET', '/v1/nowhere'));
  const status = await outcome;
  socket.destroy();
  if (status !== 404) throw new Error(`A path that is not there was answered ${status}.`);
}

async function costOf(service: Service, count: number, once: () => Promise<void>): Promise<Outcome> {
  const before = processorMs(service.api.pid!);
  await inParallel(4, count, once);
  return { value: (processorMs(service.api.pid!) - before) / count };
}

async function untilRefused(service: Service): Promise<Outcome> {
  const { seconds, streamsAdmitted, others } = await flood(service);
  return {
    value: seconds,
    details: {
      'streams admitted': streamsAdmitted,
      'answers to another client': others.length,
      'the slowest of them in ms': Math.max(...others),
    },
  };
}

async function memoryLeft(service: Service): Promise<Outcome> {
  const pid = service.api.pid!;
  const before = await residentMegabytes(pid);
  const memory = new ResidentMemory(pid);
  await flood(service);
  const start = performance.now();
  let left = (await residentMegabytes(pid)) - before;
  while (left > MOST_MB && performance.now() - start < BACK_MS) {
    await wait(1_000);
    left = (await residentMegabytes(pid)) - before;
  }
  memory.stop();
  return {
    value: Math.max(0, left),
    details: {
      'MB before': before,
      'MB at most': memory.peak(),
      's until it was back': (performance.now() - start) / 1_000,
    },
  };
}
