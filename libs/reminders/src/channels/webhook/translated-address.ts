import ipaddr from 'ipaddr.js';

/** Mapped IPv4, and the well-known prefix of NAT64 (RFC 6052). */
const KNOWN_PREFIXES = ['::ffff:0:0/96', '64:ff9b::/96'];
/** Bits 64 to 71 are zero in every translated address, so that the IPv4 address goes on behind them. */
const RESERVED_BYTE = 8;

/**
 * The IPv4 address that an IPv6 address stands for, in decimal parts: the address is mapped, or lies in a prefix of NAT64
 * (RFC 6052, section 2.2). Null where it stands for none, `malformed` where its reserved bits are set.
 *
 * @param own NAT64 prefixes of the operator (`NAT64_PREFIXES`), in CIDR notation
 */
export function translatedAddress(address: ipaddr.IPv6, own: readonly string[]): string | null {
  for (const prefix of [...KNOWN_PREFIXES, ...own]) {
    const [network, length] = ipaddr.IPv6.parseCIDR(prefix);
    if (!address.match(network, length)) continue;
    const bytes = address.toByteArray();
    if (length < 96 && bytes[RESERVED_BYTE] !== 0) return 'malformed';
    const rest = bytes.slice(length / 8);
    if (length < 96) rest.splice(RESERVED_BYTE - length / 8, 1);
    return rest.slice(0, 4).join('.');
  }
  return null;
}
