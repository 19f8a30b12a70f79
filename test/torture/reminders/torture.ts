import { setTimeout as wait } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { Chance } from '../chance.js';
import { Service, type Victim } from '../service.js';
import { judge, type Verdict } from './judge.js';
import { startReceivers } from './receivers.js';
import { ASLEEP, FIRST, SET_UP, subscribeAll } from './subscribers.js';

const SHORTEST_PEACE_MS = 300;
const LONGEST_PEACE_MS = 3_000;
const SETTLE_MS = 300_000;

/** How to torture reminders. */
export interface RemindersTortureOptions {
  /** About how many reminders fall due while processes are killed; half as many messages again follow after a sleep. */
  reminders: number;
  kills: number;
  seed: number;
  /** The queue is in a Redis that keeps nothing on disk, and is killed too. */
  redis: boolean;
  /** Told what is done, as it is done. */
  say?: (line: string) => void;
}

/** What was done, and what came of it. */
export interface RemindersTortureReport extends Verdict {
  seed: number;
  queue: 'Redis' | 'Postgres';
  kills: Record<string, number>;
  wipes: number;
  refused: number;
  unanswered: number;
  complaints: Map<string, number>;
  /** From the first due reminder to the last settled one, and from waking up. */
  firstSeconds: number;
  lateSeconds: number;
}

/**
 * Has reminders fall due while workers, queue and Postgres are killed with -9 and the queue is wiped in the middle of it;
 * kills everything, lets the clock go on three days, starts it again; then compares.
 */
export async function tortureReminders(options: RemindersTortureOptions): Promise<RemindersTortureReport> {
  const { reminders, kills, seed, redis, say = () => {} } = options;
  const chance = new Chance(seed);
  const receivers = await startReceivers(new Chance(seed + 1));
  const env = { SMTP_URL: receivers.smtpUrl, WEBHOOK_ALLOW_PRIVATE: 'true' };
  const service = await Service.start({ redis, clockStart: SET_UP, env });
  try {
    const treaties = Math.min(10, Math.ceil(reminders / 20));
    const listeners = Math.ceil(reminders / treaties);
    const mails = Math.min(15, Math.ceil(listeners / 10));
    const minutes = Math.min(4, Math.ceil(reminders / 1_000));
    const counts = { treaties, hooks: listeners - mails, mails, minutes };
    const waiting = await subscribeAll(service, { ...counts, hookUrl: receivers.hookUrl });
    await readSecrets(service, receivers.secrets);
    say(`${listeners} subscribers (${mails} by mail) wait for ${treaties} reviews each`);

    await service.stopPrograms();
    await moveClock(service, FIRST.from);
    await service.startPrograms();
    const first = performance.now();
    const victims: string[] = [];
    const wipeAt = Math.ceil(kills / 2);
    for (const victim of inTurn(kills, redis, chance)) {
      await wait(chance.whole(SHORTEST_PEACE_MS, LONGEST_PEACE_MS));
      if (victim === 'redis') await service.killRedis();
      else await service.kill(victim, () => {});
      victims.push(victim);
      if (victims.length === wipeAt) await wipe(service);
      say(`${victims.length} of ${kills}: killed ${victim}, ${receivers.hooks.length} webhooks have arrived`);
    }
    // The last minute of those that are spread over some falls due whatever was killed.
    await untilSettled(service, new Date(Date.parse(FIRST.from) + 5_000 + minutes * 60_000));
    const firstSeconds = (performance.now() - first) / 1_000;
    say(
      `all of it has settled after ${Math.round(firstSeconds)} s; now everything is killed and sleeps for three days`,
    );

    await service.stopPrograms('SIGKILL');
    await service.killRedis();
    await service.kill('postgres', () => {});
    await moveClock(service, ASLEEP.until);
    const woken = performance.now();
    await service.startPrograms();
    await untilSettled(service, new Date(ASLEEP.until));
    const lateSeconds = (performance.now() - woken) / 1_000;
    await service.stopPrograms();
    const verdict = await judge(service.database.db, receivers, waiting);
    verdict.findings.push(...service.leftByThemselves);
    const { refused, unanswered } = receivers;
    return {
      ...verdict,
      seed,
      queue: redis ? 'Redis' : 'Postgres',
      kills: countOf(victims),
      wipes: 1,
      refused,
      unanswered,
      complaints: service.complaints,
      firstSeconds,
      lateSeconds,
    };
  } finally {
    await service.stop();
    await receivers.stop();
  }
}

/** Everybody in turn, each round in another order. */
function inTurn(kills: number, redis: boolean, chance: Chance): (Victim | 'redis')[] {
  const victims: (Victim | 'redis')[] = [];
  while (victims.length < kills) {
    const round: (Victim | 'redis')[] = ['worker-1', 'worker-2', 'postgres', ...(redis ? (['redis'] as const) : [])];
    while (round.length > 0) victims.push(...round.splice(chance.whole(0, round.length - 1), 1));
  }
  return victims.slice(0, kills);
}

/** Empties the queue. */
async function wipe(service: Service): Promise<void> {
  if (service.redisUrl === undefined) {
    await service.database.db.pool.query('truncate bullmq.job, bullmq.scheduler cascade');
    return;
  }
  const redis = new Redis(service.redisUrl);
  await redis.flushall();
  redis.disconnect();
}

/** The programs read the clock when they start. */
async function moveClock({ database }: Service, instant: string): Promise<void> {
  await database.owner.pool.query(
    'update clock set offset_us = round(extract(epoch from $1::timestamptz - clock_timestamp()) * 1000000)::bigint',
    [instant],
  );
}

async function readSecrets({ database }: Service, secrets: Map<string, string>): Promise<void> {
  const { rows } = await database.db.pool.query<{ id: string; secret: string }>(
    `select subscription_id as id, secrets[1] as secret from subscription_addresses where cardinality(secrets) > 0`,
  );
  for (const { id, secret } of rows) secrets.set(id, secret);
}

/** Until nothing is planned up to an instant, or waits; where it does not get there, the comparison says so. */
async function untilSettled({ database }: Service, until: Date): Promise<void> {
  const end = performance.now() + SETTLE_MS + Math.max(0, until.getTime() - (await nowOf(database.db.pool)));
  while (performance.now() < end) {
    const { rows } = await database.db.pool.query<{ left: string }>(
      `select (select count(*) from planned_reminders where status = 'planned' and due_at <= $1)
            + (select count(*) from deliveries where status = 'waiting') as left`,
      [until],
    );
    if (rows[0]?.left === '0') return;
    await wait(250);
  }
}

async function nowOf(pool: Service['database']['db']['pool']): Promise<number> {
  const { rows } = await pool.query<{ now: Date }>(
    `select clock_timestamp() + offset_us * interval '1 microsecond' as now from clock`,
  );
  return rows[0]!.now.getTime();
}

function countOf(victims: readonly string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(victims, (victim) => victim)].map(([victim, of]) => [victim, of.length]));
}
