import type { KeyHolder } from './keys.js';

const KEY = /^key-(\d{1,18})$/;

/** The actor that the holder of a key is in the log and in the audit trail (docs/log-format.md). */
export function actorOf({ id }: Pick<KeyHolder, 'id'>): string {
  return `key-${id}`;
}

/** The id of the key of an actor; null for an actor without a key. */
export function keyIdOf(actor: string): string | null {
  return KEY.exec(actor)?.[1] ?? null;
}
