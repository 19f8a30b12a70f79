import { Injectable, Module, type BeforeApplicationShutdown } from '@nestjs/common';
import { Database } from '#libs/database';
import { Audit } from './audit.js';
import { DeferredWrite } from './deferred-write.js';
import { Denials } from './denials.js';
import { KeyChecks } from './key-checks.js';
import { sessionKey, type SessionKind } from './key-sessions.js';
import { noteUses, type CheckedKey, type KeyHolder } from './keys.js';

/** Finds the holder of a key, and records on which day a key was used last. */
@Injectable()
export class Keys implements BeforeApplicationShutdown {
  readonly #checks: KeyChecks;
  readonly #used = new Set<string>();
  readonly #write = new DeferredWrite('days on which keys were used', () => this.#writeUses());

  constructor(private readonly db: Database) {
    this.#checks = new KeyChecks(db);
  }

  /** The holder of a key; null where it was never made, has expired, or was revoked. */
  async check(text: string): Promise<KeyHolder | null> {
    return this.#noteUse(await this.#checks.check(text));
  }

  /**
   * The holder of the key that the token of a session stands for; null where it is no such token, has ended, or its key
   * has.
   *
   * @param secret signed the token (`openSession`)
   */
  async checkSession(token: string, kind: SessionKind, secret: Buffer): Promise<KeyHolder | null> {
    return this.#noteUse(await sessionKey(this.db, token, kind, secret));
  }

  /** Writes what is not written yet, before the pool is closed. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.#write.close();
  }

  #noteUse(checked: CheckedKey | null): KeyHolder | null {
    if (checked === null) return null;
    if (checked.isFirstToday) {
      this.#used.add(checked.holder.id);
      this.#write.schedule();
    }
    return checked.holder;
  }

  async #writeUses(): Promise<void> {
    const ids = [...this.#used];
    await noteUses(this.db, ids);
    for (const id of ids) this.#used.delete(id);
  }
}

/** Gives an application its `Keys`, its `Audit` and its `Denials`. Needs DatabaseModule. */
@Module({ providers: [Keys, Audit, Denials], exports: [Keys, Audit, Denials] })
export class AccessModule {}
