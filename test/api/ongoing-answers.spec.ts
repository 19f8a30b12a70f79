import { createKey } from '#libs/access';
import { eventually } from '#libs/testing';
import { rawClient, requestHead } from './raw-client.js';
import { source } from './records.js';
import { startTestApi, type TestApi } from './test-api.js';

const chunk = (text: string): string => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;

const sources = (from: number, count: number): string =>
  Array.from({ length: count }, (_, index) =>
    JSON.stringify({ record: 'source', ...source({ id: `imported-${from + index}` }) }),
  ).join('\n') + '\n';

describe('a key that is revoked while its request goes on', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi({ settings: { readAccess: 'key' }, streams: { heartbeatMs: 200, headMs: 200 } });
  });
  afterAll(() => api.stop());

  const revoke = async (id: string): Promise<void> => {
    const headers = { authorization: `Bearer ${api.adminKey}` };
    expect((await api.request('DELETE', `/v1/keys/${id}`, { headers })).status).toBe(200);
  };
  it.each(['', '?atomic=true'])('ends its import%s with 401 and the counts so far', async (query) => {
    const { id, key } = await createKey(api.database.db, { name: 'imports', scopes: ['write'] });
    const taken = query === '' ? 1_000 : 0;
    const headers = { 'x-api-key': key, 'content-type': 'application/x-ndjson', 'transfer-encoding': 'chunked' };
    const client = rawClient(
      api.url,
      requestHead('POST', `/v1/import${query}`, { host: new URL(api.url).host, ...headers }),
    );
    client.socket.write(chunk(sources(1, 1_000)));
    const isOnRecord = async (name: string): Promise<boolean> =>
      (await api.get(`/v1/sources/${name}`, { key: api.adminKey })).status === 200;
    if (taken > 0) await eventually(async () => expect(await isOnRecord('imported-1000')).toBe(true));
    await revoke(id);
    client.socket.write(chunk(sources(1_001, 1_000)));
    client.socket.write('0\r\n\r\n');
    expect(await client.status).toBe(401);
    await eventually(() => expect(client.received()).toContain('"position"'));
    expect(client.received()).toContain('www-authenticate: Bearer realm="dateline", error="invalid_token"');
    const body = JSON.parse(
      client
        .received()
        .split('\r\n\r\n')[1]!
        .replace(/^[^{]*|[^}]*$/g, ''),
    ) as object;
    // An atomic import shows nothing before its end: the key may have ended before its first thousand rows were checked.
    const rows = query === '' ? 2_000 : (body as { rows: number }).rows;
    expect([1_000, 2_000]).toContain(rows);
    expect(body).toMatchObject({
      type: '/problems/key-unknown',
      rows,
      recorded: taken,
      repeated: 0,
      refused: 0,
      notRead: rows - taken,
    });
    client.socket.destroy();
    const recorded = await api.database.db.pool.query('select count(*)::int as n from events where data->>$1 = $2', [
      'id',
      'imported-1001',
    ]);
    expect(recorded.rows).toEqual([{ n: 0 }]);
  });

  it('does not get the rest of its export, which ends as a broken answer', async () => {
    const { id, key } = await createKey(api.database.db, { name: 'exports', scopes: ['read'] });
    // More than the sockets of both ends hold.
    const text = 'x'.repeat(900_000);
    const subjects = Array.from({ length: 24 }, (_, index) =>
      JSON.stringify({
        record: 'subject',
        id: `large-${index}`,
        type: 'agreement',
        name: 'Large',
        attributes: { text },
      }),
    );
    const headers = { 'content-type': 'application/x-ndjson' };
    expect((await api.post('/v1/import', subjects.join('\n'), { headers })).body.refused).toBe(0);
    const answer = await fetch(`${api.url}/v1/export`, { headers: { 'x-api-key': key } });
    const reader = answer.body!.getReader();
    expect((await reader.read()).done).toBe(false);
    await revoke(id);
    const rest = async (): Promise<void> => {
      while (!(await reader.read()).done);
    };
    await expect(rest()).rejects.toThrow('terminated');
  });

  it('ends its stream without another head, also where no event passes the filter', async () => {
    const { id, key } = await createKey(api.database.db, { name: 'follows', scopes: ['read'] });
    const answer = await fetch(`${api.url}/v1/stream?subject=nothing-here`, { headers: { 'x-api-key': key } });
    expect(answer.status).toBe(200);
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
    let received = '';
    while (!received.includes('nothing new')) received += (await reader.read()).value;
    await revoke(id);
    const headsBefore = received.split('event: head').length;
    const { body } = await api.post('/v1/sources', source({ id: 'after-the-end' }));
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) received += piece.value;
    expect(received).toMatch(/: the key of this stream was revoked or has expired\n\n$/);
    expect(received).not.toContain(`data: ${body.position}:`);
    expect(received.split('event: head').length).toBe(headsBefore);
  });
});
