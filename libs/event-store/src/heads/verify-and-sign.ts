import type { EventStore } from '../event-store.js';
import type { VerifyOptions, VerifyReport } from '../verify.js';
import type { SignedHeads } from './signed-heads.js';
import type { Head } from './signed-note.js';

/** How a verification is done; see `verifyAndSign`. */
export interface VerifyAndSignOptions extends Pick<VerifyOptions, 'holdsNoText' | 'onProgress'> {
  /** Heads that the log must contain besides the newest signed one, the newest last. */
  heads?: readonly Head[];
  /**
   * Only what came after the newest signed head. Where none is kept: what came after the last of `heads`, unless this host
   * signs, which takes a verification from a head outside the database or from the first event on.
   */
  onlyNew?: boolean;
}

/**
 * Verifies that the log is sound and contains the newest signed head that was kept outside the database, that of an earlier
 * key too, then signs and keeps the head that was reached. A head that contradicts an earlier one is never signed.
 */
export async function verifyAndSign(
  store: EventStore,
  signedHeads: SignedHeads,
  { heads = [], onlyNew = false, ...options }: VerifyAndSignOptions = {},
): Promise<VerifyReport> {
  const newest = signedHeads.newest();
  const known = [...heads, newest, signedHeads.newestOfEarlierKeys()].filter((head) => head !== undefined);
  const begin = newest ?? (signedHeads.maySign() ? undefined : heads.at(-1));
  const report = await store.verify({ heads: known, since: onlyNew ? begin : undefined, ...options });
  if (report.ok) signedHeads.sign(report.head);
  return report;
}
