import { Injectable, Module } from '@nestjs/common';
import { Database } from '#libs/database';
import { KeyChecks } from './key-checks.js';
import type { KeyHolder } from './keys.js';

/** Tells who holds a key. */
@Injectable()
export class Keys {
  readonly #checks: KeyChecks;

  constructor(db: Database) {
    this.#checks = new KeyChecks(db);
  }

  /** The holder of a key, or null where nobody holds it. */
  check(text: string): Promise<KeyHolder | null> {
    return this.#checks.check(text);
  }
}

/** Gives an application its `Keys`. Needs DatabaseModule. */
@Module({ providers: [Keys], exports: [Keys] })
export class AccessModule {}
