/** Waits between tries, in seconds: the schedule that Standard Webhooks 1.0 recommends, just over three days in all. */
const WAITS_S = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
/** How far a wait may be from the schedule, so that many targets that came back are not called in one instant. */
const JITTER = 0.2;
/** The longest that a receiver may ask to be left alone. */
const LONGEST_RETRY_AFTER_MS = 24 * 3_600_000;

/** How often a message is tried at most. */
export const MOST_TRIES = WAITS_S.length + 1;

/**
 * How many milliseconds to wait before the next try of a message, the first wait following try 1; null where all tries are
 * used up. A receiver that names a time (`Retry-After`) is left alone at least as long, up to a day.
 *
 * @param triesMade how often it was tried, from 1
 * @param random from 0 (inclusive) to 1, for the jitter
 * @param wantedMs how long the receiver asked to be left alone
 */
export function waitBeforeRetry(triesMade: number, random: number, wantedMs = 0): number | null {
  const wait = WAITS_S[triesMade - 1];
  if (wait === undefined) return null;
  const jittered = Math.round(wait * 1_000 * (1 - JITTER + 2 * JITTER * random));
  return Math.max(jittered, Math.min(wantedMs, LONGEST_RETRY_AFTER_MS));
}

/**
 * Milliseconds that a `Retry-After` header asks for (RFC 9110, section 10.2.3: seconds, or an HTTP date); undefined where
 * there is none, or none that can be read.
 *
 * @param now the instant at which the answer came
 */
export function retryAfterMs(header: string | undefined, now: Date): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  if (!/^[A-Z][a-z]{2,8},? /.test(text)) return undefined;
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? undefined : Math.max(0, instant - now.getTime());
}
