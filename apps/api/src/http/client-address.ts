import { isIP, isIPv4 } from 'node:net';
import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import type { TrustedProxies } from '#libs/kernel';

const OWN_MACHINE = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
/** An IPv6 client chooses among the addresses of its /64, so that those count as one. */
const CLIENT_PREFIX = 64;
/** Many providers give a household a /56, which holds 256 networks of which each could be a client. */
const SITE_PREFIX = 56;
/** What a proxy may write about an address: quotes (RFC 7239), brackets, a zone, a port. */
const FORWARDED = /^"?(?:\[([^\]%]*)(?:%[^\]]*)?\](?::\w+)?|([\d.]+):\w+|([\da-fA-F:.]+)(?:%.*?)?)"?$/;

/**
 * The identity by which a client without a key is limited: its IPv4 address, or the /64 prefix of its IPv6 address
 * (`2001:db8:1:2::/64`). Behind TRUST_PROXY it is the address that the trusted proxy forwarded.
 */
export function clientOf(request: FastifyRequest): string {
  return identityOf(request.ip ?? '');
}

/** Whether a connection comes from the machine itself: from a probe, a proxy there or the command line. */
export function isOwnMachine(address: string): boolean {
  return OWN_MACHINE.has(address);
}

/** The same for an address as a socket or a proxy writes it. All that is no address is one identity, `unreadable`. */
export function identityOf(address: string): string {
  return networkOf(address, CLIENT_PREFIX);
}

/** The identity by which connections are counted, and what all share: as `identityOf`, but the /56 prefix of an IPv6 address. */
export function siteOf(address: string): string {
  return networkOf(address, SITE_PREFIX);
}

function networkOf(address: string, prefix: number): string {
  // Mostly it is IPv4 already, and a request has no time for a parser. A leading zero would make an alias.
  if (isIPv4(address)) return address;
  const [, bracketed, withPort, bare] = FORWARDED.exec(address.trim()) ?? [];
  const plain = bracketed ?? withPort ?? bare ?? '';
  if (isIP(plain) === 0) return 'unreadable';
  const parsed = ipaddr.process(plain);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  const bytes = parsed.toByteArray().map((byte, index) => (index < prefix / 8 ? byte : 0));
  const parts = new ipaddr.IPv6(bytes).parts.slice(0, 4).map((part) => part.toString(16));
  return `${parts.join(':')}::/${prefix}`;
}

/** What Fastify calls trustProxy. A number of hops is a function, as Fastify believes nobody where it is a bare number. */
export function fastifyTrust(
  trusted: TrustedProxies | undefined,
): string[] | ((address: string, hop: number) => boolean) | false {
  if (trusted === undefined) return false;
  return typeof trusted === 'number' ? (_address, hop) => hop < trusted : [...trusted];
}

/** Says whether a connection comes from a trusted proxy, which carries the requests of many clients. */
export function proxyTest(trusted: TrustedProxies | undefined): (address: string) => boolean {
  if (trusted === undefined) return () => false;
  if (typeof trusted === 'number') return () => true;
  const ranges = trusted.map((range) =>
    range.includes('/') ? ipaddr.parseCIDR(range) : ([ipaddr.parse(range), range.includes(':') ? 128 : 32] as const),
  );
  return (address) => {
    if (!ipaddr.isValid(address)) return false;
    const parsed = ipaddr.process(address);
    return ranges.some(([range, length]) => range.kind() === parsed.kind() && parsed.match(range, length));
  };
}
