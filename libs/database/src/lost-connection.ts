import { codeOf, messageOf } from '#libs/kernel';

/** What a socket or Postgres (SQLSTATE) says when the other side is not there, or not yet, or no longer. */
const CODES = new Set(
  [
    'ECONNREFUSED',
    'ECONNRESET',
    'ENOENT',
    'EPIPE',
    'ETIMEDOUT',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'ENOTFOUND',
    'EAI_AGAIN',
  ]
    .concat(['57P01', '57P02', '57P03', '53300'])
    .concat(['08000', '08001', '08003', '08004', '08006']),
);
/** What the drivers say without a code. */
const WORDS = /connection (terminated|ended|is closed)|timeout exceeded when trying to connect/i;

/** True where an error means that the database (or the queue's) was lost, not that it refused something. */
export function isLostConnection(error: unknown): boolean {
  return CODES.has(codeOf(error) ?? '') || WORDS.test(messageOf(error));
}
