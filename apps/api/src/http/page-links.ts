import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PageLinks } from '#libs/timeline';

/**
 * Sets `Link` (RFC 8288) to the pages beside the one that is answered: the same question with another cursor, or with
 * what else says where to go on.
 */
export function linkPages(
  request: FastifyRequest,
  reply: FastifyReply,
  publicUrl: string,
  page: PageLinks,
  parameter = 'cursor',
): void {
  const links = (['next', 'prev'] as const).flatMap((rel) => {
    const cursor = page[rel];
    return cursor === null ? [] : [`<${addressOf(request, publicUrl, { [parameter]: cursor })}>; rel="${rel}"`];
  });
  if (links.length > 0) void reply.header('link', links.join(', '));
}

/** The address of a request on this service, with some of its parameters changed; null takes one out. */
export function addressOf(
  request: FastifyRequest,
  publicUrl: string,
  change: Readonly<Record<string, string | null>>,
): string {
  const [path, query = ''] = request.url.split('?', 2);
  const parameters = new URLSearchParams(query);
  for (const [name, value] of Object.entries(change))
    if (value === null) parameters.delete(name);
    else parameters.set(name, value);
  const text = parameters.toString();
  return `${publicUrl}${path}${text === '' ? '' : `?${text}`}`;
}
