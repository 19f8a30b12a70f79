import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HTTP, type CloudEventV1 } from 'cloudevents';
import { Webhook } from 'standardwebhooks';
import { WebhookChannel, type Outcome } from '#libs/reminders';
import { goOn, messageWith, reminder } from './sample-messages.js';

const KEY = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const NEXT_KEY = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

interface Received {
  headers: Record<string, string>;
  body: string;
}

let answer: (request: IncomingMessage, response: ServerResponse) => void;
let received: Received[];
let port: number;
const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    received.push({ headers: request.headers as Record<string, string>, body: Buffer.concat(parts).toString() });
    answer(request, response);
  });
});
const channels: WebhookChannel[] = [];

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
});
beforeEach(() => {
  received = [];
  answer = (_request, response) => response.writeHead(204).end();
});
afterAll(async () => {
  await Promise.all(channels.map((made) => made.close()));
  await new Promise((resolve) => server.close(resolve));
});

function channel(options: Partial<ConstructorParameters<typeof WebhookChannel>[0]> = {}): WebhookChannel {
  const made = new WebhookChannel({ allowPrivate: true, publicUrl: 'https://dateline.example', ...options });
  channels.push(made);
  return made;
}

function send(url = `http://127.0.0.1:${port}/hook`, through = channel(), secrets = [KEY]): Promise<Outcome> {
  return through.deliver(messageWith(reminder), { type: 'webhook', url, secrets }, 1, goOn);
}

describe('a webhook', () => {
  it('carries a CloudEvent that the SDK takes in strict mode, and a signature that the reference library verifies', async () => {
    expect(await send()).toEqual({ result: 'sent', detail: 'answered 204' });

    const [{ headers, body }] = received as [Received];
    expect(new Webhook(KEY).verify(body, headers)).toMatchObject({ specversion: '1.0' });
    const event = HTTP.toEvent<Record<string, unknown>>({ headers, body }) as CloudEventV1<Record<string, unknown>>;
    expect(event).toMatchObject({
      id: messageWith(reminder).id,
      type: 'dateline.reminder',
      source: 'https://dateline.example/v1/subscriptions/sub-1',
      subject: 'usmca.joint-review.2027',
      data: { leadTime: 'P30D', milestone: { window: '2027' } },
    });
    expect(event.data!['text']).toContain('No day is fixed');
    expect(Buffer.byteLength(body)).toBeLessThan(20_000);
  });

  it('is signed by both keys while they are changed, so that a receiver with either takes it', async () => {
    await send(undefined, undefined, [NEXT_KEY, KEY]);
    const [{ headers, body }] = received as [Received];
    expect(headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);
    for (const key of [KEY, NEXT_KEY]) expect(() => new Webhook(key).verify(body, headers)).not.toThrow();
    const another = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
    expect(() => new Webhook(another).verify(body, headers)).toThrow('No matching signature');
  });

  it('keeps its id over every attempt', async () => {
    const target = { type: 'webhook', url: `http://127.0.0.1:${port}/`, secrets: [KEY] } as const;
    const one = channel();
    for (const attempt of [1, 2]) await one.deliver(messageWith(reminder), target, attempt, goOn);
    expect(received.map(({ headers }) => headers['webhook-id'])).toEqual(Array(2).fill(messageWith(reminder).id));
    expect(received.map(({ headers }) => headers['dateline-attempt'])).toEqual(['1', '2']);
  });

  it.each([
    [410, {}, { result: 'gone' }],
    [500, {}, { result: 'failed', permanent: false }],
    [404, {}, { result: 'failed', permanent: false }],
    [429, { 'retry-after': '120' }, { result: 'failed', retryAfterMs: 120_000 }],
    [503, { 'retry-after': 'Mon, 23 Nov 2020 12:01:00 GMT' }, { result: 'failed', retryAfterMs: 0 }],
  ])('that is answered %s with %j ends as %j', async (status, headers, outcome) => {
    answer = (_request, response) => response.writeHead(status, headers).end('because\u0000 of\nthis');
    expect(await send()).toMatchObject({ ...outcome, reason: `The receiver answered ${status}: because of this` });
  });

  it('follows no redirect, to wherever it points', async () => {
    answer = (_request, response) => response.writeHead(307, { location: `http://127.0.0.1:${port}/inside` }).end();
    expect(await send()).toMatchObject({ result: 'failed', permanent: false, reason: 'The receiver answered 307' });
    expect(received).toHaveLength(1);
  });

  it('reads no more than the beginning of an endless answer', async () => {
    answer = (_request, response) => {
      response.writeHead(500);
      const write = (): void => {
        while (!response.destroyed && response.write('x'.repeat(10_000)));
        if (!response.destroyed) response.once('drain', write);
      };
      write();
    };
    const outcome = await send();
    expect(outcome).toMatchObject({
      result: 'failed',
      reason: expect.stringMatching(/^The receiver answered 500: x{500}$/),
    });
  });

  it('fails, and may be tried again, where nobody listens', async () => {
    const free = createServer();
    await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
    const { port: closed } = free.address() as AddressInfo;
    await new Promise((resolve) => free.close(resolve));
    expect(await send(`http://127.0.0.1:${closed}/`)).toMatchObject({
      result: 'failed',
      permanent: false,
      reason: expect.stringContaining('ECONNREFUSED'),
    });
  });
});

describe('the guard of webhooks', () => {
  it.each(['http://127.0.0.1', 'https://127.0.0.1', 'https://[::1]', 'https://[::ffff:127.0.0.1]'])(
    'lets nothing through to %s, whatever stands in the database',
    async (origin) => {
      expect(await send(`${origin}:${port}/`, channel({ allowPrivate: false }))).toMatchObject({
        result: 'failed',
        permanent: true,
        reason: expect.stringContaining('sends nothing'),
      });
      expect(received).toEqual([]);
    },
  );

  it('refuses a name that stands for a private address among public ones', async () => {
    const addresses = [
      { address: '93.184.215.14', family: 4 },
      { address: '10.0.0.7', family: 4 },
    ];
    const through = channel({ allowPrivate: false, resolve: async () => addresses });
    const outcome = await send('https://hook.example.org/', through);
    expect(outcome).toMatchObject({ permanent: true, reason: expect.stringContaining('stands for 10.0.0.7') });
  });

  it('refuses a name that stands for a private address behind NAT64 of the operator', async () => {
    const through = channel({
      allowPrivate: false,
      nat64Prefixes: ['2a01:db8:64::/96'],
      resolve: async () => [{ address: '2a01:db8:64::a00:7', family: 6 }],
    });
    expect(await send('https://hook.example.org/', through)).toMatchObject({
      permanent: true,
      reason: expect.stringContaining('stands for 2a01:db8:64::a00:7'),
    });
  });

  it('looks a name up once for a message, so that a second answer (rebinding) is never asked for', async () => {
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      return [{ address: asked === 1 ? '127.0.0.1' : '10.0.0.7', family: 4 }];
    };
    expect(await send(`http://rebinding.example.org:${port}/`, channel({ resolve }))).toMatchObject({ result: 'sent' });
    expect(asked).toBe(1);
  });

  it('checks a name anew for each message', async () => {
    let address = '127.0.0.1';
    const through = channel({ resolve: async () => [{ address, family: 4 }] });
    expect(await send(`http://moving.example.org:${port}/`, through)).toMatchObject({ result: 'sent' });
    address = '93.184.215.14';
    expect(await send(`http://moving.example.org:${port}/`, through)).toMatchObject({
      permanent: true,
      reason: expect.stringContaining('93.184.215.14'),
    });
  });

  it('says that a name stands for nothing, and tries again later', async () => {
    const outcome = await send(
      'https://nothing.example.org/',
      channel({ allowPrivate: false, resolve: async () => [] }),
    );
    expect(outcome).toMatchObject({ permanent: false, reason: 'nothing.example.org has no address.' });
  });
});
