import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { eventually } from '#libs/testing';
import { atAnswerEnd } from './answer-end.js';

describe('the end of an answer', () => {
  let server: Server;
  let exchanges: [IncomingMessage, ServerResponse][];

  beforeEach(async () => {
    exchanges = [];
    server = createServer((request, response) => void exchanges.push([request, response]));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(async () => {
    server.close();
    await once(server, 'close');
  });

  it.each([0, 1, 2])('comes for the answer with %d before it on a connection that its client closes', async (nth) => {
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    client.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(3));
    await eventually(() => expect(exchanges).toHaveLength(3));
    let before = 0;
    atAnswerEnd(...exchanges[nth]!, () => before++);
    atAnswerEnd(...exchanges[nth]!, () => before++);
    client.destroy();
    await eventually(() => expect(before).toBe(2));
    let after = 0;
    atAnswerEnd(...exchanges[nth]!, () => after++);
    expect([before, after]).toEqual([2, 1]);
  });

  it('comes once for an answer that is sent, before its connection is closed', async () => {
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    client.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await eventually(() => expect(exchanges).toHaveLength(1));
    const [request, response] = exchanges[0]!;
    let ended = 0;
    atAnswerEnd(request, response, () => ended++);
    expect(ended).toBe(0);
    response.end();
    await eventually(() => expect(ended).toBe(1));
    const closed = once(request.socket, 'close');
    client.destroy();
    await closed;
    expect(ended).toBe(1);
  });
});
