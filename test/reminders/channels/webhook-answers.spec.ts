import { createServer, type AddressInfo, type Socket } from 'node:net';
import { WebhookChannel } from '#libs/reminders';
import { goOn, messageWith, reminder } from './sample-messages.js';

const TARGET = { type: 'webhook', secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'] } as const;

/** How the bodies of answers end, or do not: what is sent behind the status line, in parts, and what follows. */
const BODIES: Record<string, (status: string, socket: Socket) => void> = {
  'a byte a second': (status, socket) => {
    socket.write(`${status}content-length: 100000\r\n\r\nbecause`);
    const timer = setInterval(() => socket.write('.'), 1_000);
    socket.once('close', () => clearInterval(timer));
  },
  'a length that is too long, and silence': (status, socket) =>
    void socket.write(`${status}content-length: 100\r\n\r\nbecause`),
  'a length that is too long, and the end': (status, socket) =>
    void socket.end(`${status}content-length: 100\r\n\r\nbecause`),
  'a length that is too long, and a reset': (status, socket) =>
    void socket.write(`${status}content-length: 100\r\n\r\nbecause`, () => socket.resetAndDestroy()),
  'a head, and silence': (status, socket) => void socket.write(`${status}transfer-encoding: chunked\r\n\r\n`),
  'chunks that break off': (status, socket) =>
    void socket.end(`${status}transfer-encoding: chunked\r\n\r\n7\r\nbecause\r\nff\r\nhalf`),
  'chunks that are none': (status, socket) =>
    void socket.end(`${status}transfer-encoding: chunked\r\n\r\n7\r\nbecause\r\nzz\r\n\r\n`),
  'broken trailers': (status, socket) =>
    void socket.end(`${status}transfer-encoding: chunked\r\n\r\n7\r\nbecause\r\n0\r\n\u0000: \u0001\r\n\r\n`),
  'what is no gzip': (status, socket) =>
    void socket.end(`${status}content-encoding: gzip\r\ncontent-length: 7\r\n\r\nbecause`),
  'no end': (status, socket) => {
    socket.write(`${status}\r\n`);
    const write = (): void => {
      while (!socket.destroyed && socket.write('because '.repeat(1_000)));
    };
    socket.on('drain', write);
    write();
  },
};

let answer: (socket: Socket) => void;
const open = new Set<Socket>();
const server = createServer((socket) => {
  open.add(socket);
  socket.on('error', () => {}).once('close', () => open.delete(socket));
  let sent = '';
  socket.on('data', (part) => {
    sent += part.toString();
    if (!/"specversion".*\}$/s.test(sent)) return;
    sent = '';
    answer(socket);
  });
});
const channel = new WebhookChannel({ allowPrivate: true, publicUrl: 'https://dateline.example' });

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(async () => {
  for (const socket of open) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
  await channel.close();
});

const send = () => {
  const { port } = server.address() as AddressInfo;
  return channel.deliver(messageWith(reminder), { ...TARGET, url: `http://127.0.0.1:${port}/` }, 1, goOn);
};

describe('the status line of an answer to a webhook decides', () => {
  it.each(Object.entries(BODIES))('that it is sent: 200 with %s', async (_, body) => {
    answer = (socket) => body('HTTP/1.1 200 OK\r\n', socket);
    expect(await send()).toEqual({ result: 'sent', detail: 'answered 200' });
  });

  it.each(Object.entries(BODIES))('that it failed, for the reason that arrived: 503 with %s', async (_, body) => {
    answer = (socket) => body('HTTP/1.1 503 Away\r\nretry-after: 120\r\n', socket);
    expect(await send()).toMatchObject({
      result: 'failed',
      retryAfterMs: 120_000,
      reason: expect.stringMatching(/^The receiver answered 503(: because.*)?$/),
    });
  });

  it.each(Object.entries(BODIES))('that nothing is wanted any more: 410 with %s', async (_, body) => {
    answer = (socket) => body('HTTP/1.1 410 Gone\r\n', socket);
    expect(await send()).toMatchObject({ result: 'gone' });
  });

  it('and later messages go through connections on which the answer was whole', async () => {
    const ports = new Set<number | undefined>();
    answer = (socket) => {
      ports.add(socket.remotePort);
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\nbecause');
    };
    for (let count = 0; count < 20; count += 1) await send();
    expect(ports.size).toBeLessThan(20);
  });
});
