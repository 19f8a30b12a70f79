import { withoutCaller, type Database } from '#libs/database';
import { checkKeys, type CheckedKey } from './keys.js';

interface Waiting {
  key: string;
  resolve: (holder: CheckedKey | null) => void;
  reject: (error: unknown) => void;
}

/**
 * Checks of keys that wait together go in one round trip, and one is under way at a time: a busy server asks once for
 * many requests. Each is answered from a reading that began after it was asked, so that a key that was revoked is refused
 * at once.
 */
export class KeyChecks {
  #waiting: Waiting[] = [];
  #isBusy = false;

  constructor(private readonly db: Database) {}

  /** The holder of a key, or null where it is not valid. */
  check(key: string): Promise<CheckedKey | null> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ key, resolve, reject });
      this.#schedule();
    });
  }

  /** Who asks in the same turn of the event loop asks together. */
  #schedule(): void {
    if (this.#isBusy || this.#waiting.length === 0) return;
    this.#isBusy = true;
    setImmediate(() => void withoutCaller(() => this.#sendNext()));
  }

  async #sendNext(): Promise<void> {
    const group = this.#waiting;
    this.#waiting = [];
    try {
      const checked = await checkKeys(this.db, [...new Set(group.map(({ key }) => key))]);
      for (const { key, resolve } of group) resolve(checked.get(key) ?? null);
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
    this.#isBusy = false;
    this.#schedule();
  }
}
