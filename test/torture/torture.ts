import { setTimeout as wait } from 'node:timers/promises';
import { VIEWS } from '#libs/milestones';
import { Chance } from './chance.js';
import { Client, type Figures } from './client.js';
import { judge, type Verdict } from './judge.js';
import { Ledger } from './ledger.js';
import { firstEntries, Records } from './records.js';
import { Service, VICTIMS, type Victim } from './service.js';
import { Watch, type Blow } from './watch.js';

const CLIENTS = 4;
/**
 * Subjects, the more the longer it goes on: each time that a subject is renamed its facts get one more wording each, so that
 * few subjects with thousands of facts would soon leave the views no time for anything else.
 */
const FEWEST_SUBJECTS = 24;
const SUBJECTS_PER_KILL = 5;
const SHORTEST_PEACE_MS = 100;
const LONGEST_PEACE_MS = 2_000;
/** Before so many of the kills somebody asks for a view to be rebuilt. */
const REBUILDS = 0.4;
/** The longest that a view may stand still after its worker was killed (promise 8). */
export const LONGEST_TAKEOVER_MS = 15_000;
const CATCH_UP_MS = 120_000;

/** How to torture. */
export interface TortureOptions {
  kills: number;
  seed: number;
  /** Told what is done, as it is done. */
  say?: (line: string) => void;
  /** Aborted where no further kill is wanted; what was done until then is compared all the same. */
  enough?: AbortSignal;
}

/** What was done to the service, and what came of it. */
export interface TortureReport extends Verdict {
  seed: number;
  kills: Record<Victim, number>;
  blows: Blow[];
  /** How many rebuilds somebody asked for while processes were killed, and how many have ended. */
  rebuilds: { asked: number; ended: number };
  figures: Figures;
  sent: number;
  acknowledged: number;
  couldNotStart: number;
  complaints: Map<string, number>;
  seconds: number;
}

/**
 * Runs the service as real processes, writes to it over HTTP, kills its processes with -9 at random and starts them
 * again; then lets it come to rest and holds log and views against what was acknowledged.
 */
export async function torture({ kills, seed, say = () => {}, enough }: TortureOptions): Promise<TortureReport> {
  const started = performance.now();
  const chance = new Chance(seed);
  const subjects = Math.max(FEWEST_SUBJECTS, SUBJECTS_PER_KILL * kills);
  const service = await Service.start();
  let watch: Watch | undefined;
  try {
    const ledger = new Ledger();
    const clients = Array.from({ length: CLIENTS }, (_, index) => {
      const ownChance = new Chance(seed + 1 + index);
      const records = new Records('abcd'.charAt(index), ownChance, subjects);
      return new Client(service.url, service.key, ownChance, records, ledger);
    });
    for (const entry of firstEntries(subjects)) await clients[0]!.record(entry, false);
    watch = new Watch(service.database.url);
    const stop = new AbortController();
    const writing = Promise.all(clients.map((client) => client.write(stop.signal)));
    const victims: Victim[] = [];
    let workers = 0;
    let asked = 0;
    for (const planned of shuffled(kills, chance)) {
      if (enough?.aborted) break;
      // Mostly the service is at work when it is struck again, and sometimes it has not got up yet.
      if (chance.in(0.75)) await service.untilLive();
      if (chance.in(REBUILDS)) asked += (await service.askForRebuild(chance.oneOf(VIEWS).name)) ? 1 : 0;
      await wait(chance.whole(SHORTEST_PEACE_MS, LONGEST_PEACE_MS));
      const isMeasured = planned.startsWith('worker') && workers++ % 2 === 0;
      const victim = isMeasured ? await strikeHolder(service, watch, planned) : planned;
      if (!isMeasured) await strike(service, watch, victim);
      victims.push(victim);
      say(`${victims.length} of ${kills}: killed ${victim} at ${watch.head}, ${ledger.acknowledged} acknowledged`);
    }
    // Long enough for the last kill, too, to be recovered from under load.
    await service.untilReady();
    stop.abort();
    await writing;
    await untilAtRest(service);
    await watch.end();
    await service.stopPrograms();
    say('comparing the log with what was acknowledged, and the views with a rebuild');
    const verdict = await judge(service.database.url, service.server, ledger);
    verdict.findings.push(...service.leftByThemselves, ...slowTakeovers(watch.blows), ...unequalRebuilds(watch));
    return {
      ...verdict,
      seed,
      kills: countOf(victims),
      blows: watch.blows,
      rebuilds: { asked, ended: watch.rebuilds.size },
      figures: sumOf(clients.map(({ figures }) => figures)),
      sent: ledger.sent.size,
      acknowledged: ledger.acknowledged,
      couldNotStart: service.couldNotStart,
      complaints: service.complaints,
      seconds: (performance.now() - started) / 1_000,
    };
  } finally {
    await watch?.end();
    await service.stop();
  }
}

/** Kills, and lets what was killed be started again. */
async function strike(service: Service, watch: Watch, victim: Victim): Promise<void> {
  const blow = await watch.aim(victim, service.pidOf(victim));
  await service.kill(victim, () => watch.strike(blow));
}

/** Kills the worker that holds views when the other one is at work too, and measures how long that one takes to go on. */
async function strikeHolder(service: Service, watch: Watch, fallback: Victim): Promise<Victim> {
  await watch.untilWorkers(2, CATCH_UP_MS);
  const holder = await watch.holder((['worker-1', 'worker-2'] as const).map((name) => [name, service.pidOf(name)]));
  const victim = holder ?? fallback;
  await strike(service, watch, victim);
  await watch.untilTakenOver(2 * LONGEST_TAKEOVER_MS);
  return victim;
}

/** Until every view has all events and no rebuild is under way; where one does not get there, the comparison says so. */
async function untilAtRest(service: Service): Promise<void> {
  await service.untilReady();
  const { rows } = await service.database.db.pool.query<{ position: string }>('select position from log_head');
  const end = performance.now() + CATCH_UP_MS;
  const question = `select from projections where status = 'building' or status = 'live' and position < $1`;
  while ((await service.database.db.pool.query(question, [rows[0]!.position])).rowCount !== 0) {
    if (performance.now() > end) return;
    await wait(50);
  }
}

function slowTakeovers(blows: readonly Blow[]): string[] {
  return blows
    .filter(({ takeoverMs }) => takeoverMs !== undefined && takeoverMs > LONGEST_TAKEOVER_MS)
    .map(
      ({ victim, takeoverMs }) => `After a kill of ${victim} its views stood still for ${Math.round(takeoverMs!)} ms.`,
    );
}

/** A rebuild finds every row as the log has it, whoever was killed meanwhile. */
function unequalRebuilds({ rebuilds }: Watch): string[] {
  return [...rebuilds.values()]
    .filter(({ outcome, report }) => outcome !== 'swapped' || !report.startsWith('Every row is as the log has it'))
    .map(({ view, outcome, report }) => `A rebuild of ${view} ended with "${outcome}": ${report}`);
}

/** Everybody in turn, each round in another order: no number of kills leaves one out for long. */
function shuffled(kills: number, chance: Chance): Victim[] {
  const victims: Victim[] = [];
  while (victims.length < kills) {
    const round: Victim[] = [...VICTIMS];
    while (round.length > 0) victims.push(...round.splice(chance.whole(0, round.length - 1), 1));
  }
  return victims.slice(0, kills);
}

function countOf(victims: readonly Victim[]): Record<Victim, number> {
  const count = { api: 0, 'worker-1': 0, 'worker-2': 0, postgres: 0 };
  for (const victim of victims) count[victim]++;
  return count;
}

function sumOf(figures: readonly Figures[]): Figures {
  return figures.reduce((sum, each) => ({
    requests: sum.requests + each.requests,
    unknown: sum.unknown + each.unknown,
    foundRecorded: sum.foundRecorded + each.foundRecorded,
    givenUp: sum.givenUp + each.givenUp,
    longestMs: Math.max(sum.longestMs, each.longestMs),
  }));
}
