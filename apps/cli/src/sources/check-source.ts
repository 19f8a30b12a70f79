import type { Agent } from 'undici';
import { messageOf } from '#libs/kernel';
import { TargetRefused } from '#libs/reminders';
import { fetchAddress, FetchRefused, type FetchBounds } from './fetch-address.js';

/** What a check reads of a source on record. */
export interface CheckedSource {
  id: string;
  url: string | null;
  sha256: string | null;
}

/**
 * How the address of a source was found: `ok` it answers (with the document of the record, where the record has its
 * SHA-256), `moved` permanently to another address, `changed` to another document, `gone` (404 or 410), `unreachable`
 * (no answer, or another one), `not-fetched` (where the guard against internal addresses or a bound forbids it),
 * `no-address` on record.
 */
export type SourceState = 'ok' | 'moved' | 'changed' | 'gone' | 'unreachable' | 'not-fetched' | 'no-address';

/** The result of the check of one source. */
export interface SourceCheck {
  id: string;
  url: string | null;
  state: SourceState;
  /** The HTTP status of the last answer. */
  status: number | null;
  movedTo: string | null;
  /** The SHA-256 of the document that was found, where it was read. */
  sha256: string | null;
  /** Why the address was not fetched or did not answer: a sentence for people. */
  detail: string | null;
}

/** What makes a check find something that an editor should look at. */
export const FINDINGS: readonly SourceState[] = ['moved', 'changed', 'gone', 'unreachable', 'not-fetched'];

/**
 * Fetches the address of a source and compares what is found with the record. Never throws for what the address does.
 *
 * @throws the reason of the signal, where the check is ended early
 */
export async function checkSource(
  agent: Agent,
  { id, url, sha256: recorded }: CheckedSource,
  bounds: FetchBounds,
  signal: AbortSignal,
): Promise<SourceCheck> {
  const nothing = { id, url, status: null, movedTo: null, sha256: null, detail: null };
  if (url === null) return { ...nothing, state: 'no-address' };
  try {
    const found = await fetchAddress(agent, url, recorded !== null, bounds, signal);
    return { ...nothing, ...found, state: stateOf(found, recorded) };
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
  if (recorded !== null && sha256 !== recorded) return 'changed';
  return movedTo === null ? 'ok' : 'moved';
}

/**
 * A correction that an editor may import: the day on which the address was looked at, and where it moved permanently the
 * new address. The hash of another document is never put in place of the recorded one.
 *
 * @param day the day of the check, ISO 8601
 */
export function correctionOf({ id, state, status, movedTo, detail }: SourceCheck, day: string): object {
  const found: Record<Exclude<SourceState, 'no-address'>, string> = {
    ok: 'The address answers.',
    moved: 'The address has moved permanently.',
    changed: 'The document at the address is not the one whose SHA-256 is on record.',
    gone: `The address answers ${status}: the document is gone.`,
    unreachable: status === null ? `The address did not answer: ${detail}` : `The address answers ${status}.`,
    'not-fetched': `The address was not fetched: ${detail}`,
  };
  return {
    record: 'correction',
    id: `${id.slice(0, 100)}-checked-${day}`,
    source: id,
    changes: { checkedOn: day, ...(state === 'moved' && { url: movedTo }) },
    reason: `Checked on ${day}. ${state === 'no-address' ? '' : found[state]}`.trim(),
    sources: [{ source: id }],
  };
}
