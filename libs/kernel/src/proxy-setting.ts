import { isIP } from 'node:net';

/** Whose `X-Forwarded-For` is believed: the addresses and CIDR ranges of proxies, or how many proxies stand in a row. */
export type TrustedProxies = readonly string[] | number;

const MOST_HOPS = 10;

/**
 * Reads TRUST_PROXY: addresses and CIDR ranges with commas between them, or a number of hops. Undefined where it is unset.
 *
 * @param wrong takes the sentence that says what is wrong; "all" is refused, as every client could then choose its address
 */
export function trustedProxies(text: string | undefined, wrong: string[]): TrustedProxies | undefined {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) {
    const hops = Number(text);
    if (hops >= 1 && hops <= MOST_HOPS) return hops;
    wrong.push(`TRUST_PROXY is "${text}"; a number of proxies in a row is from 1 to ${MOST_HOPS}.`);
    return undefined;
  }
  const ranges = text.split(',').map((part) => part.trim());
  const bad = ranges.find((range) => !isRange(range));
  if (bad === undefined) return ranges;
  wrong.push(
    `TRUST_PROXY holds "${bad}"; it takes addresses (10.0.0.5), ranges (10.0.0.0/8) or a number of proxies, never all addresses.`,
  );
  return undefined;
}

/** The shortest prefixes: the widest private ranges, 10.0.0.0/8 and fc00::/7. */
const SHORTEST_PREFIX = { 4: 8, 6: 7 } as const;

/** One address or a range; IPv4 is written as IPv4, so that no range of mapped addresses holds all of it. */
function isRange(text: string): boolean {
  const [address = '', length, ...more] = text.split('/');
  const version = isIP(address);
  if ((version !== 4 && version !== 6) || /%|^::ffff:/i.test(address) || more.length > 0) return false;
  if (length === undefined) return address !== '0.0.0.0' && address !== '::';
  return (
    /^\d{1,3}$/.test(length) &&
    Number(length) >= SHORTEST_PREFIX[version] &&
    Number(length) <= (version === 4 ? 32 : 128)
  );
}
