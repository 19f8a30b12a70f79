import { Catch, Logger, NotFoundException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemType } from '#libs/timeline';
import { currentCaller } from '#libs/database';
import { methodsAt } from '../openapi/addresses.js';
import { PROBLEM_CODES } from './codes.js';
import { HttpProblem } from './http-problem.js';
import { PROBLEM_JSON } from './problem-json.js';
import { refusalPage } from './refusal-page.js';
import { clientRequestId } from './request-id.js';
import { toldError, type ToldError } from './status-of-error.js';
import { retryStream } from '../stream/retry-stream.js';
import { EVENT_STREAM } from '../stream/server-sent-events.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The type of the problem that the request is answered with; of a page, of the last that the API answered it. */
    problemType: string | null;
  }
}

const logger = new Logger('http');

/** Answers every error that any route or parser throws with problem details. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const [request, reply] = [http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>()];
    sendProblem(error instanceof NotFoundException ? nothingThere(request) : error, request, reply);
  }
}

/** Answers a request with the problem details of an error, or with a page where a person is to wait, and logs one that nobody expected. */
export function sendProblem(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  headers: Record<string, string> = {},
): FastifyReply {
  const answer = toldError(error);
  const hasGone = currentCaller.getStore()?.signal.aborted === true || (request.raw.destroyed && !request.raw.complete);
  if (answer.unexpected && !hasGone)
    logger.error(`${request.method} ${pathOf(request)} (${idsOf(request)})`, stackOf(error));
  if (reply.sent) return reply;
  request.problemType = problemType(answer.code);
  const stream = retryStream(answer, request);
  if (stream !== null)
    return reply.status(200).headers({ 'cache-control': 'no-store', 'content-type': EVENT_STREAM }).send(stream);
  const page = refusalPage(answer, request);
  // Also to a client that has gone: what counts requests under way waits for the answer.
  return reply
    .status(answer.status)
    .headers({ ...answer.headers, ...headers })
    .header('content-type', page === null ? PROBLEM_JSON : 'text/html; charset=utf-8')
    .send(page ?? JSON.stringify(problemBody(answer, request)));
}

/** The body of problem details. */
export function problemBody(told: ToldError, request: { id: string; url: string }): Record<string, unknown> {
  return {
    type: problemType(told.code),
    title: PROBLEM_CODES[told.code]?.title ?? 'The request was refused',
    status: told.status,
    detail: told.detail,
    instance: pathOf(request),
    ...(told.problems.length > 0 && { errors: told.problems }),
    ...told.counts,
    requestId: request.id,
  };
}

/** The id of the request, and the one that the client gave it. */
function idsOf(request: FastifyRequest): string {
  const given = clientRequestId(request);
  return given === undefined ? request.id : `${request.id}, of the client: ${given}`;
}

/** No route took the request: the address is unknown, or it takes other methods. */
export function nothingThere(request: FastifyRequest): HttpProblem {
  const methods = methodsAt(pathOf(request));
  if (methods.length === 0 || methods.includes(request.method))
    return new HttpProblem(404, 'ROUTE_UNKNOWN', 'There is nothing at this address; see /docs.');
  const allow = methods.join(', ');
  return new HttpProblem(405, 'METHOD_NOT_ALLOWED', `This address takes ${allow}, not ${request.method}.`, {
    headers: { allow },
  });
}

function pathOf({ url }: { url: string }): string {
  return url.split('?', 1)[0]!;
}

/** The stack of an error and of everything that caused it. */
function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const stack = error.stack ?? error.message;
  return error.cause === undefined ? stack : `${stack}\ncaused by: ${stackOf(error.cause)}`;
}
