import { createHash } from 'node:crypto';
import type { Agent } from 'undici';
import { messageOf, openedAddress } from '#libs/kernel';
import { TargetRefused } from '#libs/reminders';
import { fetchAddress, FetchRefused, type FetchBounds } from './fetch-address.js';

/** What a check reads of a source on record. */
export interface CheckedSource {
  id: string;
  url: string | null;
  /** The address of an archived copy. */
  archivedUrl: string | null;
  sha256: string | null;
}

/**
 * How an address of a source was found: `ok` it answers (with the document of the record, where the record has its
 * SHA-256), `moved` permanently to another address, `changed` to another document, `unknown` where it answers and the
 * document could not be compared, `gone` (404 or 410), `unreachable` (no answer, or another one), `not-fetched` (where the
 * guard against internal addresses or a bound forbids it), `no-address` on record.
 */
export type SourceState =
  'ok' | 'moved' | 'changed' | 'unknown' | 'gone' | 'unreachable' | 'not-fetched' | 'no-address';

/** The result of the check of one address of a source. */
export interface SourceCheck {
  id: string;
  /** Which of its addresses it is. */
  address: 'url' | 'archivedUrl';
  url: string | null;
  state: SourceState;
  /** The HTTP status of the last answer. */
  status: number | null;
  /** Without a user name or password, which no record may hold. */
  movedTo: string | null;
  /** The SHA-256 of the document that was found, where it was read. */
  sha256: string | null;
  /** Why the address was not fetched or did not answer: a sentence for people. */
  detail: string | null;
}

/** What makes a check find something that an editor should look at. */
export const FINDINGS: readonly SourceState[] = ['moved', 'changed', 'unknown', 'gone', 'unreachable', 'not-fetched'];

/**
 * Fetches the addresses of a source and compares what is found with the record: its own one first, then that of an archived
 * copy, which frames the document and has another SHA-256. Never throws for what an address does.
 *
 * @throws the reason of the signal, where the check is ended early
 */
export async function checkSource(
  agent: Agent,
  { id, url, archivedUrl, sha256 }: CheckedSource,
  bounds: FetchBounds,
  signal: AbortSignal,
): Promise<SourceCheck[]> {
  const checks = [await checkAddress(agent, { id, address: 'url', url, recorded: sha256 }, bounds, signal)];
  if (archivedUrl === null) return checks;
  const archived = { id, address: 'archivedUrl', url: archivedUrl, recorded: null } as const;
  return [...checks, await checkAddress(agent, archived, bounds, signal)];
}

async function checkAddress(
  agent: Agent,
  { recorded, ...at }: Pick<SourceCheck, 'id' | 'address' | 'url'> & { recorded: string | null },
  bounds: FetchBounds,
  signal: AbortSignal,
): Promise<SourceCheck> {
  const nothing = { ...at, status: null, movedTo: null, sha256: null, detail: null };
  if (at.url === null) return { ...nothing, state: 'no-address' };
  try {
    const found = await fetchAddress(agent, at.url, recorded !== null, bounds, signal);
    const target = openedAddress(found.movedTo);
    const movedTo = target === at.url ? null : target;
    return { ...nothing, ...found, movedTo, state: stateOf({ ...found, movedTo }, recorded) };
  } catch (error) {
    signal.throwIfAborted();
    const cause = error instanceof Error && error.cause instanceof TargetRefused ? error.cause : error;
    const isForbidden = cause instanceof TargetRefused || cause instanceof FetchRefused;
    return { ...nothing, state: isForbidden ? 'not-fetched' : 'unreachable', detail: messageOf(cause) };
  }
}

function stateOf(
  { status, movedTo, sha256 }: { status: number; movedTo: string | null; sha256: string | null },
  recorded: string | null,
): SourceState {
  if (status === 404 || status === 410) return 'gone';
  if (status < 200 || status >= 300) return 'unreachable';
  if (recorded !== null && sha256 === null) return 'unknown';
  if (recorded !== null && sha256 !== recorded) return 'changed';
  return movedTo === null ? 'ok' : 'moved';
}

/**
 * A correction that an editor may import: the day on which an address was looked at, and where it moved permanently the
 * new address. The hash of another document is never put in place of the recorded one.
 *
 * @param day the day of the check, ISO 8601: what was found is known since then, not since the source was published
 */
export function correctionOf({ id, address, state, status, movedTo, detail }: SourceCheck, day: string): object {
  const found: Record<Exclude<SourceState, 'no-address'>, string> = {
    ok: 'The address answers.',
    moved: 'The address has moved permanently.',
    changed: 'The document at the address is not the one whose SHA-256 is on record.',
    unknown: 'The address answers in a form of which the SHA-256 cannot be compared.',
    gone: `The address answers ${status}: the document is gone.`,
    unreachable: status === null ? `The address did not answer: ${detail}` : `The address answers ${status}.`,
    'not-fetched': `The address was not fetched: ${detail}`,
  };
  return {
    record: 'correction',
    id: `checked-${digestOf(`${id} ${address}`)}-${day}`,
    source: id,
    knownSince: day,
    changes: { checkedOn: day, ...(state === 'moved' && { [address]: movedTo }) },
    reason:
      `Checked on ${day}${address === 'url' ? '' : ' (the archived copy)'}. ${state === 'no-address' ? '' : found[state]}`.trim(),
    sources: [{ source: id }],
  };
}

/** A short name for what may be longer than an id. */
function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
