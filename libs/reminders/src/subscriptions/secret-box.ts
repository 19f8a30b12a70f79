import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { REMINDER_OPTIONS, type ReminderOptions } from '../options.js';

const IV_BYTES = 12;
const TAG_BYTES = 16;
/** How a sealed text begins in a column of texts; what does not begin so stands there as it is. */
const SEALED_TEXT = 'sealed:';

/** What is stored was encrypted with a key that this process does not have, or for another place. */
export class WrongKey extends Error {
  constructor() {
    super('The keys of subscriptions were encrypted with another SECRETS_KEY.');
  }
}

/**
 * Encrypts what signs links and webhooks before it is stored (AES-256-GCM, with the place in which it is stored as
 * authenticated data), so that a copy of the database opens no link. Without SECRETS_KEY it is stored as it is.
 */
@Injectable()
export class SecretBox {
  readonly #key: Buffer | undefined;
  readonly #keyBefore: Buffer | undefined;

  constructor(@Inject(REMINDER_OPTIONS) { secretsKey, secretsKeyBefore }: ReminderOptions) {
    this.#key = secretsKey;
    this.#keyBefore = secretsKeyBefore;
  }

  /** Whether something may be encrypted with the key before. */
  get hasKeyBefore(): boolean {
    return this.#key !== undefined && this.#keyBefore !== undefined;
  }

  /** Whether what is stored from now on is encrypted. */
  get isSealing(): boolean {
    return this.#key !== undefined;
  }

  /** @param place what the bytes belong to, such as the id of a subscription; `open` needs the same */
  seal(plain: Buffer, place: string): Buffer {
    if (this.#key === undefined) return plain;
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv).setAAD(Buffer.from(place));
    const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
  }

  /**
   * Opens a key of 32 bytes, sealed or not.
   *
   * @throws WrongKey where it was sealed with neither key, or for another place; Error where there is no key
   */
  open(stored: Buffer, place: string): Buffer {
    return stored.length === 32 ? stored : this.#unseal(stored, place);
  }

  /** The same for a text. */
  sealText(plain: string, place: string): string {
    if (this.#key === undefined) return plain;
    return `${SEALED_TEXT}${this.seal(Buffer.from(plain), place).toString('base64')}`;
  }

  /** @throws Error as `open` */
  openText(stored: string, place: string): string {
    if (!stored.startsWith(SEALED_TEXT)) return stored;
    return this.#unseal(Buffer.from(stored.slice(SEALED_TEXT.length), 'base64'), place).toString();
  }

  #unseal(sealed: Buffer, place: string): Buffer {
    if (this.#key === undefined)
      throw new Error('The keys of subscriptions are encrypted; give SECRETS_KEY as the service has it.');
    const opened = unsealed(sealed, place, this.#key) ?? (this.#keyBefore && unsealed(sealed, place, this.#keyBefore));
    if (opened === undefined) throw new WrongKey();
    return opened;
  }
}

/** Undefined where it was sealed with another key, or for another place. */
function unsealed(sealed: Buffer, place: string, key: Buffer): Buffer | undefined {
  const [iv, tag] = [sealed.subarray(0, IV_BYTES), sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES)];
  const decipher = createDecipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(place)).setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
  } catch {
    return undefined;
  }
}
