import type { FastifyInstance } from 'fastify';

/**
 * Takes requests with the header `Expect` (RFC 9110, section 10.1.1) as all others. Node would ask for the body before any
 * check, and answer expectations that it does not know with a bare 417; those may be ignored. A client that waits for
 * `100 Continue` gets it when everything but the body was accepted, so call this after every other check. A client of
 * HTTP/1.0 knows no such answer, and its expectation is ignored.
 */
export function takeExpectations(server: FastifyInstance): void {
  for (const event of ['checkContinue', 'checkExpectation'])
    server.server.on(event, (request, response) => server.server.emit('request', request, response));
  server.addHook('onRequest', async (request, reply) => {
    if (request.raw.httpVersion !== '1.0' && /^100-continue$/i.test(request.headers.expect ?? ''))
      reply.raw.writeContinue();
  });
}
