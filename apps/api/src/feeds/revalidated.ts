import type { FastifyReply, FastifyRequest } from 'fastify';
import { isKnown } from '../http/answer-headers.js';

/**
 * A feed that its client keeps for itself (`private`) and requests again with its ETag. Another head of the log alone makes
 * no other feed: it is in a header as well.
 *
 * @param type the media type
 */
export function revalidated(
  request: FastifyRequest,
  reply: FastifyReply,
  type: string,
  { text, logHead }: { text: string; logHead: string },
): string {
  // Lines of a calendar are folded (RFC 5545, section 3.1), also within the head.
  const known = isKnown(request, reply, text.replaceAll('\r\n ', '').replaceAll(logHead, ''));
  void reply.header('cache-control', 'private, no-cache');
  if (known) return '';
  void reply.header('content-type', type);
  return text;
}
