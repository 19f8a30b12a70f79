import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { callbackify } from 'node:util';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';

/** A webhook as it arrived. */
export interface ArrivedHook {
  id: string;
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** A receiver of webhooks on the loopback. */
export interface HookReceiver {
  /** Its address, without a path. */
  url: string;
  arrived: ArrivedHook[];
  /** Answers each; with 204 at first. */
  answer(hook: ArrivedHook, response: ServerResponse): void;
  stop(): Promise<void>;
}

/** Starts a receiver of webhooks. */
export async function startHookReceiver(): Promise<HookReceiver> {
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = (await buffer(request)).toString();
    const headers = request.headers as Record<string, string>;
    const hook = { id: headers['webhook-id'] ?? '', path: request.url ?? '', headers, body };
    receiver.arrived.push(hook);
    receiver.answer(hook, response);
  };
  // Whoever posts may be killed in the middle of it.
  const server = createServer((request, response) => void take(request, response).catch(() => {}));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const receiver: HookReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrived: [],
    answer: (_hook, response) => void response.writeHead(204).end(),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}

/** A mail server on the loopback that keeps what it takes. */
export interface MailReceiver {
  /** For SMTP_URL. */
  url: string;
  arrived: ParsedMail[];
  /** What it answers every recipient with; it takes all if left out. */
  refusal: { code: number; text: string } | undefined;
  stop(): Promise<void>;
}

/** Starts a mail server. */
export async function startMailReceiver(): Promise<MailReceiver> {
  const take = async (stream: SMTPServerDataStream): Promise<string> => {
    receiver.arrived.push(await simpleParser(await buffer(stream)));
    return 'taken';
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onRcptTo: (_address, _session, callback) => {
      const { refusal } = receiver;
      callback(refusal && Object.assign(new Error(refusal.text), { responseCode: refusal.code }));
    },
    onData: (stream, _session, callback) => callbackify(take)(stream, callback),
  });
  // As above.
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const receiver: MailReceiver = {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    arrived: [],
    refusal: undefined,
    stop: () => new Promise<void>((resolve) => server.close(resolve)),
  };
  return receiver;
}
