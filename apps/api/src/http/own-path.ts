/** Stands for the service where only a path and a query are read; no request can name it. */
const HERE = 'http://here.invalid';

/**
 * The path and query to which an address leads a browser on this service, for a redirect; `/` where it leads anywhere
 * else. It is read by the URL parser, which drops tabs and line ends and takes a backslash for a slash as browsers do.
 */
export function ownPath(address: string): string {
  if (!address.startsWith('/') || !URL.canParse(address, HERE)) return '/';
  const { origin, pathname, search } = new URL(address, HERE);
  // A path that begins with two slashes would itself be read as the address of another host.
  return origin === HERE && !pathname.startsWith('//') ? `${pathname}${search}` : '/';
}
