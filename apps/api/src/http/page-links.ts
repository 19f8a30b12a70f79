import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PageLinks } from '#libs/timeline';

/** Sets `Link` (RFC 8288) to the pages beside the one that is answered: the same question with another cursor. */
export function linkPages(request: FastifyRequest, reply: FastifyReply, publicUrl: string, page: PageLinks): void {
  const links = (['next', 'prev'] as const).flatMap((rel) => {
    const cursor = page[rel];
    return cursor === null ? [] : [`<${addressOf(request, publicUrl, cursor)}>; rel="${rel}"`];
  });
  if (links.length > 0) void reply.header('link', links.join(', '));
}

function addressOf(request: FastifyRequest, publicUrl: string, cursor: string): string {
  const [path, query = ''] = request.url.split('?', 2);
  const parameters = new URLSearchParams(query);
  parameters.set('cursor', cursor);
  return `${publicUrl}${path}?${parameters.toString()}`;
}
