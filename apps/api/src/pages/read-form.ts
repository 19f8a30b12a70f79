import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { HttpProblem } from '../http/http-problem.js';

/** More than any form of the pages holds. */
const MOST_BYTES = 65_536;

/**
 * The fields of a form that a browser sends, `application/x-www-form-urlencoded`. What a mail program sends for its one
 * click (RFC 8058) may be of another type, and says nothing that the address does not.
 *
 * @throws HttpProblem BODY_TOO_LARGE
 */
export async function readForm({ body, headers }: FastifyRequest): Promise<URLSearchParams> {
  if (!(body instanceof Readable)) return new URLSearchParams();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) throw new HttpProblem(413, 'BODY_TOO_LARGE', 'A form of at most 64 KiB is taken here.');
    chunks.push(chunk);
  }
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  return new URLSearchParams(isForm ? Buffer.concat(chunks).toString('utf8') : '');
}
