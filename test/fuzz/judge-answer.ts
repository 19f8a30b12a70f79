import type { Operation } from './description.js';
import type { Outcome } from './send.js';

/** Headers that every answer has, whatever answered. */
const ALWAYS = ['content-security-policy', 'x-content-type-options', 'referrer-policy', 'x-request-id'];
const PROBLEM = 'application/problem+json';

/** What an answer is judged by. */
export interface JudgedRequest {
  /** The operation that the request was made from; none for a page or for bytes. */
  operation?: Operation;
  /** Whether the server can see that the request has ended. */
  isWhole: boolean;
  /** Whether HTTP itself is broken, so that a closed connection is an answer too. */
  isRaw: boolean;
}

/** Where the time of an answer went, in milliseconds. */
export interface Times {
  /** The time of the answer without what the API waited for a core. */
  ownMs: number;
  /** The longest that an answer may take. */
  longestMs: number;
}

/** What is wrong with an answer, in one sentence; undefined where nothing is. */
export function faultOf(
  outcome: Outcome,
  { operation, isWhole, isRaw }: JudgedRequest,
  times: Times,
): string | undefined {
  const { kind, status, headers, reason } = outcome;
  if (kind === 'unsendable') return undefined;
  if (kind === 'hung') return `hangs: ${reason}`;
  if (kind === 'dropped') return isWhole && !isRaw ? `dropped without an answer: ${reason}` : undefined;
  // A read that waits for its view takes as long as the contract says, and then says so.
  const longestMs = times.longestMs + (status === 409 && outcome.text.includes('view-behind') ? 5_000 : 0);
  if (times.ownMs > longestMs) return `takes longer than ${times.longestMs / 1_000} s`;
  if (status === 503) return unavailableFault(outcome, operation);
  if (status >= 500) return 'answers with a server error';
  const missing = ALWAYS.filter((name) => headers[name] === undefined);
  if (missing.length > 0) return `lacks ${missing.join(', ')}`;
  if (status >= 300 && status < 400) return redirectFault(headers['location']);
  if (status < 400) return undefined;
  const type = (headers['content-type'] ?? 'no content type').split(';', 1)[0]!;
  const allowed = [PROBLEM, 'text/html', ...(operation?.typesOf(status) ?? [])];
  return allowed.includes(type) ? undefined : `answers an error as ${type}`;
}

/** Redirects stay on the service, however a browser reads their address. */
function redirectFault(location: string | undefined): string | undefined {
  if (location === undefined) return undefined;
  const here = 'http://dateline.invalid';
  const isHere = URL.canParse(location, here) && new URL(location, here).origin === here;
  return isHere ? undefined : 'redirects to another site';
}

/** 503 is an answer of its own of readiness; anywhere else it is a problem that says when to come again. */
function unavailableFault({ headers }: Outcome, operation: Operation | undefined): string | undefined {
  if (operation?.path === '/health/ready') return undefined;
  const isProblem = headers['content-type']?.startsWith(PROBLEM) === true;
  return isProblem && headers['retry-after'] !== undefined
    ? undefined
    : 'answers 503 without a problem and Retry-After';
}
