import ipaddr from 'ipaddr.js';

/**
 * The network of a client: /24 for IPv4, /48 for IPv6. It shows an operator where guesses come from and is no address of a
 * person. Null for what is no IP address.
 */
export function networkOf(address: string): string | null {
  if (!ipaddr.isValid(address)) return null;
  const client = ipaddr.process(address);
  const length = client instanceof ipaddr.IPv4 ? 24 : 48;
  const bytes = client.toByteArray().map((byte, index) => (index < length / 8 ? byte : 0));
  return `${ipaddr.fromByteArray(bytes).toString()}/${length}`;
}
