import type { IncomingHttpHeaders } from 'node:http';
import type { ExpectedVersion } from '#libs/event-store';
import { HttpProblem } from './http-problem.js';

const VERSION = /^"(0|[1-9]\d{0,14})"$/;

/**
 * What a writer expects of the stream, from the headers of RFC 9110: `If-None-Match: *` that it does not exist yet,
 * `If-Match: *` that it does, `If-Match: "3"` that it stands at that version (an ETag that a write answered).
 *
 * @throws HttpProblem HEADER_INVALID
 */
export function expectedVersion(headers: IncomingHttpHeaders): ExpectedVersion {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  if (match !== undefined && noneMatch !== undefined)
    throw malformed('If-Match and If-None-Match were both given; they expect opposite things.');
  if (noneMatch !== undefined) {
    if (noneMatch.trim() === '*') return 'no-stream';
    throw malformed(`If-None-Match is ${noneMatch}; where something is written it can only be *.`);
  }
  if (match === undefined) return 'any';
  if (match.trim() === '*') return 'stream-exists';
  const version = VERSION.exec(match.trim())?.[1];
  if (version !== undefined) return Number(version);
  throw malformed(`If-Match is ${match}; it must be * or one version in quotes, such as "3".`);
}

/** The ETag of a stream that stands at a version. */
export function etagOf(version: number): string {
  return `"${version}"`;
}

function malformed(sentence: string): HttpProblem {
  return new HttpProblem(400, 'HEADER_INVALID', sentence);
}
