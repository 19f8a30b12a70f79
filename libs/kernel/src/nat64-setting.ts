import ipaddr from 'ipaddr.js';

/** The lengths that RFC 6052 (section 2.2) knows. */
const LENGTHS = [32, 40, 48, 56, 64, 96];

/**
 * The prefixes of NAT64_PREFIXES in CIDR notation, separated by commas. Each has a length of RFC 6052 and no bit set behind
 * it, nor in bits 64 to 71, which are zero in every translated address.
 */
export function nat64PrefixesOf(text: string | undefined, wrong: string[]): string[] | undefined {
  if (text === undefined) return undefined;
  const prefixes = text.split(',').map((one) => one.trim());
  for (const prefix of prefixes)
    if (!isNat64Prefix(prefix))
      wrong.push(
        `NAT64_PREFIXES holds "${prefix}"; it must be IPv6 prefixes such as 2001:db8:64::/96, separated by commas, with a length of ${LENGTHS.join(', ')} (RFC 6052) and zeros behind it.`,
      );
  return prefixes;
}

function isNat64Prefix(text: string): boolean {
  if (!ipaddr.IPv6.isValidCIDR(text)) return false;
  const [address, length] = ipaddr.IPv6.parseCIDR(text);
  const bytes = address.toByteArray();
  return LENGTHS.includes(length) && bytes[8] === 0 && bytes.slice(length / 8).every((byte) => byte === 0);
}
