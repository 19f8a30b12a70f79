import { DomainError, parseInstant } from '#libs/kernel';

/**
 * Microseconds since 1970-01-01T00:00:00Z of an RFC 3339 instant. Decimals beyond the sixth are cut, not rounded, so that
 * "at or before" never reaches into the future.
 *
 * @throws DomainError `INSTANT_INVALID`
 */
export function microsOf(instant: string): bigint {
  const micros = parseInstant(instant.replace(/(\.\d{6})\d+/, '$1'));
  if (micros !== null) return micros;
  const message = `"${instant}" is not an instant; write it as RFC 3339 does, such as 2024-09-16T09:00:00Z.`;
  throw new DomainError('INSTANT_INVALID', 'invalid', message);
}

/** The RFC 3339 text, in UTC with six decimals, of microseconds since 1970-01-01T00:00:00Z. */
export function instantOf(micros: bigint): string {
  if (micros !== last.micros) last = { micros, text: written(micros) };
  return last.text;
}

/** What was recorded together has one instant, so the last one is mostly asked for again. */
let last = { micros: 0n, text: written(0n) };

function written(micros: bigint): string {
  const rest = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = new Date(Number((micros - rest) / 1000n)).toISOString().slice(0, -'.000Z'.length);
  return `${seconds}.${String(rest).padStart(6, '0')}Z`;
}
