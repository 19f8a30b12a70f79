import type { FastifyError } from 'fastify';
import { isDatabaseAway, isTooSlow } from '#libs/database';
import { DomainError, type ErrorKind, type Problem } from '#libs/kernel';
import { HttpProblem } from './http-problem.js';

/** An error as the door tells it. `unexpected` errors are faults of ours: they are logged, and nothing of them is told. */
export interface ToldError {
  status: number;
  code: string;
  detail: string;
  problems: Problem[];
  headers: Record<string, string>;
  /** What was done before the error. */
  counts?: object;
  unexpected: boolean;
}

const STATUS: Record<ErrorKind, number> = {
  invalid: 400,
  'not-found': 404,
  conflict: 409,
  precondition: 412,
  refused: 422,
  behind: 409,
  denied: 403,
  limited: 429,
};

/** How a request without the right key is asked for one (RFC 6750, section 3). */
const CHALLENGES: Record<string, { status: number; error: string }> = {
  KEY_MISSING: { status: 401, error: '' },
  KEY_UNKNOWN: { status: 401, error: ', error="invalid_token"' },
  SCOPE_MISSING: { status: 403, error: ', error="insufficient_scope"' },
};

/** The only place that knows statuses. */
export function toldError(error: unknown): ToldError {
  if (error instanceof DomainError) return ofDomain(error);
  if (error instanceof HttpProblem) return ofHttp(error);
  // Dates on record were read before they were recorded, so this is one that a question brought.
  if (isTooSlow(error))
    return told(503, 'QUERY_TIMEOUT', 'The database did not answer in time; ask for less, or send again later.', {
      headers: { 'retry-after': '10' },
      unexpected: true,
    });
  const status = statusCodeOf(error);
  if (status !== undefined && status < 500) return ofFastify(status, error as FastifyError);
  if (isDatabaseAway(error))
    return told(503, 'UNAVAILABLE', 'The database cannot be reached now; send again in a moment.', {
      headers: { 'retry-after': '2' },
      unexpected: true,
    });
  return told(500, 'INTERNAL_ERROR', 'Something went wrong inside the service; its log tells more.', {
    unexpected: true,
  });
}

function ofDomain({ code, kind, message, problems, retryAfterSeconds }: DomainError): ToldError {
  const challenge = CHALLENGES[code];
  if (challenge !== undefined)
    return told(challenge.status, code, message, {
      headers: { 'www-authenticate': `Bearer realm="dateline"${challenge.error}` },
    });
  if (kind === 'behind') return told(STATUS[kind], code, message, { problems, headers: { 'retry-after': '1' } });
  if (retryAfterSeconds !== undefined)
    return told(STATUS[kind], code, message, { problems, headers: { 'retry-after': String(retryAfterSeconds) } });
  // What a record names and nobody knows is wrong with the record; only what the address names is not found.
  const named = kind === 'not-found' && problems.some((problem) => problem.pointer !== undefined);
  return told(named ? STATUS.refused : STATUS[kind], code, message, { problems });
}

function ofHttp({ status, code, message, details }: HttpProblem): ToldError {
  return told(status, code, message, details);
}

function ofFastify(status: number, { message }: FastifyError): ToldError {
  if (status === 413) return told(status, 'BODY_TOO_LARGE', 'The body is larger than 1 MiB (1048576 bytes).');
  if (status === 415)
    return told(status, 'CONTENT_TYPE_UNSUPPORTED', 'The body is of a type that is read nowhere here.');
  if (status === 404) return told(status, 'ROUTE_UNKNOWN', 'There is nothing at this address; see /docs.');
  return told(status, 'REQUEST_INVALID', `The request cannot be read: ${message}.`);
}

function told(status: number, code: string, detail: string, more: Partial<ToldError> = {}): ToldError {
  return { status, code, detail, problems: [], headers: {}, unexpected: false, ...more };
}

function statusCodeOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { statusCode, status } = error as { statusCode?: unknown; status?: unknown };
  const code = statusCode ?? status;
  return typeof code === 'number' && code >= 400 ? code : undefined;
}
