import { setTimeout as wait } from 'node:timers/promises';
import type { Chance } from '../../chance.js';
import type { Service, Victim } from '../../service.js';
import { persistently, type TortureFault } from './fault.js';

const SHORTEST_PEACE_MS = 300;
const LONGEST_PEACE_MS = 3_000;
/** So often a worker that is to be killed is killed while something else is wrong. */
const IN_THE_MIDDLE = 0.5;
/** A message that was tried so often is left to its own schedule, so that none is given up since time was cut short. */
const MOST_TRIES = 5;

/** What is killed. */
export type Killed = Victim | 'redis';

type Make = (lastsMs: number) => TortureFault;

/** By which chance, for how long at most, and to whom it is told. */
export interface LaneOptions {
  chance: Chance;
  longestMs: number;
  say: (line: string) => void;
}

/** So many faults out of several lists: by a pattern of lists, each list from its beginning again when it is at its end. */
export function chosen(
  count: number,
  pattern: readonly (readonly Make[])[],
  { chance, longestMs }: LaneOptions,
): TortureFault[] {
  const taken = new Map<readonly Make[], number>();
  return Array.from({ length: count }, (_, n) => {
    const list = pattern[n % pattern.length]!;
    const nth = taken.get(list) ?? 0;
    taken.set(list, nth + 1);
    return list[nth % list.length]!(chance.whole(longestMs / 4, longestMs));
  });
}

/** Has faults begin before the programs start, which have much to send at once, and last for a while after that. */
export async function openingFaults(
  faults: readonly TortureFault[],
  start: () => Promise<void>,
  { say }: LaneOptions,
): Promise<void> {
  for (const { kind, what } of faults) say(`${kind}: ${what}`);
  for (const fault of faults) await fault.begin();
  await start();
  await wait(Math.max(0, ...faults.map(({ lastsMs }) => lastsMs)));
  for (const fault of faults) await fault.end();
}

/** One fault at the edges after the other; before each, what failed before is tried again, so that it meets several. */
export async function edgeLane(service: Service, faults: readonly TortureFault[], options: LaneOptions): Promise<void> {
  for (const fault of faults) {
    await bringForward(service).catch(() => {}); // Postgres is away
    await last(fault, options);
  }
}

/** Kills and faults of what the service stands on, mixed. @returns what was killed */
export async function storeLane(
  service: Service,
  { kills, faults }: { kills: readonly Killed[]; faults: readonly TortureFault[] },
  options: LaneOptions,
): Promise<Killed[]> {
  const { chance, say } = options;
  const killed: Killed[] = [];
  const left = [...kills];
  const strike = async (): Promise<void> => {
    const victim = left.shift();
    if (victim === undefined) return;
    if (victim === 'redis') await service.killRedis();
    else await service.kill(victim, () => {});
    killed.push(victim);
    say(`killed ${victim}, ${killed.length} of ${kills.length}`);
  };
  let isWiped = false;
  const actions = inSomeOrder([...kills.map(() => undefined), ...faults], chance);
  for (const fault of actions) {
    if (fault === undefined && left.length === 0) continue;
    await wait(chance.whole(SHORTEST_PEACE_MS, LONGEST_PEACE_MS));
    if (fault === undefined) await strike();
    else
      await last(fault, options, async () => {
        if (left[0]?.startsWith('worker') && chance.in(IN_THE_MIDDLE)) await strike();
      });
    // Not while a fault lasts, in which the queue may be read-only.
    if (!isWiped && killed.length >= Math.ceil(kills.length / 2)) {
      await persistently(() => service.wipeQueue());
      isWiped = true;
    }
  }
  return killed;
}

function inSomeOrder(actions: (TortureFault | undefined)[], chance: Chance): (TortureFault | undefined)[] {
  const others = chance.shuffled(actions.filter((action) => !action?.isHasty));
  const first = others.splice(0, Math.ceil((actions.length * 2) / 3));
  return [...first, ...chance.shuffled([...others, ...actions.filter((action) => action?.isHasty)])];
}

async function last(
  fault: TortureFault,
  { say }: LaneOptions,
  inTheMiddle: () => Promise<void> = async () => {},
): Promise<void> {
  say(`${fault.kind}: ${fault.what}`);
  await fault.begin();
  await wait(fault.lastsMs / 2);
  await inTheMiddle();
  await wait(fault.lastsMs / 2);
  await fault.end();
}

/** What waits for its next try, minutes or hours away, is tried now. */
async function bringForward({ database }: Service): Promise<void> {
  await database.db.pool.query(
    `update deliveries set next_at = least(next_at, due_at)
      where status = 'waiting' and attempts between 1 and $1 and queued_at is null and leased_until is null`,
    [MOST_TRIES],
  );
}
