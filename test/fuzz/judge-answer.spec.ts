import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { faultOf } from './judge-answer.js';
import { send } from './send.js';

const SECURE = {
  'content-security-policy': "default-src 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-request-id': '1',
};
const PROBLEM = { ...SECURE, 'content-type': 'application/problem+json' };

/** What a server may do, and the fault of it; none where that is right. */
const ANSWERS: Record<string, [answer: (response: ServerResponse) => void, fault: string | undefined]> = {
  '/good': [(response) => response.writeHead(200, SECURE).end('{}'), undefined],
  '/refused': [(response) => response.writeHead(400, PROBLEM).end('{}'), undefined],
  '/busy': [(response) => response.writeHead(503, { ...PROBLEM, 'retry-after': '1' }).end('{}'), undefined],
  '/moved': [(response) => response.writeHead(303, { ...SECURE, location: '/cases?q=1' }).end(), undefined],
  '/broken': [(response) => response.writeHead(500, PROBLEM).end('{}'), 'answers with a server error'],
  '/busy-for-ever': [
    (response) => response.writeHead(503, PROBLEM).end('{}'),
    'answers 503 without a problem and Retry-After',
  ],
  '/text': [
    (response) => response.writeHead(404, { ...SECURE, 'content-type': 'text/plain' }).end('no'),
    'answers an error as text/plain',
  ],
  '/bare': [(response) => response.writeHead(200, { ...SECURE, 'x-request-id': [] }).end(), 'lacks x-request-id'],
  '/elsewhere': [
    (response) => response.writeHead(303, { ...SECURE, location: '/\t/evil.example' }).end(),
    'redirects to another site',
  ],
  '/gone': [(response) => response.destroy(), 'dropped without an answer: socket hang up'],
  '/silent': [() => {}, 'hangs: no answer in 1 s'],
};

describe('The judge of answers to mutated requests', () => {
  let server: Server;

  beforeAll(async () => {
    server = createServer((request, response) => ANSWERS[request.url!]?.[0](response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it.each(Object.entries(ANSWERS))('judges %s', async (target, [, fault]) => {
    const { port } = server.address() as AddressInfo;
    const patienceMs = target === '/silent' ? 1_000 : 60_000;
    const outcome = await send({ method: 'GET', target, headers: [], body: null }, { port, patienceMs });
    const request = { isWhole: true, isRaw: false };
    expect(faultOf(outcome, request, { ownMs: outcome.ms, longestMs: 120_000 })).toBe(fault);
  });

  it('finds an answer that takes too long, but not a read that waits for its view as long as it may', () => {
    const answer = { kind: 'answered', status: 200, headers: SECURE, text: '', ms: 6_000, reason: '' } as const;
    const behind = { ...answer, status: 409, headers: PROBLEM, text: '{"type":"/problems/view-behind"}' };
    const request = { isWhole: true, isRaw: false };
    const times = { ownMs: 6_000, longestMs: 5_000 };
    expect(faultOf(answer, request, times)).toBe('takes longer than 5 s');
    expect(faultOf(behind, request, times)).toBeUndefined();
  });
});
