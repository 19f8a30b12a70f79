import type { FastifyInstance } from 'fastify';
import { HttpProblem } from './http-problem.js';
import { checkRequests } from './request-check.js';
import { hasBody } from './unread-body.js';

/** The names of UTF-8, and of the part of it that is read alike. */
const UTF_8 = /^(utf-?8|us-ascii)$/i;

/**
 * Refuses bodies that are compressed or not in UTF-8 before they are read (415, RFC 9110 section 15.5.16; for a
 * Transfer-Encoding 400, as RFC 9112 section 6.1 allows). Read as plain UTF-8 they would be broken, or be recorded as what
 * their client did not mean: Node takes the chunks apart and leaves every other coding in them.
 */
export function requirePlainBodies(server: FastifyInstance): void {
  checkRequests(server, ({ headers, raw }) => {
    if (!hasBody(raw)) return;
    if (!/^\s*chunked\s*$/i.test(headers['transfer-encoding'] ?? 'chunked'))
      throw new HttpProblem(400, 'REQUEST_INVALID', 'Of transfer encodings the service reads "chunked" alone.');
    const coding = headers['content-encoding']?.trim() ?? '';
    if (coding !== '' && coding.toLowerCase() !== 'identity')
      throw new HttpProblem(
        415,
        'CONTENT_TYPE_UNSUPPORTED',
        'The body is compressed; send it without Content-Encoding.',
        {
          headers: { 'accept-encoding': 'identity' },
        },
      );
    const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(headers['content-type'] ?? '')?.[1];
    if (charset !== undefined && !UTF_8.test(charset))
      throw new HttpProblem(415, 'CONTENT_TYPE_UNSUPPORTED', 'The body is not in UTF-8, the one charset that is read.');
  });
}
