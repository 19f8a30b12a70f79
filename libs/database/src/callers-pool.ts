import { Pool, type PoolClient } from 'pg';
import { currentCaller } from './caller.js';

type Connected = (error: Error | undefined, client: PoolClient | undefined, done: (release?: unknown) => void) => void;

/** A pool of which the current caller gets a connection only with a place (`Caller.takePlace`), held until its release. */
export class CallersPool extends Pool {
  override connect(): Promise<PoolClient>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<PoolClient> | void {
    const takePlace = currentCaller.getStore()?.takePlace;
    if (takePlace === undefined) return callback === undefined ? super.connect() : super.connect(callback);
    const connected = this.#connectWith(takePlace);
    if (callback === undefined) return connected;
    // As in the pool itself, what the callback throws is nobody's to catch.
    connected.then(
      (client) => process.nextTick(callback, undefined, client, (destroy?: boolean) => client.release(destroy)),
      (error: unknown) => process.nextTick(callback, error, undefined, () => {}),
    );
    return undefined;
  }

  async #connectWith(takePlace: () => Promise<() => void>): Promise<PoolClient> {
    const giveBack = await takePlace();
    try {
      const client = await super.connect();
      const release = client.release.bind(client);
      client.release = (destroy) => {
        giveBack();
        release(destroy);
      };
      return client;
    } catch (error) {
      giveBack();
      throw error;
    }
  }
}
