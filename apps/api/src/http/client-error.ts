import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ConnectionError } from 'fastify';
import type { Socket } from 'node:net';
import { securityHeaders } from './answer-headers.js';
import { HttpProblem } from './http-problem.js';
import { problemBody } from './problem-filter.js';
import { PROBLEM_JSON } from './problem-json.js';
import { toldError } from './status-of-error.js';

const REASONS: Readonly<Record<string, HttpProblem>> = {
  ERR_HTTP_REQUEST_TIMEOUT: new HttpProblem(408, 'REQUEST_INVALID', 'The request did not arrive in time.'),
  HPE_HEADER_OVERFLOW: new HttpProblem(431, 'REQUEST_INVALID', 'The headers are longer than the service reads.'),
};
const NO_HTTP = new HttpProblem(400, 'REQUEST_INVALID', 'The request is not HTTP that the service reads.');

/**
 * Answers on the socket itself what Node could not read as a request, with problem details and the headers of every other
 * answer, and closes the connection.
 */
export class ClientErrors {
  readonly #answers = new WeakMap<Socket, ServerResponse>();

  constructor(private readonly publicUrl: string) {}

  /** Notes which answers are being sent: a request may prove broken after it was answered, and gets no second answer. */
  watch(server: Server): void {
    server.on('request', (request: IncomingMessage, answer) => this.#answers.set(request.socket, answer));
  }

  readonly answer = (error: ConnectionError, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    const last = this.#answers.get(socket);
    const unfinished = last?.writableFinished === false ? last : undefined;
    if (unfinished?.headersSent === true) return socket.destroySoon();
    // A request whose headers are too long never was one; then what was received says what it would have been.
    const received = error.rawPacket as unknown as Buffer | undefined;
    const isHead = unfinished?.req.method === 'HEAD' || received?.subarray(0, 5).toString('latin1') === 'HEAD ';
    if (socket.writable) socket.write(answerText(REASONS[error.code] ?? NO_HTTP, this.publicUrl, !isHead));
    socket.destroy();
  };
}

function answerText(problem: HttpProblem, publicUrl: string, withBody: boolean): string {
  const refusal = toldError(problem);
  const id = randomUUID();
  const body = JSON.stringify({ ...problemBody(refusal, { id, url: '' }), instance: undefined });
  const headers = {
    ...securityHeaders(publicUrl),
    'x-request-id': id,
    'content-type': PROBLEM_JSON,
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}\r\n${lines.join('')}\r\n${withBody ? body : ''}`;
}
