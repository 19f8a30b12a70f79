import { EventEmitter, once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { fastify, type FastifyReply } from 'fastify';
import { eventually } from '#libs/testing';
import { USUAL_ADMISSION } from './limits.js';
import { takeTurns, Turns } from './turns.js';

/** More than the buffers of a connection hold. */
const LARGE = Buffer.alloc(64 * 1024 * 1024);

describe('a request that waits for its turn', () => {
  it('leaves the turn to the next one where it was answered meanwhile and its client does not read', async () => {
    const server = fastify();
    const waiting = new Map<string, FastifyReply>();
    const first = new EventEmitter();
    server.addHook('onRequest', async (request, reply) => void waiting.set(request.url, reply));
    takeTurns(server, { ...USUAL_ADMISSION, rateLimit: null, turns: 1 }, async () => false);
    server.get('/:name', { config: { kind: 'page' } }, async (request) => {
      if (request.url === '/first') await once(first, 'end');
      return request.url;
    });
    await server.listen({ host: '127.0.0.1', port: 0 });
    const { port } = server.server.address() as AddressInfo;
    const get = async (name: string): Promise<string> => (await fetch(`http://127.0.0.1:${port}/${name}`)).text();
    const socket = connect(port, '127.0.0.1');
    try {
      const answers = [get('first')];
      await eventually(() => expect(waiting.has('/first')).toBe(true));
      socket.write('GET /second HTTP/1.1\r\nHost: localhost\r\n\r\n');
      await eventually(() => expect(waiting.has('/second')).toBe(true));
      void waiting.get('/second')!.send(LARGE);
      answers.push(get('third'));
      await eventually(() => expect(waiting.has('/third')).toBe(true));
      first.emit('end');
      expect(await Promise.all(answers)).toEqual(['/first', '/third']);
    } finally {
      socket.destroy();
      await server.close();
    }
  });
});

describe('turns', () => {
  it('begin for a client after one turn of each other client, however many requests of those wait', async () => {
    const turns = new Turns(4, 2, 32, 1);
    const started: string[] = [];
    for (const client of ['a', 'b', 'c', 'd'])
      for (let n = 0; n < 10; n++) turns.take(client, () => started.push(client));
    expect(started).toHaveLength(4);
    expect(turns.take('e', () => started.push('e'))).toBe(true);
    for (let n = 0; n < 5; n++) {
      const before = started.length;
      turns.end(started[n]!);
      await eventually(() => expect(started.length).toBeGreaterThan(before));
    }
    expect(started.slice(4)).toEqual(['c', 'a', 'd', 'b', 'e']);
  });

  it('go round among clients that wait', async () => {
    const turns = new Turns(1, 1, 32, 1);
    const started: string[] = [];
    for (const client of ['a', 'a', 'a', 'b', 'b', 'c']) turns.take(client, () => started.push(client));
    for (let n = 0; n < 5; n++) {
      turns.end(started[n]!);
      await eventually(() => expect(started).toHaveLength(n + 2));
    }
    expect(started).toEqual(['a', 'a', 'b', 'c', 'a', 'b']);
  });

  it('are refused to further clients once twice as many wait as may', () => {
    const turns = new Turns(1, 1, 4, 1);
    const takes = Array.from({ length: 10 }, (_, n) => turns.take(`client ${n}`, () => {}));
    expect(takes).toEqual([...Array(9).fill(true), false]);
    expect(turns.take('client 1', () => {})).toBe(false);
  });
});
