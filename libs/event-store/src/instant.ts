import { DomainError } from '#libs/kernel';

const INSTANT = /^((?!0000)\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}:\d{2})(?:\.(\d+))?([Zz]|[+-]\d{2}:\d{2})$/;

/**
 * Microseconds since 1970-01-01T00:00:00Z of an RFC 3339 instant. Decimals beyond the sixth are cut, not rounded, so that
 * "at or before" never reaches into the future.
 *
 * @throws DomainError `INSTANT_INVALID`
 */
export function microsOf(instant: string): bigint {
  const [, day, time, fraction = '', zone = ''] = INSTANT.exec(instant) ?? [];
  const seconds = day === undefined ? NaN : Date.parse(`${day}T${time}${zone.toUpperCase()}`);
  if (Number.isNaN(seconds)) {
    const message = `"${instant}" is not an instant; write it as RFC 3339 does, such as 2024-09-16T09:00:00Z.`;
    throw new DomainError('INSTANT_INVALID', 'invalid', message);
  }
  return BigInt(seconds) * 1000n + BigInt(fraction.slice(0, 6).padEnd(6, '0'));
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
