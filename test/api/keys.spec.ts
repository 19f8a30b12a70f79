import { request as httpRequest } from 'node:http';
import { checkKey, createKey, ensureAdminKey, type NewKey } from '#libs/access';
import { eventually } from '#libs/testing';
import { OPERATIONS } from '../../apps/api/src/openapi/operations.js';
import { ANSWER_SCHEMAS } from '../../apps/api/src/openapi/answers.js';
import { source } from './records.js';
import { startTestApi, type Answer, type TestApi } from './test-api.js';

describe('keys over HTTP', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.stop());

  const make = async (body: object): Promise<NewKey> => {
    const answer = await api.post('/v1/keys', { ...body });
    expect([answer.status, answer.body]).toEqual([201, expect.anything()]);
    return answer.body as NewKey;
  };
  const revoke = (id: string, key = api.adminKey): Promise<Answer> =>
    api.request('DELETE', `/v1/keys/${id}`, { headers: { authorization: `Bearer ${key}` } });
  const rotate = (id: string, body: object = {}): Promise<Answer> => api.post(`/v1/keys/${id}/rotation`, { ...body });
  const statusWith = async (key: string): Promise<number> => (await api.post('/v1/sources', source(), { key })).status;
  const listed = async (id: string) =>
    (await api.get('/v1/keys', { key: api.adminKey })).body.items.find((one: { id: string }) => one.id === id);

  it('are made with a name, scopes and an expiry; the text is in that answer alone, which nobody stores', async () => {
    const answer = await api.post('/v1/keys', { name: 'Nightly import', scopes: ['write'], expires: 'P90D' });
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    const { key, ...rest } = ANSWER_SCHEMAS.KeyMade.parse(answer.body);
    expect(rest).toMatchObject({ name: 'Nightly import', scopes: ['write'], state: 'valid', revokedAt: null });
    const days = (Date.parse(rest.expiresAt!) - Date.parse(rest.createdAt)) / 86_400_000;
    expect(days).toBeCloseTo(90, 1);
    expect(await statusWith(key)).toBe(201);
    const list = await api.get('/v1/keys', { key: api.adminKey });
    expect(list.headers.get('cache-control')).toBe('private, no-store');
    ANSWER_SCHEMAS.Keys.parse(list.body);
    expect(list.text).not.toContain(key);
  });

  it.each([
    ['/name', { scopes: ['read'] }],
    ['/scopes', { name: 'x', scopes: [] }],
    ['/scopes/0', { name: 'x', scopes: ['everything'] }],
    ['/expires', { name: 'x', scopes: ['read'], expires: 'soon' }],
    ['/expires', { name: 'x', scopes: ['read'], expires: '2020-01-01' }],
    ['/expires', { name: 'x', scopes: ['read'], expires: '2026-02-30' }],
    ['/expires', { name: 'x', scopes: ['read'], expires: 'P11Y' }],
    ['/expires', { name: 'x', scopes: ['read'], expires: 'P0D' }],
    ['/more', { name: 'x', scopes: ['read'], more: 1 }],
    ['/name', { name: 'a\u0000b', scopes: ['read'] }],
    ['/name', { name: 'a\u202Etxt', scopes: ['read'] }],
    ['/name', { name: 'a\u200Bb', scopes: ['read'] }],
    ['/name', { name: 'a\u2028b', scopes: ['read'] }],
    ['/name', { name: '\u2800', scopes: ['read'] }],
  ])('are refused with a pointer to %s', async (pointer, body) => {
    const answer = await api.post('/v1/keys', body);
    expect(answer).toMatchObject({ status: 400, body: { type: '/problems/key-invalid', errors: [{ pointer }] } });
  });

  it('end an open stream of what is on record with the next change, where reading needs a key', async () => {
    const guarded = await startTestApi({ settings: { readAccess: 'key' } });
    try {
      const { id, key } = await createKey(guarded.database.db, { name: 'follows', scopes: ['read'] });
      const end = new AbortController();
      const stream = await fetch(`${guarded.url}/v1/stream?since=0`, {
        headers: { authorization: `Bearer ${key}` },
        signal: end.signal,
      });
      const text = (async () => {
        let received = '';
        for await (const chunk of stream.body!.pipeThrough(new TextDecoderStream())) received += chunk;
        return received;
      })();
      const headers = { authorization: `Bearer ${guarded.adminKey}` };
      expect((await guarded.request('DELETE', `/v1/keys/${id}`, { headers })).status).toBe(200);
      await guarded.post('/v1/sources', source({ title: 'Recorded after the revocation' }));
      expect(await text).not.toContain('Recorded after');
      end.abort();
    } finally {
      await guarded.stop();
    }
  });

  it('are on the audit trail where a start makes or replaces them by its settings', async () => {
    const { db } = api.database;
    await ensureAdminKey(db, 'the-first-of-two-keys');
    await ensureAdminKey(db, 'the-first-of-two-keys');
    await ensureAdminKey(db, 'the-second-of-two-keys');
    const { body } = await api.get('/v1/audit?limit=3', { key: api.adminKey });
    expect(body.items).toMatchObject([
      { action: 'key-create', actor: { by: 'settings' } },
      { action: 'key-revoke', actor: { by: 'settings' } },
      { action: 'key-create', actor: { by: 'settings' } },
    ]);
    expect(body.items[1].target).toBe(body.items[2].target);
  });

  it('are rotated without a body', async () => {
    const { id } = await make({ name: 'plain', scopes: ['read'] });
    const headers = { authorization: `Bearer ${api.adminKey}` };
    expect((await api.request('POST', `/v1/keys/${id}/rotation`, { headers })).status).toBe(201);
    expect(await listed(id)).toMatchObject({ state: 'revoked' });
  });

  it('stop at once when they are revoked or expire', async () => {
    const [gone, over] = [
      await make({ name: 'gone', scopes: ['write'] }),
      await make({ name: 'over', scopes: ['write'] }),
    ];
    expect([await statusWith(gone.key), await statusWith(over.key)]).toEqual([200, 200]);
    expect(await revoke(gone.id)).toMatchObject({ status: 200, body: { id: gone.id, state: 'revoked' } });
    await api.database.db.pool.query('update api_keys set expires_at = clock_timestamp() where id = $1', [over.id]);
    expect([await statusWith(gone.key), await statusWith(over.key)]).toEqual([401, 401]);
    expect(await revoke(gone.id)).toMatchObject({ status: 200, body: { state: 'revoked' } });
    expect(await listed(over.id)).toMatchObject({ state: 'expired' });
    expect(await rotate(over.id)).toMatchObject({ status: 409, body: { type: '/problems/key-ended' } });
  });

  it('show the day of their last use, and nothing before the first', async () => {
    const used = await make({ name: 'used', scopes: ['read'] });
    expect(await listed(used.id)).toMatchObject({ lastUsedOn: null });
    await api.get('/v1/timeline', { key: used.key });
    await eventually(async () => expect((await listed(used.id)).lastUsedOn).toMatch(/^\d{4}-\d{2}-\d{2}$/));
  });

  it('are rotated with their name, scopes and expiry rule; the old one ends at once, or after a grace', async () => {
    const old = await make({ name: 'turning', scopes: ['write'], expires: 'P30D' });
    const first = await rotate(old.id, { grace: 'PT1H' });
    expect(first).toMatchObject({ status: 201, body: { name: 'turning', scopes: ['write'], state: 'valid' } });
    expect(first.headers.get('cache-control')).toBe('private, no-store');
    expect(Date.parse(first.body.expiresAt)).toBeGreaterThanOrEqual(Date.parse(old.expiresAt!));
    expect([await statusWith(old.key), await statusWith(first.body.key)]).toEqual([200, 200]);
    expect(Date.parse((await listed(old.id)).expiresAt)).toBeLessThan(Date.now() + 2 * 3_600_000);
    const second = await rotate(first.body.id);
    expect(await statusWith(first.body.key)).toBe(401);
    expect(await statusWith(second.body.key)).toBe(200);
    expect(await rotate(second.body.id, { grace: 'P31D' })).toMatchObject({ status: 400 });
    expect(await statusWith(second.body.key)).toBe(200);
  });

  it('end no later for a grace that is longer than what is left of them', async () => {
    const old = await make({ name: 'short', scopes: ['read'], expires: 'PT1H' });
    expect(await rotate(old.id, { grace: 'P30D' })).toMatchObject({ status: 201 });
    expect(await listed(old.id)).toMatchObject({ state: 'valid', expiresAt: old.expiresAt });
  });

  it('have one valid successor: in its grace a key is not rotated again, and the audit trail names the key made', async () => {
    const old = await make({ name: 'forked', scopes: ['write'] });
    const next = await rotate(old.id, { grace: 'PT1H' });
    for (const grace of ['PT0S', 'PT1H'])
      expect(await rotate(old.id, { grace })).toMatchObject({ status: 409, body: { type: '/problems/key-rotated' } });
    const { items } = (await api.get('/v1/audit?action=key-rotate&limit=3', { key: api.adminKey })).body;
    expect(items).toMatchObject([
      { outcome: 'refused', target: old.id },
      { outcome: 'refused', target: old.id },
      { outcome: 'done', target: old.id, details: { made: next.body.id } },
    ]);
    await revoke(next.body.id);
    expect(await rotate(old.id)).toMatchObject({ status: 201 });
  });

  it.each(['999999', 'nothing', '%00', '1%27'])('answer 404 for an unknown id: %s', async (id) => {
    expect(await revoke(id)).toMatchObject({ status: 404, body: { type: '/problems/key-id-unknown' } });
    expect(await rotate(id)).toMatchObject({ status: 404 });
  });

  it('keep the last valid key that administers, and hand over by rotation', async () => {
    const own = await startTestApi();
    try {
      const asAdmin = (method: string, path: string, key: string, body?: object): Promise<Answer> =>
        own.request(method, path, {
          headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) },
          ...(body && { body: JSON.stringify(body) }),
        });
      const [first] = (await own.get('/v1/keys', { key: own.adminKey })).body.items;
      expect(await asAdmin('DELETE', `/v1/keys/${first.id}`, own.adminKey)).toMatchObject({
        status: 409,
        body: { type: '/problems/key-last-admin' },
      });
      const next = await asAdmin('POST', `/v1/keys/${first.id}/rotation`, own.adminKey, {});
      expect(next.status).toBe(201);
      expect((await own.get('/v1/keys', { key: own.adminKey })).status).toBe(401);
      expect((await own.get('/v1/keys', { key: next.body.key })).status).toBe(200);
    } finally {
      await own.stop();
    }
  });

  it('of the settings are rotated by the setting, and stay revoked where a person revoked them', async () => {
    const { db } = api.database;
    const text = 'settings-Qm7xT2vK9pLz4RwB8sNc';
    await ensureAdminKey(db, text);
    const { id } = (await checkKey(db, text))!;
    expect(await rotate(id)).toMatchObject({ status: 409, body: { type: '/problems/key-from-settings' } });
    expect((await revoke(id)).status).toBe(200);
    await expect(ensureAdminKey(db, text)).rejects.toMatchObject({ code: 'KEY_ENDED' });
    expect(await checkKey(db, text)).toBeNull();
  });
});

describe('the audit trail', () => {
  let api: TestApi;
  let admin: NewKey;

  beforeAll(async () => {
    api = await startTestApi();
    admin = await createKey(api.database.db, { name: 'Ana', scopes: ['admin'] });
  });
  afterAll(() => api.stop());

  const trail = async (query = ''): Promise<Answer['body'][]> => {
    const answer = await api.get(`/v1/audit${query}`, { key: admin.key });
    expect(answer.status).toBe(200);
    return ANSWER_SCHEMAS.AuditTrail.parse(answer.body).items;
  };

  it('names an action for every operation of administration that changes something, and for no other', () => {
    const isNamed = OPERATIONS.map(({ method, scope, audit }) => [
      method !== 'GET' && scope === 'admin',
      audit !== undefined,
    ]);
    expect(isNamed.filter(([needs, has]) => needs !== has)).toEqual([]);
  });

  it('has every such operation when it is answered, with who did it, by which request, and how it ended', async () => {
    for (const { method, path, audit } of OPERATIONS.filter((operation) => operation.audit !== undefined)) {
      const address = path.replaceAll(/\{\w+\}/g, 'missing');
      const answer = await api.request(method, address, {
        headers: { authorization: `Bearer ${admin.key}`, 'content-type': 'application/json' },
        body: JSON.stringify(audit === 'key-create' ? { name: 'made', scopes: ['read'] } : {}),
      });
      const [latest] = await trail(`?action=${audit}`);
      expect(latest).toMatchObject({
        action: audit,
        actor: { by: `key-${admin.id}`, name: 'Ana' },
        target: audit === 'key-create' ? answer.body.id : path.includes('{') ? 'missing' : null,
        outcome: audit === 'key-create' ? 'done' : 'refused',
        requestId: answer.headers.get('x-request-id'),
        count: 1,
      });
    }
  });

  it('counts failed authorisations in one row an hour for a network, an actor and a code', async () => {
    const reader = await createKey(api.database.db, { name: 'reader', scopes: ['read'] });
    for (let turn = 0; turn < 30; turn++) await api.get('/v1/keys', { key: `dl_guess-${turn}` });
    for (let turn = 0; turn < 3; turn++) await api.get('/v1/keys', { key: reader.key });
    await api.get('/v1/keys');
    await eventually(async () => {
      const entries = await trail('?action=access-denied');
      const countOf = (code: string): number =>
        entries.filter(({ details }) => details.code === code).reduce((sum, { count }) => sum + count, 0);
      expect([countOf('KEY_UNKNOWN'), countOf('SCOPE_MISSING'), countOf('KEY_MISSING')]).toEqual([30, 3, 0]);
      // Two where an hour ended meanwhile.
      expect(entries.length).toBeLessThanOrEqual(4);
      expect(entries.find(({ details }) => details.code === 'SCOPE_MISSING')).toMatchObject({
        actor: { by: `key-${reader.id}`, name: 'reader' },
        outcome: 'refused',
        details: { scope: 'admin', network: '127.0.0.0/24' },
      });
    });
  });

  it('counts a wrong key in a form, and those of others beside it, although its client closed the connection', async () => {
    const own = await startTestApi({ settings: { readAccess: 'key' } });
    const sendForm = (path: string): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const headers = { 'content-type': 'application/x-www-form-urlencoded', connection: 'close' };
        const sent = httpRequest(`${own.url}${path}`, { method: 'POST', headers, agent: false }, (answer) => {
          answer.resume().on('end', () => resolve(answer.statusCode));
        });
        sent.on('error', reject).end('key=bad');
      });
    const total = async (): Promise<number> => {
      const { body } = await own.get('/v1/audit?action=access-denied', { key: own.adminKey });
      return ANSWER_SCHEMAS.AuditTrail.parse(body).items.reduce((sum, { count }) => sum + count, 0);
    };
    try {
      for (const [path, expected] of [
        ['/queues/sign-in', 2],
        ['/sign-in', 4],
      ] as const) {
        expect(await sendForm(path)).toBe(401);
        expect((await own.get('/v1/keys', { key: 'dl_wrong' })).status).toBe(401);
        await eventually(async () => expect(await total()).toBe(expected), 20_000);
      }
    } finally {
      await own.stop();
    }
  });

  it('is listed page by page, in both directions, and by time', async () => {
    for (let turn = 0; turn < 5; turn++) await api.post('/v1/keys', {}, { key: admin.key });
    const all = await trail('?action=key-create&limit=200');
    const first = (await api.get('/v1/audit?action=key-create&limit=2', { key: admin.key })).body;
    expect(first.items).toEqual(all.slice(0, 2));
    const second = (await api.get(`/v1/audit?action=key-create&limit=2&cursor=${first.page.next}`, { key: admin.key }))
      .body;
    expect(second.items).toEqual(all.slice(2, 4));
    const back = (await api.get(`/v1/audit?action=key-create&limit=2&cursor=${second.page.prev}`, { key: admin.key }))
      .body;
    expect(back.items).toEqual(first.items);
    expect(await trail('?until=2020-01-01')).toEqual([]);
    expect(await trail('?since=2999-01-01')).toEqual([]);
    expect((await trail('?since=2020-01-01&until=2999-01-01&limit=200')).length).toBeGreaterThanOrEqual(all.length);
    for (const wrong of ['since=42', 'until=soon', 'action=anything', 'limit=0', 'cursor=x'])
      expect(await api.get(`/v1/audit?${wrong}`, { key: admin.key })).toMatchObject({
        status: 400,
        body: { type: '/problems/parameter-invalid' },
      });
  });
});
