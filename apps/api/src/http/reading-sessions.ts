import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Keys, openSession, SESSION_SECONDS, type KeyHolder } from '#libs/access';
import type { Settings } from '#libs/kernel';
import { SETTINGS } from '../settings.js';

const COOKIE = 'reading';

/**
 * Sessions in which a browser reads where reading needs a key. The cookie is sent by no other site and seen by no script,
 * and stands for the scope `read` alone, whatever the key is good for.
 */
@Injectable()
export class ReadingSessions {
  readonly #secret: Buffer;
  readonly #attributes: string;

  constructor(
    private readonly keys: Keys,
    @Inject(SETTINGS) { secretsKey, publicUrl }: Settings,
  ) {
    // Without SECRETS_KEY a session is one of this process alone.
    this.#secret = secretsKey ?? randomBytes(32);
    this.#attributes = `HttpOnly; SameSite=Strict${publicUrl.startsWith('https:') ? '; Secure' : ''}`;
  }

  /** `Set-Cookie` that begins a session of the holder of a key; null: that ends the one that there is. */
  cookieFor(holder: KeyHolder | null): string {
    const token = holder === null ? '' : openSession(holder, 'reading', this.#secret);
    const seconds = holder === null ? 0 : SESSION_SECONDS.reading;
    return `${COOKIE}=${token}; Path=/; Max-Age=${seconds}; ${this.#attributes}`;
  }

  /** Who reads by the session of a request, with the scope `read` alone; null where there is none, or its key has ended. */
  async holderOf({ headers }: FastifyRequest): Promise<KeyHolder | null> {
    const token = /(?:^|;\s*)reading=([^;\s]+)/.exec(headers.cookie ?? '')?.[1];
    const holder = token === undefined ? null : await this.keys.checkSession(token, 'reading', this.#secret);
    return holder && { ...holder, scopes: ['read'] };
  }
}
