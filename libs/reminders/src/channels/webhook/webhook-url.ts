import { isIP } from 'node:net';
import { UNWRITABLE_IN_URL } from '#libs/kernel';
import { isLinkLocal, isPublicAddress } from './public-address.js';

/** What a webhook may be sent to. */
export interface TargetRules {
  /** Also what is private or loopback, there over plain http too and to any port (WEBHOOK_ALLOW_PRIVATE). */
  allowPrivate: boolean;
  /** Prefixes by which NAT64 of the operator's own translates IPv4 (NAT64_PREFIXES), in CIDR notation. */
  nat64Prefixes?: readonly string[] | undefined;
}

/** The longest address that is kept. */
const LONGEST_URL = 2_000;
/** The ports of public machines that are called: those on which https is usually offered. */
const PUBLIC_PORTS = new Set(['', '443', '8443']);

/**
 * Why an address cannot be the target of a webhook, in words that follow "The address"; null where nothing speaks against
 * it. Odd spellings of IP addresses (octal, decimal, hexadecimal) are read as the WHATWG URL standard reads them. A name
 * is looked up only when it is called (`guardedAgent`), since what it stands for may change.
 */
export function webhookUrlProblem(text: string, { allowPrivate, nat64Prefixes }: TargetRules): string | null {
  if (text.length > LONGEST_URL) return `is longer than ${LONGEST_URL} characters`;
  if (UNWRITABLE_IN_URL.test(text))
    return 'holds a space, a control character or a backslash; write it percent-encoded';
  if (!URL.canParse(text)) return 'is not an address that starts with https://';
  const url = new URL(text);
  const isPlain = url.protocol === 'http:' && allowPrivate;
  if (url.protocol !== 'https:' && !isPlain)
    return 'must start with https://, since what is sent may not be read on the way';
  if (url.username !== '' || url.password !== '')
    return 'carries a user name or password; leave them out, every message is signed';
  if (url.hash !== '') return 'has a part behind #, which is never sent';
  const host = hostOf(url);
  const isPublic = isIP(host) === 0 ? (allowPrivate ? undefined : true) : isPublicAddress(host, nat64Prefixes);
  if (isPublic === false && (!allowPrivate || isLinkLocal(host, nat64Prefixes)))
    return 'lies in a private, local or reserved range, where nothing is sent';
  if (!allowPrivate && isIP(host) === 0 && isLocalName(host))
    return 'names a machine of a private network, where nothing is sent';
  if (isPublic === true && !isForPublic(url)) return 'must start with https:// and use port 443 or 8443';
  return null;
}

/** The host of an address without the brackets of IPv6. */
export function hostOf(url: Pick<URL, 'hostname'>): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

/** Whether a public machine may be called in this way. */
export function isForPublic({ protocol, port }: Pick<URL, 'protocol' | 'port'>): boolean {
  return protocol === 'https:' && PUBLIC_PORTS.has(port);
}

/** Names that by standard (RFC 6761, 6762, 8375, 9476) or custom never stand for a public machine. */
function isLocalName(host: string): boolean {
  const name = host.replace(/\.+$/, '').toLowerCase();
  return (
    !name.includes('.') || /\.(localhost|local|internal|intranet|lan|home|corp|home\.arpa|alt|onion|svc)$/.test(name)
  );
}
