import { Redis } from 'ioredis';
import type { Chance } from '../../chance.js';
import type { Service } from '../../service.js';
import type { TortureClock } from './clock.js';
import { persistently, type TortureFault } from './fault.js';

const MINUTE_MS = 60_000;
/**
 * How far the clock goes in minutes. Forth not so far that the next lead time falls due, which would be one message with
 * what the sleep leaves over; back not before the set-up, when everything would be planned as it was then.
 */
const FORTH = [2, 20 * 60] as const;
const BACK = [2, 65 * 60] as const;

type Make = (lastsMs: number) => TortureFault;

/** What Postgres, the queue and the clock suffer, of each kind one. */
export function storeFaults(
  service: Service,
  clock: TortureClock,
  chance: Chance,
  { redis, outageMs }: { redis: boolean; outageMs: number },
): Make[] {
  const jump =
    (direction: 'forth' | 'back'): Make =>
    (lastsMs) => {
      const minutes = chance.whole(...(direction === 'forth' ? FORTH : BACK));
      return {
        kind: 'clock',
        what: `${minutes} minutes ${direction}`,
        lastsMs,
        ...(direction === 'forth' && { isHasty: true as const }),
        begin: () => clock.jumpTo((direction === 'forth' ? minutes : -minutes) * MINUTE_MS),
        end: () => clock.jumpTo(0),
      };
    };
  const readOnly: Make = (lastsMs) => ({
    kind: 'Postgres read-only',
    what: 'by default_transaction_read_only',
    lastsMs,
    begin: () => setReadOnly(service, 'on'),
    end: () => setReadOnly(service, 'off'),
  });
  let wasAway = false;
  const away: Make = (usualMs) => {
    const lastsMs = wasAway ? usualMs : outageMs;
    wasAway = true;
    return {
      kind: 'Postgres away',
      what: `for ${Math.round(lastsMs / 1_000)} s`,
      lastsMs,
      begin: () => service.takePostgresAway(),
      end: () => service.bringPostgresBack(),
    };
  };
  const full: Make = (lastsMs) => ({
    kind: 'Redis full',
    what: 'by maxmemory',
    lastsMs,
    begin: () => setMemory(service, '1'),
    end: () => setMemory(service, '0'),
  });
  return chance.shuffled([jump('forth'), jump('back'), readOnly, away, ...(redis ? [full] : [])]);
}

async function setReadOnly({ database }: Service, value: 'on' | 'off'): Promise<void> {
  await persistently(() => database.superuser.pool.query(`alter system set default_transaction_read_only = ${value}`));
  await persistently(() => database.superuser.pool.query('select pg_reload_conf()'));
}

async function setMemory({ redisUrl }: Service, bytes: string): Promise<void> {
  const redis = new Redis(redisUrl!);
  redis.on('error', () => {});
  await redis.config('SET', 'maxmemory-policy', 'noeviction');
  await redis.config('SET', 'maxmemory', bytes);
  redis.disconnect();
}
