import { createKey, revokeKey } from '#libs/access';
import { PUBLIC_URL, startTestApi, type TestApi } from './test-api.js';

/** What a link opens in a new API. */
function pathOf(link: string): string {
  const { pathname, search } = new URL(link);
  return `${pathname}${search}`;
}

describe.each(['key', 'public'] as const)('a calendar of a key that was revoked, with READ_ACCESS=%s', (readAccess) => {
  let api: TestApi;
  let made: { id: string; calendarUrl: string; feedUrl: string; manageUrl: string };
  const isEnded = readAccess === 'key';

  beforeAll(async () => {
    api = await startTestApi({ settings: { readAccess } });
  });
  afterAll(() => api.stop());

  beforeEach(async () => {
    const { db } = api.database;
    const { id, key } = await createKey(db, { name: 'leaks', scopes: ['read'] });
    made = (await api.post('/v1/subscriptions', { channel: { type: 'calendar' } }, { key })).body;
    expect((await api.get(pathOf(made.calendarUrl))).status).toBe(200);
    await revokeKey(db, id, 'operator');
  });

  const manage = (path = ''): string =>
    pathOf(made.manageUrl.replace(PUBLIC_URL, `${PUBLIC_URL}/v1`)).replace('?', `${path}?`);
  const enabled = (key?: string) =>
    api.request('PATCH', manage(), {
      headers: { 'content-type': 'application/json', ...(key !== undefined && { authorization: `Bearer ${key}` }) },
      body: '{"status":"active"}',
    });

  it('is answered in the words of one that never was', async () => {
    const unknown = await api.get(pathOf(made.calendarUrl).replace(made.id, 'sub-00000000000000000000'));
    expect(unknown.status).toBe(404);
    for (const link of [made.calendarUrl, made.feedUrl]) {
      const { status, body } = await api.get(pathOf(link));
      expect(status).toBe(isEnded ? 404 : 200);
      if (isEnded) expect([body.type, body.detail]).toEqual([unknown.body.type, unknown.body.detail]);
    }
  });

  it('shows its owner why, and nothing of what is on record', async () => {
    const { status, body } = await api.get(manage());
    const codes = isEnded ? [{ code: 'key-ended' }] : [];
    expect([status, body.status, body.disabledCodes]).toEqual([200, isEnded ? 'disabled' : 'active', codes]);
    for (const path of ['/preview', '/deliveries']) {
      const answer = await api.get(manage(path));
      expect([path, answer.status]).toEqual([path, isEnded ? 403 : 200]);
      if (isEnded) expect(answer.body.type).toBe('/problems/maker-key-ended');
    }
    expect((await api.post(manage('/preview'), {}, { key: null })).status).toBe(isEnded ? 403 : 200);
    const page = await api.get(pathOf(made.manageUrl), { headers: { accept: 'text/html' } });
    expect(page.status).toBe(200);
    expect(page.text.includes('the key with which it was made has expired or was revoked')).toBe(isEnded);
  });

  it('is switched on again on its page by a browser that signed in, and bound to that key', async () => {
    const pressed = (cookie = '') =>
      api.request('POST', pathOf(made.manageUrl), {
        headers: { accept: 'text/html', cookie },
        body: new URLSearchParams({ step: 'resume' }),
      });
    if (!isEnded) return expect((await pressed()).status).toBe(200);
    expect((await api.get(pathOf(made.manageUrl), { headers: { accept: 'text/html' } })).text).toContain('/sign-in');
    expect((await pressed()).status).toBe(403);
    const { id, key } = await createKey(api.database.db, { name: 'reads', scopes: ['read'] });
    const signedIn = await api.request('POST', '/sign-in', { body: new URLSearchParams({ key }), redirect: 'manual' });
    const page = await pressed(signedIn.headers.get('set-cookie')!.split(';', 1)[0]);
    expect([page.status, page.text.includes('Switched on again.')]).toEqual([200, true]);
    const { rows } = await api.database.db.pool.query('select made_by_key from subscriptions where id = $1', [made.id]);
    expect(rows).toEqual([{ made_by_key: id }]);
    return expect((await api.get(pathOf(made.calendarUrl))).status).toBe(200);
  });

  it('goes on with a valid key', async () => {
    if (isEnded) expect((await enabled()).body.type).toBe('/problems/maker-key-ended');
    const { key } = await createKey(api.database.db, { name: 'reads', scopes: ['read'] });
    expect(await enabled(key)).toMatchObject({ status: 200, body: { status: 'active' } });
    expect((await api.get(pathOf(made.calendarUrl))).status).toBe(200);
  });
});
