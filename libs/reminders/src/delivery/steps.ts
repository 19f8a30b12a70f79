import { Injectable, Logger } from '@nestjs/common';
import { clearWholeFaults, Database, isDatabaseAway, noteFaults, type FaultStep } from '#libs/database';
import { messageOf } from '#libs/kernel';

/** What ends a turn some of whose steps failed as a whole. */
export class StepsFailed extends Error {
  constructor(failed: ReadonlyMap<FaultStep, unknown>) {
    super(`Failed as a whole: ${[...failed].map(([step, error]) => `${step} (${messageOf(error)})`).join(', ')}`);
  }
}

/** The steps of one turn. */
export interface TurnOfSteps {
  /** Does a step, or a part of it. What it throws is noted and stops no other step. @throws what says that a connection was lost */
  run(step: FaultStep, work: () => Promise<void>): Promise<void>;
  /** Ends the turn. @throws StepsFailed where a step failed as a whole */
  end(): Promise<void>;
}

/** Keeps the steps of a turn from each other: one that fails is noted, logged once, and tried again at the next turn. */
@Injectable()
export class Steps {
  readonly #logger = new Logger('reminders');
  /** What was logged of steps that fail. */
  readonly #logged = new Map<FaultStep, string>();

  constructor(private readonly db: Database) {}

  /**
   * Begins a turn.
   *
   * @param everyMs how far the next turn is
   * @param signal aborted where the process is asked to leave: what then fails is nobody's fault
   */
  begin(everyMs: number, signal?: AbortSignal): TurnOfSteps {
    const failed = new Map<FaultStep, unknown>();
    const done = new Set<FaultStep>();
    return {
      run: async (step, work) => {
        try {
          await work();
          done.add(step);
        } catch (error) {
          if (isDatabaseAway(error) || signal?.aborted) throw error;
          failed.set(step, error);
          await this.#note(step, error, everyMs);
        }
      },
      end: async () => {
        const sound = [...done].filter((step) => !failed.has(step));
        await clearWholeFaults(this.db.kysely, sound);
        for (const step of sound) if (this.#logged.delete(step)) this.#logger.log(`The step ${step} goes on again.`);
        if (failed.size > 0) throw new StepsFailed(failed);
      },
    };
  }

  async #note(step: FaultStep, error: unknown, everyMs: number): Promise<void> {
    const said = messageOf(error);
    if (this.#logged.get(step) !== said)
      this.#logger.error(`The step ${step} failed and is tried again at each turn: ${said}`);
    this.#logged.set(step, said);
    try {
      await noteFaults(this.db.kysely, step, [{ about: '', error, waitMs: everyMs }]);
    } catch (noting) {
      if (isDatabaseAway(noting)) throw noting;
      this.#logger.error(`The fault of the step ${step} could not be kept: ${messageOf(noting)}`);
    }
  }
}
