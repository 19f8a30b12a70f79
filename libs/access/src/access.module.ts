import { Injectable, Module } from '@nestjs/common';
import { Database } from '#libs/database';
import { checkKey, type KeyHolder } from './keys.js';

/** Tells who holds a key. */
@Injectable()
export class Keys {
  constructor(private readonly db: Database) {}

  /** The holder of a key, or null where nobody holds it. */
  check(text: string): Promise<KeyHolder | null> {
    return checkKey(this.db, text);
  }
}

/** Gives an application its `Keys`. Needs DatabaseModule. */
@Module({ providers: [Keys], exports: [Keys] })
export class AccessModule {}
