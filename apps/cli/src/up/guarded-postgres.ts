import { messageOf } from '#libs/kernel';
import { EmbeddedPostgres, type DatabaseUrls } from '#libs/database';
import { setTimeout as wait } from 'node:timers/promises';
import { Patience } from './patience.js';

const LOOK_EVERY_MS = 300;
/** The longest pause before Postgres is started again. */
const LONGEST_PAUSE_MS = 5_000;

/**
 * The embedded Postgres of a running service: looked after, and started again when it dies, however often. What keeps it from
 * running, such as a full disk, may pass; the programs wait meanwhile, and answer that the database is away.
 */
export class GuardedPostgres {
  readonly #stopping = new AbortController();
  readonly #watching: Promise<void>;

  private constructor(
    private postgres: EmbeddedPostgres,
    private readonly dataDir: string,
    private readonly say: (line: string) => void,
  ) {
    this.#watching = this.watch();
  }

  static async start(dataDir: string, say: (line: string) => void): Promise<GuardedPostgres> {
    return new GuardedPostgres(await EmbeddedPostgres.start(dataDir), dataDir, say);
  }

  /** The same for every start on one data folder. */
  get urls(): DatabaseUrls {
    const { url, ownerUrl } = this.postgres;
    return { url, ownerUrl };
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#watching;
    await this.postgres.stop();
  }

  private async watch(): Promise<void> {
    const patience = new Patience();
    let complaint: string | undefined;
    while (await this.pause(LOOK_EVERY_MS)) {
      if (this.postgres.lives()) continue;
      if (complaint === undefined) this.say('Postgres ended; starting it again.');
      const delay = patience.afterDeath();
      if (delay === 'give-up') await this.pause(LONGEST_PAUSE_MS);
      try {
        this.postgres = await EmbeddedPostgres.start(this.dataDir);
        if (complaint !== undefined) this.say('Postgres runs again.');
        complaint = undefined;
      } catch (error) {
        const sentence = messageOf(error);
        if (sentence !== complaint) this.say(`${sentence} It is tried again until it starts.`);
        complaint = sentence;
        if (delay !== 'give-up') await this.pause(Math.min(delay, LONGEST_PAUSE_MS));
      }
    }
  }

  /** False when `stop` was called in the meantime. */
  private pause(ms: number): Promise<boolean> {
    return wait(ms, true, { signal: this.#stopping.signal }).catch(() => false);
  }
}
