import { checkKey, createKey, ensureAdminKey, Keys, revokeKey } from '#libs/access';
import { eventually } from '#libs/testing';
import { source } from './records.js';
import { startTestApi, type TestApi } from './test-api.js';

describe('access', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.stop());

  const keyFor = async (...scopes: string[]): Promise<string> =>
    (await createKey(api.database.db, { name: scopes.join(' and '), scopes })).key;
  const write = (key: string | null, headers = {}): Promise<{ status: number }> =>
    api.post('/v1/sources', source(), { key, headers });

  it('asks a writer for a key and says how to send it', async () => {
    const answer = await api.post('/v1/sources', source(), { key: null });
    expect(answer).toMatchObject({ status: 401, body: { type: '/problems/key-missing' } });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="dateline"');
    expect(await api.post('/v1/sources', source(), { key: 'dl_wrong' })).toMatchObject({
      status: 401,
      body: { type: '/problems/key-unknown' },
    });
  });

  it('takes the key in either header', async () => {
    expect((await write(null, { 'x-api-key': api.adminKey })).status).toBe(201);
    expect((await write(null, { authorization: `bearer ${api.adminKey}` })).status).toBe(200);
  });

  it.each([
    ['that was never made', () => ({ authorization: 'Bearer dl_wrong' })],
    ['of two words', () => ({ authorization: `Bearer ${api.adminKey} ${api.adminKey}` })],
    ['that is missing after its scheme', () => ({ authorization: 'Bearer' })],
    ['that was never made, in X-API-Key', () => ({ 'x-api-key': 'dl_wrong' })],
    ['that was never made, beside a valid one', () => ({ authorization: 'bearer x', 'x-api-key': api.adminKey })],
  ])('refuses a key %s where everybody reads, as an invalid token', async (_, headers) => {
    for (const path of ['/v1/timeline', '/', '/openapi.json', '/metrics']) {
      const answer = await api.get(path, { headers: headers() });
      expect([path, answer.status, answer.headers.get('www-authenticate')]).toEqual([
        path,
        401,
        'Bearer realm="dateline", error="invalid_token"',
      ]);
    }
  });

  it.each(['Basic YTpi', 'Digest username="a"', ''])('takes no other scheme for a key: %j', async (authorization) => {
    expect((await api.get('/v1/timeline', { headers: { authorization } })).status).toBe(200);
  });

  it('counts a key that is not valid where everybody reads among the failed authorisations', async () => {
    const denied = () => api.get('/v1/audit?action=access-denied', { key: api.adminKey });
    await api.get('/v1/parties', { key: 'dl_guessed' });
    await eventually(async () => {
      const { body } = await denied();
      expect(body.items).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ details: expect.objectContaining({ code: 'KEY_UNKNOWN', scope: 'read' }) }),
        ]),
      );
    });
  });

  it('lets write write and admin administer, and nothing more', async () => {
    const [read, writing, admin] = [await keyFor('read'), await keyFor('write'), await keyFor('admin')];
    expect(await api.post('/v1/sources', source(), { key: read })).toMatchObject({
      status: 403,
      body: { type: '/problems/scope-missing' },
    });
    expect((await write(writing)).status).toBe(200);
    expect((await write(admin)).status).toBe(200);
    expect((await api.get('/v1/projections', { key: writing })).status).toBe(403);
    expect(await api.get('/v1/projections', { key: admin })).toMatchObject({
      status: 200,
      body: { items: expect.arrayContaining([expect.objectContaining({ name: 'timeline', error: null })]) },
    });
  });

  it('refuses before it reads the body', async () => {
    const broken = '['.repeat(1_000_000);
    expect(await api.post('/v1/facts', broken, { key: null })).toMatchObject({ status: 401 });
    expect(await api.post('/nowhere', broken, { key: null })).toMatchObject({ status: 404 });
    expect(await api.request('PUT', '/v1/facts', { body: broken })).toMatchObject({ status: 405 });
  });

  it('takes a revoked key no more', async () => {
    const key = await keyFor('write');
    await api.database.db.pool.query(`update api_keys set revoked_at = now() where name = 'write'`);
    expect((await write(key)).status).toBe(401);
  });

  it('asks once for many who wait together, and tells each who holds its own key', async () => {
    const { db } = api.database;
    const [one, other] = [await keyFor('read'), await keyFor('read', 'write')];
    const keys = new Keys(db);
    let questions = 0;
    const count = (): void => void questions++;
    db.pool.on('acquire', count);
    const asked = [one, other, 'dl_wrong', one, other];
    const holders = await Promise.all(asked.map((key) => keys.check(key)));
    db.pool.off('acquire', count);
    expect(holders.map((holder) => holder?.name ?? null)).toEqual([
      'read',
      'read and write',
      null,
      'read',
      'read and write',
    ]);
    expect(questions).toBe(1);
  });

  it('refuses a key that was revoked while another check was under way', async () => {
    const { db } = api.database;
    const key = await keyFor('admin', 'write');
    const keys = new Keys(db);
    const locker = await db.pool.connect();
    try {
      // The first check is held up, until the second one has come.
      await locker.query('begin; lock table api_keys in access exclusive mode');
      const early = keys.check('dl_wrong');
      await new Promise(setImmediate);
      await locker.query(`update api_keys set revoked_at = now() where name = 'admin and write'`);
      const late = keys.check(key);
      await locker.query('commit');
      expect(await Promise.all([early, late])).toEqual([null, null]);
    } finally {
      locker.release();
    }
  });

  it('keeps reading open, or for keys only, as READ_ACCESS says', async () => {
    expect((await api.get('/v1/timeline')).status).toBe(200);
    const guarded = await startTestApi({ settings: { readAccess: 'key' } });
    try {
      expect((await guarded.get('/v1/timeline')).status).toBe(401);
      const { key } = await createKey(guarded.database.db, { name: 'reader', scopes: ['read'] });
      expect((await guarded.get('/v1/timeline', { key })).status).toBe(200);
      for (const closed of ['/metrics', '/openapi.json', '/docs/', '/problems', '/', '/remind'])
        expect([closed, (await guarded.get(closed)).status, (await guarded.get(closed, { key })).status]).toEqual([
          closed,
          401,
          200,
        ]);
      for (const open of ['/health/live', '/health/ready']) expect((await guarded.get(open)).status).toBe(200);
    } finally {
      await guarded.stop();
    }
  });

  it('holds ADMIN_KEY from the settings, in place of an earlier one', async () => {
    const first = await startTestApi({ settings: { adminKey: 'a-first-admin-key' } });
    try {
      expect((await first.post('/v1/sources', source(), { key: 'a-first-admin-key' })).status).toBe(201);
      await ensureAdminKey(first.database.db, 'a-second-admin-key');
      expect((await first.post('/v1/sources', source(), { key: 'a-first-admin-key' })).status).toBe(401);
      expect((await first.post('/v1/sources', source(), { key: 'a-second-admin-key' })).status).toBe(200);
      await ensureAdminKey(first.database.db, 'a-first-admin-key');
      expect((await first.post('/v1/sources', source(), { key: 'a-first-admin-key' })).status).toBe(200);
    } finally {
      await first.stop();
    }
  });

  it('takes no ADMIN_KEY up again that was replaced by another one and then revoked by a person', async () => {
    const { db } = api.database;
    const admin = await createKey(db, { name: 'stays', scopes: ['admin'] });
    await ensureAdminKey(db, 'a-leaked-admin-key');
    const leaked = (await checkKey(db, 'a-leaked-admin-key'))!;
    await ensureAdminKey(db, 'the-next-admin-key');
    await revokeKey(db, leaked.id, `key-${admin.id}`);
    await expect(ensureAdminKey(db, 'a-leaked-admin-key')).rejects.toMatchObject({ code: 'KEY_ENDED' });
    expect(await checkKey(db, 'a-leaked-admin-key')).toBeNull();
  });

  it('makes one key for the administrator, told once, however many start at the same time', async () => {
    const { db } = api.database;
    await db.pool.query('delete from api_keys');
    const made = await Promise.all(Array.from({ length: 5 }, () => ensureAdminKey(db)));
    const told = made.filter((key) => key !== undefined);
    expect(told).toHaveLength(1);
    expect(await checkKey(db, told[0]!)).toMatchObject({ name: 'administrator', scopes: ['admin'] });
    expect(told[0]).toMatch(/^dl_[\w-]{43}$/);
    expect(await ensureAdminKey(db)).toBeUndefined();
  });

  it('keeps no key that could be read back', async () => {
    const key = await keyFor('read');
    const { rows } = await api.database.db.pool.query<{ row: string }>('select api_keys::text as row from api_keys');
    expect(rows.map(({ row }) => row).join('\n')).not.toContain(key.slice(3));
  });

  it.each([
    [{ name: '', scopes: ['read'] }],
    [{ name: 'x'.repeat(101), scopes: ['read'] }],
    [{ name: 'nothing', scopes: [] }],
    [{ name: 'all', scopes: ['read', 'everything'] }],
  ])('makes no key from %j', async (wanted) => {
    await expect(createKey(api.database.db, wanted)).rejects.toMatchObject({ code: 'KEY_INVALID' });
  });
});
