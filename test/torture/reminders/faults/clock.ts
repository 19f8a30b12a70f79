import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What may differ between the clock as it is modelled and as a process reads it. */
const TOLERANCE_MS = 2_000;
/** So long after its time a message counts as late. */
const LATE_MS = 15 * 60_000;
/** So long at most a message is under way between being composed and arriving. */
const UNDER_WAY_MS = 120_000;

/** From a moment of `performance.now()` on the clock of the service showed an instant and went on from it. */
interface Span {
  from: number;
  shows: number;
}

/** The clock of the service's processes: moves it, and knows afterwards what it showed when. */
export class TortureClock {
  readonly #spans: Span[] = [];
  #wokenAt = 0;
  #offsetMs = 0;

  private constructor(private readonly folder: string) {}

  static async make(): Promise<TortureClock> {
    const clock = new TortureClock(await mkdtemp(join(tmpdir(), `dateline-test-${process.pid}-clock-`)));
    await clock.#write(0);
    return clock;
  }

  /** Settings of processes whose clock it is. */
  get env(): Record<string, string> {
    const preload = pathToFileURL(join(import.meta.dirname, 'moved-clock.mjs')).href;
    return { NODE_OPTIONS: `--import ${preload}`, TORTURE_CLOCK: this.#file };
  }

  /** While no process runs: what the clock shows from now on. */
  begin(now: number): void {
    this.#wokenAt = performance.now();
    this.#spans.push({ from: this.#wokenAt, shows: now });
  }

  /** Lets the clock jump to so many milliseconds from where it would be by itself. */
  async jumpTo(offsetMs: number): Promise<void> {
    await this.#write(offsetMs);
    const shows = this.#at(performance.now()) + offsetMs - this.#offsetMs;
    this.#offsetMs = offsetMs;
    this.#spans.push({ from: performance.now(), shows });
  }

  /** How a message may be marked that was due at an instant and arrived at a moment of `performance.now()`. */
  marks(due: number, arrivedAt: number): { late: boolean; inTime: boolean } {
    const [everLate] = this.#range(0, arrivedAt, due, 0);
    // Nothing was under way while no process ran.
    const since = this.#wokenAt <= arrivedAt ? this.#wokenAt : 0;
    const [, alwaysLate] = this.#range(Math.max(arrivedAt - UNDER_WAY_MS, since), arrivedAt, due, since);
    return { late: everLate, inTime: !alwaysLate };
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Whether the clock showed a late instant at any moment, and whether at every moment, between two. */
  #range(from: number, to: number, due: number, since: number): [boolean, boolean] {
    const spans = this.#spans
      .map((span, index) => ({ ...span, until: this.#spans[index + 1]?.from ?? Infinity }))
      // A process reads the clock a moment after it was moved.
      .filter(({ from: begins, until }) => begins >= since && begins <= to && until + TOLERANCE_MS >= from);
    const shown = spans.flatMap((span) => {
      const first = span.shows + Math.max(0, from - span.from);
      const last = span.shows + Math.max(0, Math.min(to, span.until) - span.from);
      return [first - due - LATE_MS, last - due - LATE_MS];
    });
    return [shown.some((by) => by > -TOLERANCE_MS), shown.length > 0 && shown.every((by) => by > TOLERANCE_MS)];
  }

  #at(moment: number): number {
    const span = this.#spans.at(-1)!;
    return span.shows + moment - span.from;
  }

  get #file(): string {
    return join(this.folder, 'offset');
  }

  async #write(offsetMs: number): Promise<void> {
    await writeFile(`${this.#file}.new`, String(offsetMs));
    await rename(`${this.#file}.new`, this.#file);
  }
}
