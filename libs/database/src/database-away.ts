import { codeOf, messageOf } from '#libs/kernel';

/** What a socket says when the other side is not there, or not yet, or no longer. */
const SOCKET =
  /^E(CONNREFUSED|CONNRESET|CONNABORTED|PIPE|TIMEDOUT|HOSTUNREACH|HOSTDOWN|NETUNREACH|NETDOWN|NOTFOUND|AI_AGAIN)$/;
/** Names of errors that files have too: of a database only where a connection was being made. */
const CONNECTING = /^E(NOENT|ACCES|MFILE|NFILE|NOBUFS|ADDRNOTAVAIL|AGAIN)$/;
/**
 * SQLSTATE of a session that could not be had or has ended: class 08; intervention of an operator, a crash, a shutdown or a
 * start under way (57P01 to 57P05); no connection left (53300); a transaction that stood still or lasted too long (25P03, 25P04).
 */
const SESSION_LOST = /^(08\w{3}|57P\w{2}|53300|25P03|25P04)$/;
/** What the drivers of Postgres and Redis say without a code. */
const WORDS =
  /connection (terminated|ended|error|is closed)|not queryable|timeout exceeded when trying to connect|^timeout expired$/i;
/**
 * SQLSTATE of a role or password that the server does not take (class 28) and of a database that it does not have (3D000).
 * While operators move the service to another server or change a password, that passes like an outage.
 */
const ROLE_REFUSED = /^28\w{3}$/;
const DATABASE_MISSING = '3D000';
/**
 * SQLSTATE of a server that is there and cannot do its work now: out of memory, disk or connections (class 53), an error of
 * its machine (class 58), writing to a standby or a server that was made read-only (25006), and a transaction that lost against
 * others, of which a conflict with the recovery of a standby is one (40001, 40P01, 40003).
 */
const UNABLE = /^(53\w{3}|58\w{3}|25006|40001|40P01|40003)$/;
/**
 * By 55000, the code for any state that is needed and not there, a standby says that it is one, and a server that a database
 * was closed to connections.
 */
const NOT_NOW = /recovery is in progress|during recovery|not currently accepting connections/;
/** A statement took too long (`statement_timeout`) or was cancelled, or waited for a lock for too long (`lock_timeout`). */
const TOO_SLOW = /^(57014|55P03)$/;
const READ_ONLY = '25006';

/** True where an error means that the connection to the database (or the queue's) was lost or could not be made. */
export function isLostConnection(error: unknown): boolean {
  const code = codeOf(error) ?? '';
  if (SOCKET.test(code) || SESSION_LOST.test(code)) return true;
  if (CONNECTING.test(code)) return (error as NodeJS.ErrnoException).syscall === 'connect';
  return WORDS.test(messageOf(error));
}

/** True where the server does not take the role or its password. */
export function isRoleRefused(error: unknown): boolean {
  return ROLE_REFUSED.test(codeOf(error) ?? '');
}

/**
 * True where an error is about the database as a whole and not about what was asked of it: the same may succeed later,
 * unchanged. This is the only list of what counts as the database being away.
 */
export function isDatabaseAway(error: unknown): boolean {
  const code = codeOf(error) ?? '';
  if (UNABLE.test(code) || (code === '55000' && NOT_NOW.test(messageOf(error)))) return true;
  return isLostConnection(error) || isRoleRefused(error) || code === DATABASE_MISSING;
}

/** True where one statement took too long or was cancelled; others may succeed meanwhile. */
export function isTooSlow(error: unknown): boolean {
  return TOO_SLOW.test(codeOf(error) ?? '');
}

/** True for the answer of a server that takes no writes; after a failover it is the former primary. */
export function isReadOnlyAnswer(error: unknown): boolean {
  return codeOf(error) === READ_ONLY;
}
