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
  addLinks(reply, links);
}

/** Of the parameters of a list those that only a page of it has, or only the list in its own order. */
const OF_THE_LIST = { limit: null, cursor: null, after: null, order: null, undated: null };

/** Adds `Link` with rel="alternate" to the same question in other formats, by what their addresses end with. */
export function linkFormats(
  request: FastifyRequest,
  reply: FastifyReply,
  publicUrl: string,
  formats: Readonly<Record<string, string>>,
): void {
  const address = addressOf(request, publicUrl, OF_THE_LIST);
  const [path, query] = address.split('?', 2);
  const links = Object.entries(formats).map(([ending, type]) => {
    const [mediaType] = type.split(';', 1);
    return `<${path}.${ending}${query === undefined ? '' : `?${query}`}>; rel="alternate"; type="${mediaType}"`;
  });
  addLinks(reply, links);
}

/** The most characters of `Link`: a link repeats the whole question, and proxies and clients refuse large headers. */
const MOST_CHARACTERS = 3_000;

/** Adds the links that fit; those to other pages come first, and stand in the answer as well. */
function addLinks(reply: FastifyReply, links: readonly string[]): void {
  let header = String(reply.getHeader('link') ?? '');
  for (const link of links) {
    const longer = header === '' ? link : `${header}, ${link}`;
    if (longer.length <= MOST_CHARACTERS) header = longer;
  }
  if (header !== '') void reply.header('link', header);
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
