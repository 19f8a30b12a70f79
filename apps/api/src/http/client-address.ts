import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import type { TrustedProxies } from '#libs/kernel';

/** An IPv6 client chooses among the addresses of its /64, so that those count as one. */
const PREFIX_PARTS = 4;

/**
 * The identity by which a client without a key is limited: its IPv4 address, or the /64 prefix of its IPv6 address
 * (`2001:db8:1:2::/64`). Behind TRUST_PROXY it is the address that the trusted proxy forwarded.
 */
export function clientOf(request: FastifyRequest): string {
  return identityOf(request.ip ?? '');
}

/** The same for an address as a socket or a proxy names it; what is no address is its own identity. */
export function identityOf(address: string): string {
  // Mostly it is IPv4 already, and a request has no time for a parser.
  if (/^\d+\.\d+\.\d+\.\d+$/.test(address)) return address;
  if (!ipaddr.isValid(address)) return address.slice(0, 64);
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  const prefix = (parsed as ipaddr.IPv6).parts.slice(0, PREFIX_PARTS).map((part) => part.toString(16));
  return `${prefix.join(':')}::/64`;
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
