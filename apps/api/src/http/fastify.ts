import { randomUUID } from 'node:crypto';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyServerOptions } from 'fastify';
import { HttpProblem } from './http-problem.js';
import { readJsonBody } from './json-body.js';
import { problemBody } from './problem-filter.js';
import { PROBLEM_JSON } from './problem-json.js';
import { toldError } from './status-of-error.js';

/** The largest body that is read into memory: one record, 1 MiB. */
const BODY_LIMIT = 1_048_576;
/** More than a request line can hold, so that a long id is an unknown one and no broken address. */
const LONGEST_PATH_PART = 65_536;
const REQUEST_ID = /^[\w.:-]{1,100}$/;

/** The HTTP server: Fastify with the limits of this API, and problem details for what fails before any route is found. */
export function httpServer(): FastifyAdapter {
  const options: FastifyServerOptions = {
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: LONGEST_PATH_PART },
    genReqId: ({ headers }) => {
      const given = headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
    },
    frameworkErrors: (_error, request, reply) => {
      const told = toldError(new HttpProblem(400, 'URL_INVALID', 'The path is not percent-encoded as it must be.'));
      void (reply as unknown as FastifyReply)
        .status(told.status)
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
