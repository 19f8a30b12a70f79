import { messageOf } from '#libs/kernel';
import { EmbeddedPostgres, type DatabaseUrls } from '#libs/database';
import { setTimeout as wait } from 'node:timers/promises';
import { Patience } from './patience.js';

const LOOK_EVERY_MS = 300;

/** The embedded Postgres of a running service: looked after, and started again when it dies. */
export class GuardedPostgres {
  /** Settles, with one sentence, when Postgres cannot be kept running. */
  readonly failed: Promise<string>;
  #stopping = new AbortController();

  private constructor(
    private postgres: EmbeddedPostgres,
    private readonly dataDir: string,
    private readonly say: (line: string) => void,
  ) {
    this.failed = this.watch();
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
    await this.failed;
    await this.postgres.stop();
  }

  /** Answers the sentence of the failure, or nothing that anyone waits for when it is stopped. */
  private async watch(): Promise<string> {
    const patience = new Patience();
    while (await this.pause(LOOK_EVERY_MS)) {
      if (this.postgres.lives()) continue;
      const delay = patience.afterDeath();
      if (delay === 'give-up')
        return 'Postgres ended five times within a minute; DATA_DIR/postgres/server.log tells why.';
      this.say('Postgres ended; starting it again.');
      try {
        this.postgres = await EmbeddedPostgres.start(this.dataDir);
      } catch (error) {
        this.say(messageOf(error));
        await this.pause(delay);
      }
    }
    return '';
  }

  /** False when `stop` was called in the meantime. */
  private pause(ms: number): Promise<boolean> {
    return wait(ms, true, { signal: this.#stopping.signal }).catch(() => false);
  }
}
