import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const EVERY_MS = 1_000;

interface Sample {
  /** Seconds since the sampling began. */
  at: number;
  megabytes: number;
}

/** Looks every second how much memory a process holds, until it is told to stop. */
export class ResidentMemory {
  readonly #samples: Sample[] = [];
  readonly #start = performance.now();
  readonly #timer: NodeJS.Timeout;

  constructor(private readonly pid: number) {
    this.#timer = setInterval(() => void this.#look(), EVERY_MS);
  }

  /** The most that it held, in megabytes (2^20 bytes). */
  peak(): number {
    return Math.max(0, ...this.#samples.map(({ megabytes }) => megabytes));
  }

  /**
   * How it grew in the second half of the time, in megabytes a minute: the slope of the straight line that fits the
   * samples best. What fills caches and pools at first is in the first half.
   */
  slope(): number {
    const half = this.#samples.slice(this.#samples.length >> 1);
    if (half.length < 2) return 0;
    const mean = (of: (sample: Sample) => number): number => half.reduce((sum, s) => sum + of(s), 0) / half.length;
    const at = mean((sample) => sample.at);
    const held = mean((sample) => sample.megabytes);
    const across = half.reduce((sum, s) => sum + (s.at - at) * (s.megabytes - held), 0);
    return (across * 60) / half.reduce((sum, s) => sum + (s.at - at) ** 2, 0);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    const megabytes = await residentMegabytes(this.pid);
    if (megabytes > 0) this.#samples.push({ at: (performance.now() - this.#start) / 1_000, megabytes });
  }
}

/** How much memory a process holds, in megabytes (2^20 bytes); 0 where there is no such process. */
export async function residentMegabytes(pid: number): Promise<number> {
  const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  return Number(stdout.trim()) / 1_024;
}
