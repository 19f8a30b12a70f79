import { createHash, hash as digest } from 'node:crypto';
import { canonicalJson, type JsonObject } from '#libs/kernel';

/** What the content hash covers. */
export interface HashedContent {
  stream: string;
  id: string;
  type: string;
  schemaVersion: number;
  data: JsonObject;
}

/** Everything else that a link of the chain covers. Hashes are hexadecimal. */
export interface LinkedPlace {
  previous: string;
  position: bigint;
  version: number;
  /** Microseconds since 1970-01-01T00:00:00Z. */
  recordedAtMicros: bigint;
  content: string;
  metadata: string;
}

/** The hash before the first event. */
export const NO_HASH = '0'.repeat(64);

/** SHA-256 over the canonical JSON of an event's content, in hexadecimal (docs/log-format.md). */
export function contentHash({ data, ...place }: HashedContent): string {
  return contentHashOf(canonicalJson(data), place);
}

/** The same for data whose canonical text is at hand. */
export function contentHashOf(data: string, { stream, id, type, schemaVersion }: Omit<HashedContent, 'data'>): string {
  const names = `"id":${JSON.stringify(id)},"schema":${schemaVersion},"stream":${JSON.stringify(stream)}`;
  return digest('sha256', `{"data":${data},${names},"type":${JSON.stringify(type)}}`, 'hex');
}

/** SHA-256 over the canonical JSON of an event's metadata, in hexadecimal. */
export function metadataHash(metadata: JsonObject): string {
  return metadataHashOf(canonicalJson(metadata));
}

let lastMetadata = { text: '', hash: '' };

/** The same for metadata whose canonical text is at hand. What is recorded together mostly has the same. */
export function metadataHashOf(text: string): string {
  if (lastMetadata.text !== text) lastMetadata = { text, hash: digest('sha256', text, 'hex') };
  return lastMetadata.hash;
}

/** The link of the chain for one event, in hexadecimal: the same that `append_events` computes in SQL. */
export function linkHash(place: LinkedPlace): string {
  const numbers = Buffer.alloc(24);
  numbers.writeBigInt64BE(place.position, 0);
  numbers.writeBigInt64BE(BigInt(place.version), 8);
  numbers.writeBigInt64BE(place.recordedAtMicros, 16);
  return createHash('sha256')
    .update(place.previous, 'hex')
    .update(numbers)
    .update(place.content, 'hex')
    .update(place.metadata, 'hex')
    .digest('hex');
}
