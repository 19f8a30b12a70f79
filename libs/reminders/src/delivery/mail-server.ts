import { Inject, Injectable, Logger } from '@nestjs/common';
import { sql } from 'kysely';
import { clearWholeFaults, Database, noteFaults } from '#libs/database';
import { CLOCK, messageOf, type Clock } from '#libs/kernel';
import { CHANNELS, type Channels } from './deliverer.js';

const STEP = 'mail-server';
/** How far the next look is. */
const EVERY_MS = 5_000;

/**
 * Looks whether a mail server that could not be reached can be again, and lets the messages go out then that wait for it: the
 * next try by the schedule may be hours away. Where the server was never found away, the schedule stays as it is.
 */
@Injectable()
export class MailServer {
  readonly #logger = new Logger('reminders');

  constructor(
    private readonly db: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CHANNELS) private readonly channels: Channels,
  ) {}

  /** Looks, where some message waits for it. That it is away is a fault of the step `mail-server`. */
  async turn(): Promise<void> {
    const { kysely } = this.db;
    const { rows } = await sql`select from deliveries where status = 'waiting' and unreached limit 1`.execute(kysely);
    if (rows.length === 0) return clearWholeFaults(kysely, [STEP]);
    try {
      await this.channels.email.reach?.();
    } catch (error) {
      return noteFaults(kysely, STEP, [{ about: '', error: new Error(messageOf(error)), waitMs: EVERY_MS }]);
    }
    await this.#release();
  }

  async #release(): Promise<void> {
    await this.db.kysely.transaction().execute(async (tx) => {
      const wasAway =
        (await sql`delete from faults where step = ${STEP} and about = '' returning 1`.execute(tx)).rows.length > 0;
      const { numAffectedRows } = await sql`
        update deliveries set unreached = false,
               next_at = case when ${wasAway} then least(next_at, ${this.clock.now()}::timestamptz) else next_at end
         where status = 'waiting' and unreached`.execute(tx);
      if (wasAway)
        this.#logger.log(
          `The mail server can be reached again; ${numAffectedRows ?? 0} waiting messages are tried now.`,
        );
    });
  }
}
