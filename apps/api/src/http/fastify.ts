import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyHttpOptions, FastifyReply, FastifyServerOptions } from 'fastify';
import { securityHeaders } from './answer-headers.js';
import { answerClientError } from './client-error.js';
import { HttpProblem } from './http-problem.js';
import { readJsonBody } from './json-body.js';
import { problemBody } from './problem-filter.js';
import { PROBLEM_JSON } from './problem-json.js';
import { requestIdHeaders } from './request-id.js';
import { toldError } from './status-of-error.js';

/** The largest body that is read into memory: one record, 1 MiB. */
const BODY_LIMIT = 1_048_576;
/** More than a request line can hold, so that a long id is an unknown one and no broken address. */
const LONGEST_PATH_PART = 65_536;

/**
 * The HTTP server: Fastify with the limits of this API, and problem details for what fails before any route is found.
 *
 * @param publicUrl the address of the service, which decides about HSTS
 */
export function httpServer(publicUrl: string): FastifyAdapter {
  const options: FastifyServerOptions & Pick<FastifyHttpOptions<Server>, 'http'> = {
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: LONGEST_PATH_PART },
    genReqId: () => randomUUID(),
    // Node itself would answer without any header; `checkHosts` refuses what has no Host.
    http: { requireHostHeader: false },
    clientErrorHandler: answerClientError(publicUrl),
    frameworkErrors: (_error, request, reply) => {
      const told = toldError(new HttpProblem(400, 'URL_INVALID', 'The path is not percent-encoded as it must be.'));
      void (reply as unknown as FastifyReply)
        .status(told.status)
        .headers({ ...securityHeaders(publicUrl), ...requestIdHeaders(request) })
        .header('content-type', PROBLEM_JSON)
        .send(JSON.stringify(problemBody(told, request)));
    },
  };
  return new FastifyAdapter(options);
}

/** Says how bodies are read: one record as JSON, lines of records as the stream that they are. */
export function readBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request: unknown, body: Buffer) =>
    readJsonBody(body),
  );
  for (const type of ['application/x-ndjson', 'text/csv', 'application/x-www-form-urlencoded', 'multipart/form-data'])
    server.addContentTypeParser(type, (_request, payload, done) => done(null, payload));
}
