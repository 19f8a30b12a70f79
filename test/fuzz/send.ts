import { Agent, request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { bytesOf, targetOf, type Draft } from './draft.js';
import type { KnownValues } from './known-values.js';
import type { RawRequest } from './raw-requests.js';

/** No answer is kept beyond this: enough for every problem document. */
const KEPT_CHARACTERS = 20_000;
/** After its first bytes a raw answer has ended when nothing more arrives for this long. */
const QUIET_MS = 100;

/** Methods whose requests say that they have no body; without a length Node would send an empty chunked one. */
const BODY_METHODS = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** A request as it goes out. */
export interface Outgoing {
  method: string;
  target: string;
  headers: [name: string, value: string][];
  body: Buffer | null;
}

/** What became of a request. */
export interface Outcome {
  /** `answered`; `dropped`: the connection ended without an answer; `hung`: neither; `unsendable`: the client refused. */
  kind: 'answered' | 'dropped' | 'hung' | 'unsendable';
  status: number;
  headers: Record<string, string>;
  /** The beginning of the body. */
  text: string;
  ms: number;
  /** Why there is no answer. */
  reason: string;
}

/** Where requests go, and from where. */
export interface Route {
  port: number;
  /** The address of the client: any of 127.0.0.0/8 where the system has those. */
  localAddress?: string;
  /** How long to wait for an answer, in milliseconds. */
  patienceMs: number;
}

/** The request with the values of this run in the place of those that the seed cannot know. */
export function outgoing(draft: Draft, known: KnownValues, fresh: string): Outgoing {
  const filled = (text: string): string => known.filled(text, fresh);
  const bytes = bytesOf(draft.body);
  // Bytes that are no text keep every byte as a character of its own.
  const body = bytes === null ? null : Buffer.from(filled(bytes.toString('latin1')), 'latin1');
  return {
    method: draft.method,
    target: filled(targetOf(draft)),
    headers: draft.headers.map(([name, value]) => [name, filled(value).replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '?')]),
    body,
  };
}

/** Sends a request on a connection of its own and reads the answer; of a stream of events only its head. */
export function send(
  { method, target, headers, body }: Outgoing,
  { port, localAddress, patienceMs }: Route,
): Promise<Outcome> {
  const began = performance.now();
  // Kept alive, so that the server reads a body that it refused to the end and the answer arrives.
  const agent = new Agent({ keepAlive: true });
  const names = new Set(headers.map(([name]) => name.toLowerCase()));
  const sent = [
    ...(names.has('host') ? [] : ['Host', `127.0.0.1:${port}`]),
    ...headers.flat(),
    ...(names.has('transfer-encoding') || (body === null && !BODY_METHODS.has(method))
      ? []
      : ['Content-Length', String(body?.length ?? 0)]),
  ];
  return new Promise<Outcome>((resolve) => {
    const end = (outcome: Partial<Outcome>): void => {
      clearTimeout(patience);
      resolve({
        kind: 'dropped',
        status: 0,
        headers: {},
        text: '',
        reason: '',
        ms: performance.now() - began,
        ...outcome,
      });
      agent.destroy();
    };
    const patience = setTimeout(
      () => end({ kind: 'hung', reason: `no answer in ${patienceMs / 1_000} s` }),
      patienceMs,
    );
    try {
      const going = request({ host: '127.0.0.1', port, localAddress, method, path: target, headers: sent, agent });
      going.once('error', (error) => end({ reason: error.message }));
      going.once('response', (answer) => read(answer, end));
      going.end(body ?? undefined);
    } catch (error) {
      end({ kind: 'unsendable', reason: String(error) });
    }
  });
}

function read(answer: IncomingMessage, end: (outcome: Partial<Outcome>) => void): void {
  const status = answer.statusCode ?? 0;
  const headers = Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, String(value)]));
  let text = '';
  const answered = (): void => end({ kind: 'answered', status, headers, text });
  if (headers['content-type']?.startsWith('text/event-stream')) {
    answered();
    answer.destroy();
    return;
  }
  answer.setEncoding('utf8');
  answer.on('data', (chunk: string) => (text = `${text}${chunk}`.slice(0, KEPT_CHARACTERS)));
  answer.once('end', answered);
  answer.once('error', (error) => end({ status, headers, text, reason: `cut off: ${error.message}` }));
}

/** Sends bytes as they are. A request that has not ended is left after a moment, as a client that goes away does. */
export function sendRaw({ bytes, isWhole }: RawRequest, { port, localAddress, patienceMs }: Route): Promise<Outcome> {
  const began = performance.now();
  return new Promise<Outcome>((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, localAddress });
    let text = '';
    let quiet: NodeJS.Timeout | undefined;
    const end = (kind: Outcome['kind'], reason: string): void => {
      clearTimeout(patience);
      clearTimeout(quiet);
      socket.destroy();
      resolve({ kind, reason, ms: performance.now() - began, ...parsed(text) });
    };
    const patience = setTimeout(
      () => end(isWhole ? 'hung' : 'dropped', 'neither an answer nor the end of the connection'),
      isWhole ? patienceMs : QUIET_MS,
    );
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      text = `${text}${chunk}`.slice(0, KEPT_CHARACTERS);
      clearTimeout(quiet);
      quiet = setTimeout(() => end('answered', ''), QUIET_MS);
    });
    socket.once('close', () => end(text === '' ? 'dropped' : 'answered', 'closed'));
    socket.once('error', () => {});
    socket.write(bytes);
  });
}

function parsed(text: string): Pick<Outcome, 'status' | 'headers' | 'text'> {
  // `100 Continue` asks for the body; the answer comes after it.
  const [head = '', ...rest] = text.replace(/^HTTP\/1\.1 100 [^]*?\r\n\r\n(?=HTTP)/, '').split('\r\n\r\n');
  const [line = '', ...fields] = head.split('\r\n');
  const headers = fields.map((field): [string, string] => {
    const at = field.indexOf(':');
    return [field.slice(0, at).toLowerCase(), field.slice(at + 1).trim()];
  });
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(line)?.[1] ?? 0);
  return { status, headers: Object.fromEntries(headers), text: rest.join('\r\n\r\n') };
}
