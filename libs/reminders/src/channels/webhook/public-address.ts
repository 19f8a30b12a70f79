import ipaddr from 'ipaddr.js';

/**
 * Whether an IP address is one that anybody may call: global unicast by the special-purpose registries of IANA (RFC 6890
 * and its updates), and no metadata service of a cloud. An IPv4 address inside an IPv6 one (mapped, translated by NAT64)
 * is judged as the IPv4 address; tunnels (6to4, Teredo) are refused. What is no address at all is not public.
 */
export function isPublicAddress(text: string): boolean {
  const bare = text.replace(/^\[|\]$/g, '');
  if (!ipaddr.isValid(bare)) return false;
  const address = ipaddr.parse(bare);
  if (address instanceof ipaddr.IPv6) {
    const inner = embeddedIPv4(address);
    if (inner !== null) return isPublicAddress(inner);
  }
  return address.range() === 'unicast' && !METADATA.has(address.toString());
}

/** Services for virtual machines that answer under an address which looks public. */
const METADATA = new Set(['168.63.129.16']);

/** ::ffff:0:0/96 and 64:ff9b::/96 carry the IPv4 address in their last 32 bits. */
function embeddedIPv4(address: ipaddr.IPv6): string | null {
  const range: string = address.range();
  const isWellKnownNat64 = address.match(ipaddr.IPv6.parse('64:ff9b::'), 96);
  return range === 'ipv4Mapped' || isWellKnownNat64 ? address.toByteArray().slice(12).join('.') : null;
}
