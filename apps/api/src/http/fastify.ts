import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { Readable } from 'node:stream';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyHttpOptions, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Settings } from '#libs/kernel';
import type { BodyLimits } from './admission/body-limits.js';
import type { AdmissionLimits } from './admission/limits.js';
import { securityHeaders } from './answer-headers.js';
import { fastifyTrust } from './client-address.js';
import { ClientErrors } from './client-error.js';
import { HttpProblem } from './http-problem.js';
import { readJsonBody } from './json-body.js';
import { problemBody } from './problem-filter.js';
import { PROBLEM_JSON } from './problem-json.js';
import type { ChargeRefused } from './request-check.js';
import { requestIdHeaders } from './request-id.js';
import { toldError } from './status-of-error.js';
import { leaveUnread } from './unread-body.js';

/** More than a request line can hold, so that a long id is an unknown one and no broken address. */
const LONGEST_PATH_PART = 65_536;
const BAD_URL = new HttpProblem(400, 'URL_INVALID', 'The path is not percent-encoded as it must be.');

/** The HTTP server: Fastify with the limits of this API, and problem details for what fails before any route is found. */
export function httpServer(
  { publicUrl, trustProxy }: Pick<Settings, 'publicUrl' | 'trustProxy'>,
  limits: AdmissionLimits,
  charge: ChargeRefused,
): FastifyAdapter {
  const clientErrors = new ClientErrors(publicUrl);
  const options: FastifyHttpOptions<Server> = {
    bodyLimit: limits.keyedBody,
    keepAliveTimeout: limits.keepAliveMs,
    http: {
      headersTimeout: limits.headersMs,
      connectionsCheckingInterval: limits.checkMs,
      // Node itself would answer without any header; `checkHosts` refuses what has no Host.
      requireHostHeader: false,
    },
    trustProxy: fastifyTrust(trustProxy),
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: LONGEST_PATH_PART },
    genReqId: () => randomUUID(),
    rewriteUrl: ({ url = '/' }) => originForm(url),
    clientErrorHandler: clientErrors.answer,
    frameworkErrors: (_error, request, reply) => {
      const answer = reply as unknown as FastifyReply;
      // No hook runs for it.
      void charge(request, answer)
        .catch(() => undefined)
        .then((usedUp) => {
          const told = toldError(usedUp ?? BAD_URL);
          leaveUnread(request, answer);
          return answer
            .status(told.status)
            .headers({ ...securityHeaders(publicUrl), ...requestIdHeaders(request), ...told.headers })
            .header('content-type', PROBLEM_JSON)
            .send(JSON.stringify(problemBody(told, request)));
        });
    },
  };
  const adapter = new FastifyAdapter(options);
  clientErrors.watch(adapter.getHttpServer<Server>());
  return adapter;
}

/**
 * The path and query of a request target in absolute form (RFC 9112, section 3.2.2), which every server must take. Of what
 * else is no path (`*`, another scheme) it makes a path that does not exist: the router answers a target without a leading
 * slash before any hook runs.
 */
function originForm(target: string): string {
  const [, rest = target] = /^https?:\/\/[^/?#]*(.*)$/is.exec(target) ?? [];
  return rest.startsWith('/') ? rest : `/${rest}`;
}

/** Says how bodies are read: records as JSON and forms within bounds, lines of records as the stream that they are. */
export function readBodies(server: FastifyInstance, bodies: BodyLimits): void {
  server.removeAllContentTypeParsers();
  const bounded = (request: FastifyRequest, body: Readable): Promise<Buffer> => bodies.read(request, body);
  server.addContentTypeParser('application/json', async (request: FastifyRequest, body: Readable) =>
    readJsonBody(await bounded(request, body)),
  );
  server.addContentTypeParser(['application/x-www-form-urlencoded', 'multipart/form-data'], bounded);
  server.addContentTypeParser(['application/x-ndjson', 'text/csv'], (_request, payload, done) => done(null, payload));
}
