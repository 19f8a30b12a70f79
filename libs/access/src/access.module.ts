import { Injectable, Module, type BeforeApplicationShutdown } from '@nestjs/common';
import { Database } from '#libs/database';
import { Audit } from './audit.js';
import { DeferredWrite } from './deferred-write.js';
import { Denials } from './denials.js';
import { KeyChecks } from './key-checks.js';
import { noteUses, type KeyHolder } from './keys.js';

/** Finds the holder of a key, and records on which day a key was used last. */
@Injectable()
export class Keys implements BeforeApplicationShutdown {
  readonly #checks: KeyChecks;
  readonly #used = new Set<string>();
  readonly #write = new DeferredWrite(() => this.#writeUses());

  constructor(private readonly db: Database) {
    this.#checks = new KeyChecks(db);
  }

  /** The holder of a key; null where it was never made, has expired, or was revoked. */
  async check(text: string): Promise<KeyHolder | null> {
    const checked = await this.#checks.check(text);
    if (checked === null) return null;
    if (checked.isFirstToday) {
      this.#used.add(checked.holder.id);
      this.#write.schedule();
    }
    return checked.holder;
  }

  /** Writes what is not written yet, before the pool is closed. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.#write.flush();
  }

  async #writeUses(): Promise<void> {
    const ids = [...this.#used];
    this.#used.clear();
    await noteUses(this.db, ids);
  }
}

/** Gives an application its `Keys`, its `Audit` and its `Denials`. Needs DatabaseModule. */
@Module({ providers: [Keys, Audit, Denials], exports: [Keys, Audit, Denials] })
export class AccessModule {}
