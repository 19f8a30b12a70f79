import { setTimeout as sleep } from 'node:timers/promises';
import { isLostConnection } from '#libs/database';
import { messageOf } from '#libs/kernel';

const PROBE_MS = 1_000;

/** Where a runner of jobs tells what happens. */
export interface JobsLog {
  log(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** Tells once that the database of the queue was lost and once that it is back, however many errors each connection emits. */
export class Outage {
  #lost = false;
  #told: string | undefined;

  /** @param restore asks the queue what it has and puts back what it lost; rejects while it cannot @param signal ends the asking */
  constructor(
    private readonly logger: JobsLog,
    private readonly restore: () => Promise<void>,
    private readonly signal: AbortSignal,
  ) {}

  /** Takes an error that came up beside a run. */
  readonly report = (error: unknown): void => {
    if (this.signal.aborted) return;
    if (!isLostConnection(error)) this.#tell(`The queue of jobs: ${messageOf(error)}`);
    else if (!this.#lost) {
      this.#lost = true;
      this.logger.error(`The queue of jobs cannot be reached (${messageOf(error)}); jobs wait until it can.`);
      void this.#untilBack();
    }
  };

  /** What comes again and again is told once. */
  #tell(sentence: string): void {
    if (sentence !== this.#told) this.logger.error(sentence);
    this.#told = sentence;
  }

  async #untilBack(): Promise<void> {
    while (!this.signal.aborted) {
      try {
        await sleep(PROBE_MS, undefined, { signal: this.signal });
        await this.restore();
        this.#lost = false;
        this.logger.log('The queue of jobs can be reached again.');
        return;
      } catch {
        // Not yet, or asked to leave.
      }
    }
  }
}
