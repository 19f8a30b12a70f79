import { createHash } from 'node:crypto';
import { canonicalJson, isStorable, type DomainError, type Json } from '#libs/kernel';
import { parameterError } from './parameters.js';

/** Where a page of a list begins: beside the item with this key, going on or going back. */
export interface Cursor {
  direction: 'next' | 'prev';
  key: (string | number)[];
}

/** A short word for the filters of a list, so that a cursor is only taken beside the filters that it came from. */
export function fingerprint(filters: Json): string {
  return createHash('sha256').update(canonicalJson(filters)).digest('base64url').slice(0, 12);
}

/** Writes a cursor as an opaque word. */
export function writeCursor({ direction, key }: Cursor, filters: string): string {
  return Buffer.from(JSON.stringify([direction, key, filters])).toString('base64url');
}

/** What a part of a key is: a day (int4), a position of the log in digits (bigint), or text. */
export type KeyPart = 'day' | 'position' | 'text';

const SMALLEST_INT4 = -2_147_483_648;
const LARGEST_INT4 = 2_147_483_647;

function isPart(part: KeyPart, value: unknown): boolean {
  if (part === 'day') return Number.isInteger(value) && Number(value) >= SMALLEST_INT4 && Number(value) <= LARGEST_INT4;
  if (typeof value !== 'string' || !isStorable(value)) return false;
  return part === 'text' || /^\d{1,18}$/.test(value);
}

/** Reads a cursor. Throws PARAMETER_INVALID where it is broken, or came from other filters. */
export function readCursor(text: string | undefined, filters: string, form: readonly KeyPart[]): Cursor | null {
  if (text === undefined) return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    throw broken('is broken; send back the cursor of an answer as it is');
  }
  const [direction, key, from] = Array.isArray(parsed) ? (parsed as unknown[]) : [];
  const fits =
    Array.isArray(key) && key.length === form.length && form.every((part, index) => isPart(part, key[index]));
  if ((direction !== 'next' && direction !== 'prev') || !fits)
    throw broken('is broken; send back the cursor of an answer as it is');
  if (from !== filters) throw broken('belongs to a list with other filters; send it back beside the same ones');
  return { direction, key: key as (string | number)[] };
}

function broken(detail: string): DomainError {
  return parameterError('cursor', detail);
}

/** The cursors to both sides of a page. */
export interface PageLinks {
  next: string | null;
  prev: string | null;
}

/**
 * Cuts a page out of rows that were read with one more than the limit, in the direction of the cursor, and says where
 * to go on to both sides.
 */
export function cutPage<Row>(
  rows: readonly Row[],
  limit: number,
  cursor: Cursor | null,
  filters: string,
  keyOf: (row: Row) => (string | number)[],
): { rows: Row[]; page: PageLinks } {
  const more = rows.length > limit;
  const kept = rows.slice(0, limit);
  const backwards = cursor?.direction === 'prev';
  if (backwards) kept.reverse();
  const first = kept[0];
  const last = kept.at(-1);
  const hasNext = backwards ? true : more;
  const hasPrev = backwards ? more : cursor !== null;
  return {
    rows: kept,
    page: {
      next: hasNext && last ? writeCursor({ direction: 'next', key: keyOf(last) }, filters) : null,
      prev: hasPrev && first ? writeCursor({ direction: 'prev', key: keyOf(first) }, filters) : null,
    },
  };
}
