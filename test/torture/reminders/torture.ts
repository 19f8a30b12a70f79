import { setTimeout as wait } from 'node:timers/promises';
import { Chance } from '../chance.js';
import { Service } from '../service.js';
import { TortureClock } from './faults/clock.js';
import { chosen, edgeLane, openingFaults, storeLane, type Killed, type LaneOptions } from './faults/lanes.js';
import { TorturedMailServer } from './faults/mail-server.js';
import { rowFaults } from './faults/rows.js';
import { storeFaults } from './faults/stores.js';
import { judge, mailsAsArrivals, type Verdict } from './judge.js';
import { Receivers } from './receivers.js';
import { ASLEEP, FIRST, SET_UP, subscribeAll } from './subscribers.js';

const SETTLE_MS = 300_000;
/** A message whose next try is further away is left to it. */
const SOON_MS = 30_000;
/** So many of the faults are of Postgres, queue and clock; the others are of mail server, receivers and rows. */
const OF_STORES = 0.4;
/** So many faults go by in a minute, and for so long at least and at most reminders fall due. */
const FAULTS_A_MINUTE = 14;
const [LEAST_MINUTES, MOST_MINUTES] = [2, 12];

/** How to torture reminders. */
export interface RemindersTortureOptions {
  /** About how many reminders fall due while processes are killed; half as many messages again follow after a sleep. */
  reminders: number;
  kills: number;
  /** How many faults there are beside the kills. */
  faults: number;
  /** How long Postgres is away when it is away first, and how long other faults last at most, in milliseconds. */
  outageMs: number;
  longestMs: number;
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
  faults: Record<string, number>;
  wipes: number;
  refused: number;
  unanswered: number;
  /** How often a mail server or a receiver answered by a fault. */
  mailHits: number;
  hookHits: number;
  complaints: Map<string, number>;
  /** From the first due reminder to the last settled one, and from waking up. */
  firstSeconds: number;
  lateSeconds: number;
}

/**
 * Has reminders fall due while workers, queue and Postgres are killed with -9, the queue is wiped in the middle of it, and mail
 * server, receivers, rows, Postgres, Redis and the clock have faults; kills everything, lets the clock go on three days, starts
 * it again; then compares. What still waits for its next try when the faults are over is left to the service, whose clock
 * comes to that try during the sleep.
 */
export async function tortureReminders(options: RemindersTortureOptions): Promise<RemindersTortureReport> {
  const { reminders, seed, redis, say = () => {} } = options;
  const clock = await TortureClock.make();
  const receivers = await Receivers.start(new Chance(seed + 1));
  const mail = await TorturedMailServer.start();
  const env = { SMTP_URL: mail.url, WEBHOOK_ALLOW_PRIVATE: 'true', ...clock.env };
  const service = await Service.start({ redis, clockStart: SET_UP, env });
  try {
    const treaties = Math.min(Math.max(10, Math.ceil(reminders / 250)), Math.ceil(reminders / 20));
    const listeners = Math.ceil(reminders / treaties);
    const mails = Math.min(15, Math.ceil(listeners / 10));
    const wanted = Math.max(LEAST_MINUTES, reminders / 2_500, options.faults / FAULTS_A_MINUTE);
    const minutes = Math.min(MOST_MINUTES, Math.ceil(wanted));
    const counts = { treaties, hooks: listeners - mails, mails, minutes };
    const waiting = await subscribeAll(service, { ...counts, hookUrl: receivers.url });
    await readSecrets(service, receivers.secrets);
    say(`${listeners} subscribers (${mails} by mail) wait for ${treaties} reviews each, within ${minutes} minutes`);

    await service.stopPrograms();
    clock.begin(await moveClock(service, FIRST.from));
    const first = performance.now();
    const all = [...waiting.hooks, ...waiting.mails.values()];
    const done = await faultsAndKills({ service, clock, receivers, mail, subscriptions: all }, options);
    // The last minute of those that are spread over some falls due whatever was killed.
    await untilSettled(service, new Date(Date.parse(FIRST.at) + minutes * 60_000), SOON_MS);
    const firstSeconds = (performance.now() - first) / 1_000;
    say(
      `all of it has settled after ${Math.round(firstSeconds)} s; now everything is killed and sleeps for three days`,
    );

    await service.stopPrograms('SIGKILL');
    await service.killRedis();
    await service.kill('postgres', () => {});
    clock.begin(await moveClock(service, ASLEEP.until));
    const woken = performance.now();
    await service.startPrograms();
    await untilSettled(service, new Date(ASLEEP.until));
    const lateSeconds = (performance.now() - woken) / 1_000;
    await service.stopPrograms();
    const verdict = await judge(service.database.db, {
      waiting,
      clock,
      arrivals: [...receivers.hooks, ...mailsAsArrivals(await mail.mails(), waiting)],
      wrong: receivers.wrong,
      gone: receivers.gone,
      ended: new Map([...mail.ended].map(([address, count]) => [String(waiting.mails.get(address)), count])),
    });
    verdict.findings.push(...service.leftByThemselves);
    const { refused, unanswered } = receivers;
    return {
      ...verdict,
      ...done,
      seed,
      queue: redis ? 'Redis' : 'Postgres',
      wipes: 1,
      refused,
      unanswered,
      mailHits: mail.hits,
      hookHits: receivers.hits,
      complaints: service.complaints,
      firstSeconds,
      lateSeconds,
    };
  } finally {
    await service.stop();
    await receivers.stop();
    await mail.stop();
    await clock.remove();
  }
}

interface Tortured {
  service: Service;
  clock: TortureClock;
  receivers: Receivers;
  mail: TorturedMailServer;
  subscriptions: readonly string[];
}

/** Starts the programs; then two lanes side by side: what the service stands on, and what it talks to. */
async function faultsAndKills(
  { service, clock, receivers, mail, subscriptions }: Tortured,
  { kills, faults, outageMs, longestMs, seed, redis, say = () => {} }: RemindersTortureOptions,
): Promise<Pick<RemindersTortureReport, 'kills' | 'faults'>> {
  const lane = (number: number): LaneOptions => ({ chance: new Chance(seed + number), longestMs, say });
  const [edges, stores] = [lane(2), lane(3)];
  const [ofMail, ofReceivers] = [mail.faults(edges.chance), receivers.faults(edges.chance)];
  const ofRows = await rowFaults(service, subscriptions, edges.chance);
  const ofStores = storeFaults(service, clock, stores.chance, { redis, outageMs });
  const storeCount = Math.round(faults * OF_STORES);
  const atStores = chosen(storeCount, [ofStores], stores);
  const atEdges = chosen(faults - storeCount, [ofMail, ofReceivers, ofMail, ofRows], edges);
  const victims = inTurn(kills, redis, stores.chance);
  // A fault of the mail server and one of receivers.
  const opening = atEdges.slice(0, 2);
  await openingFaults(opening, () => service.startPrograms(), edges);
  const [killed] = await Promise.all([
    storeLane(service, { kills: victims, faults: atStores }, stores),
    edgeLane(service, atEdges.slice(opening.length), edges),
  ]);
  return { kills: countOf(killed), faults: countOf([...atEdges, ...atStores].map(({ kind }) => kind)) };
}

/** Everybody in turn, each round in another order. */
function inTurn(kills: number, redis: boolean, chance: Chance): Killed[] {
  const victims: Killed[] = [];
  while (victims.length < kills)
    victims.push(
      ...chance.shuffled<Killed>(['worker-1', 'worker-2', 'postgres', ...(redis ? (['redis'] as const) : [])]),
    );
  return victims.slice(0, kills);
}

/** The programs read the clock when they start. @returns what it shows then */
async function moveClock({ database }: Service, instant: string): Promise<number> {
  await database.owner.pool.query(
    'update clock set offset_us = round(extract(epoch from $1::timestamptz - clock_timestamp()) * 1000000)::bigint',
    [instant],
  );
  return nowOf(database.db.pool);
}

async function readSecrets({ database }: Service, secrets: Map<string, string>): Promise<void> {
  const { rows } = await database.db.pool.query<{ id: string; secret: string }>(
    `select subscription_id as id, secrets[1] as secret from subscription_addresses where cardinality(secrets) > 0`,
  );
  for (const { id, secret } of rows) secrets.set(id, secret);
}

/**
 * Until nothing is planned up to an instant, or waits, and no step has a fault; where it does not get there, the comparison
 * says so.
 *
 * @param soonMs what waits for a try that is further away than so many milliseconds is left to it
 */
async function untilSettled({ database }: Service, until: Date, soonMs = Infinity): Promise<void> {
  const { pool } = database.db;
  const end = performance.now() + SETTLE_MS + Math.max(0, until.getTime() - (await nowOf(pool)));
  while (performance.now() < end) {
    const soon = Number.isFinite(soonMs) ? new Date((await nowOf(pool)) + soonMs) : null;
    const { rows } = await pool.query<{ left: string }>(
      `select (select count(*) from planned_reminders plan join subscriptions s on s.id = plan.subscription_id
                where plan.status = 'planned' and plan.due_at <= $1 and s.status = 'active')
            + (select count(*) from deliveries where status = 'waiting'
                and ($2::timestamptz is null or attempts = 0 or leased_until > clock_timestamp() or next_at <= $2))
            + (select count(*) from faults where step <> 'delivery') as left`,
      [until, soon],
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

function countOf(names: readonly string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, of]) => [name, of.length]));
}
