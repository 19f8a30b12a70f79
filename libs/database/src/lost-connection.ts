import { codeOf, messageOf } from '#libs/kernel';

/** What a socket or Postgres (SQLSTATE) says when the other side is not there, or not yet, or no longer. */
const CODES =
  /^(ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|57P0[123]|53300|08\w{3})$/;
/** What the drivers say without a code. */
const WORDS = /connection (terminated|ended|error|is closed)|not queryable|timeout exceeded when trying to connect/i;

/** True where an error means that the database (or the queue's) was lost, not that it refused something. */
export function isLostConnection(error: unknown): boolean {
  return CODES.test(codeOf(error) ?? '') || WORDS.test(messageOf(error));
}
