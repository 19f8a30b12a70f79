import ipaddr from 'ipaddr.js';
import { translatedAddress } from './translated-address.js';

/**
 * Whether anybody may call an IP address: it is IPv4 outside of the special-purpose registry of IANA, or IPv6 global
 * unicast that IANA has allocated, outside of its registry (RFC 6890 and its updates), and no metadata service of a cloud. IPv4 inside
 * IPv6 (mapped, or translated by NAT64, RFC 6052) is judged as IPv4. What is no address is not public, and neither is IPv6
 * that was not allocated when the list below was made: only what is known to be public is taken.
 *
 * @param nat64Prefixes NAT64 prefixes of the operator's own; one that is not named looks like any other allocated address
 */
export function isPublicAddress(text: string, nat64Prefixes: readonly string[] = []): boolean {
  const address = parsed(text.replace(/^\[|\]$/g, ''));
  if (address === null) return false;
  if (address instanceof ipaddr.IPv4) return !isWithin(address, NOT_PUBLIC_IPV4);
  const translated = translatedAddress(address, nat64Prefixes);
  if (translated !== null) return isPublicAddress(translated);
  return isWithin(address, GLOBAL_UNICAST) && !isWithin(address, NOT_PUBLIC_IPV6);
}

/**
 * Whether an address is link-local, in whatever form it is written: there are the metadata services of clouds, which are
 * never called, also where private ranges are.
 */
export function isLinkLocal(text: string, nat64Prefixes: readonly string[] = []): boolean {
  const address = parsed(text.replace(/^\[|\]$/g, '').replace(/%.*$/, ''));
  if (address === null) return false;
  const translated = address instanceof ipaddr.IPv6 ? translatedAddress(address, nat64Prefixes) : null;
  return translated === null ? isWithin(address, LINK_LOCAL) : isLinkLocal(translated);
}

/**
 * An address in four decimal parts or in hexadecimal groups. The groups come from the URL parser: `ipaddr.js` reads
 * `::8.8.8.8` as a mapped address, and the network does not.
 */
function parsed(text: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  const url = `http://[${text}]`;
  return text.includes(':') && URL.canParse(url) ? ipaddr.IPv6.parse(new URL(url).hostname.slice(1, -1)) : null;
}

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

const ranges = (...texts: string[]): Range[] => texts.map((text) => ipaddr.parseCIDR(text));

const LINK_LOCAL = ranges('169.254.0.0/16', 'fe80::/10');

/**
 * What IANA has allocated to the regional registries, neighbours joined. Compared in November 2026 with a copy of the
 * registry of 2019, after which `2410::/12` (in `2400::/11`) is taken as allocated too.
 * https://www.iana.org/assignments/ipv6-unicast-address-assignments
 */
const GLOBAL_UNICAST = ranges(
  '2001:200::/23',
  '2001:400::/22',
  '2001:800::/21',
  '2001:1200::/23',
  '2001:1400::/22',
  '2001:1800::/21',
  '2001:2000::/19',
  '2001:4000::/21',
  '2001:4800::/22',
  '2001:4c00::/23',
  '2001:5000::/20',
  '2001:8000::/19',
  '2001:a000::/19',
  '2003::/18',
  '2400::/11',
  '2600::/12',
  '2610::/23',
  '2620::/23',
  '2630::/12',
  '2800::/12',
  '2a00::/11',
  '2c00::/12',
);

/** https://www.iana.org/assignments/iana-ipv6-special-registry, as far as it lies in what is allocated. */
const NOT_PUBLIC_IPV6 = ranges(
  '2001:db8::/32', // documentation
  '2620:4f:8000::/48', // AS112
);

/** https://www.iana.org/assignments/iana-ipv4-special-registry, multicast, and a metadata service that looks public. */
const NOT_PUBLIC_IPV4 = ranges(
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32', // metadata of Azure
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24', // AS112
  '192.52.193.0/24', // AMT
  '192.88.99.0/24', // relays of 6to4, deprecated
  '192.168.0.0/16',
  '192.175.48.0/24', // AS112
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
);

function isWithin(address: ipaddr.IPv4 | ipaddr.IPv6, list: readonly Range[]): boolean {
  return list.some((range) => range[0].kind() === address.kind() && (address as ipaddr.IPv6).match(range));
}
