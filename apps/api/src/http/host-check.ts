import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Settings } from '#libs/kernel';
import { HttpProblem } from './http-problem.js';
import { checkRequests, type ChargeRefused } from './request-check.js';

/**
 * Refuses a request whose `Host` names another machine (421, RFC 9110 section 15.5.20). A page of another site can point
 * its own name at this address (DNS rebinding), and its script would then read from here as from its own site. Taken are
 * the hosts of PUBLIC_URL, HOST and ALLOWED_HOSTS, the names of this machine for itself, and the address at which the
 * connection arrived, as probes of an orchestrator use it: a browser sends an address only for a page that was itself
 * loaded from it. Where the request line names a host (absolute form), that one decides (RFC 9112 section 3.2.2). Several
 * lines `Host` are refused, as a proxy may have checked another one than the service.
 */
export function checkHosts(
  server: FastifyInstance,
  settings: Pick<Settings, 'publicUrl' | 'host' | 'allowedHosts'>,
  charge: ChargeRefused,
): void {
  const configured = [
    new URL(settings.publicUrl).hostname,
    hostOf(settings.host),
    ...settings.allowedHosts.map(hostOf),
  ];
  const allowed = new Set(configured);
  const check = (request: FastifyRequest): void => {
    const { headers, raw } = request;
    if (raw.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length > 1)
      throw new HttpProblem(400, 'REQUEST_INVALID', 'The request has several lines Host.');
    if (headers.host === undefined || headers.host === '') {
      // A browser always names the host; RFC 9112 section 3.2 asks every client of HTTP/1.1 to.
      if (raw.httpVersion !== '1.0') throw new HttpProblem(400, 'REQUEST_INVALID', 'The request has no Host.');
      if (authorityOf(request) === undefined) return;
    }
    const host = hostOf(authorityOf(request) ?? '');
    if (host !== null && (allowed.has(host) || isOwnName(host) || host === hostOf(raw.socket.localAddress ?? '')))
      return;
    throw new HttpProblem(
      421,
      'HOST_NOT_ALLOWED',
      'The request names another host than this service; set PUBLIC_URL or ALLOWED_HOSTS to the name it is reached by.',
    );
  };
  checkRequests(server, check, charge);
}

/** The authority that a request is for: that of a request line in absolute form, else that of `Host`. */
export function authorityOf({ headers, originalUrl }: FastifyRequest): string | undefined {
  return authorityIn(originalUrl) ?? (headers.host === '' ? undefined : headers.host);
}

/** The authority of a request line in absolute form; undefined where the line holds a path alone. */
function authorityIn(target: string | undefined): string | undefined {
  return /^[a-z][a-z\d+.-]*:\/\/([^/?#]*)/i.exec(target ?? '')?.[1];
}

/** The host of `name:port`, `name` or an IP address, as URLs are compared; null where it is none. */
function hostOf(text: string): string | null {
  const bare = text.replace(/^::ffff:(?=\d+\.)/, '');
  const address = /^[\da-f:]*:[\da-f:.]*:[\da-f:.]*$/i.test(bare) ? `http://[${bare}]` : `http://${bare}`;
  if (/[/?#@\\]/.test(bare) || !URL.canParse(address)) return null;
  return new URL(address).hostname.replace(/\.$/, '');
}

/** Names that stand for the machine itself (RFC 6761), and its loopback addresses. */
function isOwnName(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d+){3}$/.test(host);
}
