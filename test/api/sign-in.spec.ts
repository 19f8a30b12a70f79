import { createKey, revokeKey, type NewKey } from '#libs/access';
import { eventually } from '#libs/testing';
import { fact, source, subject } from './records.js';
import { PUBLIC_URL, startTestApi, type Answer, type TestApi } from './test-api.js';

const HTML = { accept: 'text/html' };
const NAME = 'Accord on Rivers';

/** What a browser sends back of the cookies that an answer sets. */
function cookieOf({ headers }: Answer): string {
  return headers.get('set-cookie')?.split(';', 1)[0] ?? '';
}

describe('a browser, where reading needs a key', () => {
  let api: TestApi;
  let key: NewKey;

  beforeAll(async () => {
    api = await startTestApi({ settings: { readAccess: 'key' } });
    await api.post('/v1/sources', source());
    await api.post('/v1/subjects', subject({ name: NAME }));
    const { body } = await api.post('/v1/facts', fact());
    await api.get(`/v1/timeline?after=${body.position}`, { key: api.adminKey });
  });
  afterAll(() => api.stop());
  beforeEach(async () => {
    key = await createKey(api.database.db, { name: 'reader', scopes: ['read'] });
  });

  const signIn = (form: Record<string, string>, headers = {}): Promise<Answer> =>
    api.request('POST', '/sign-in', {
      body: new URLSearchParams(form),
      redirect: 'manual',
      headers: { ...HTML, ...headers },
    });
  const read = (path: string, cookie: string): Promise<Answer> => api.get(path, { headers: { ...HTML, cookie } });

  it.each([
    ['en', 'Sign in', 'Key'],
    ['es', 'Iniciar sesión', 'Clave'],
  ])('is answered 401 with a form that needs no script, in the language %s', async (lang, title, label) => {
    for (const path of [`/cases?lang=${lang}&status=closed`, `/nowhere?lang=${lang}`]) {
      const { status, text, headers } = await api.get(path, { headers: HTML });
      expect([path, status, headers.get('www-authenticate')]).toEqual([path, 401, 'Bearer realm="dateline"']);
      expect(text).toContain(`<title>${title} · Dateline</title>`);
      expect(text).toMatch(new RegExp(`<label for="sign-in-key">${label}</label>`));
      expect(text).toContain(`name="back" value="${path.replaceAll('&', '&amp;')}"`);
      expect(text).toContain(lang === 'en' ? 'action="/sign-in"' : 'action="/sign-in?lang=es"');
      expect(text).not.toContain('role="alert"');
    }
  });

  it('is led back to the page that it requested, and reads with its cookie until it signs out', async () => {
    const answer = await signIn({ key: ` ${key.key} `, back: '/subjects/accord?lang=es' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/subjects/accord?lang=es']);
    expect(answer.headers.get('set-cookie')).toMatch(
      /^reading=[\w.-]+; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/,
    );
    expect(answer.headers.get('set-cookie')).not.toContain(key.key);
    const cookie = cookieOf(answer);
    for (const path of ['/subjects/accord', '/v1/subjects/accord', '/v1/timeline.csv', '/v1/export']) {
      const { status, text, headers } = await read(path, cookie);
      expect([path, status, text.includes(NAME) || path.endsWith('csv')]).toEqual([path, 200, true]);
      expect([path, headers.get('cache-control')]).toEqual([path, expect.stringContaining('private')]);
    }
    expect((await read('/', cookie)).text).toContain('action="/sign-out"');
    expect((await api.get('/sign-in', { headers: HTML })).text).not.toContain('action="/sign-out"');
    const out = await api.request('POST', '/sign-out', {
      body: new URLSearchParams({ back: '/sign-in?lang=es' }),
      headers: { cookie },
      redirect: 'manual',
    });
    expect([out.status, out.headers.get('location')]).toEqual([303, '/sign-in?lang=es']);
    expect(out.headers.get('set-cookie')).toMatch(/^reading=; Path=\/; Max-Age=0; HttpOnly; SameSite=Strict$/);
  });

  it.each(['https://elsewhere.example/', '//elsewhere.example', '/\\elsewhere.example', '/\t/elsewhere.example', 'x'])(
    'is led nowhere else: %j',
    async (back) => {
      const [to, out] = await Promise.all([
        signIn({ key: key.key, back }),
        api.request('POST', '/sign-out', { body: new URLSearchParams({ back }), redirect: 'manual' }),
      ]);
      expect([to.headers.get('location'), out.headers.get('location')]).toEqual(['/', '/']);
      const page = await api.get(`/sign-in?back=${encodeURIComponent(back)}`, { headers: HTML });
      expect(page.status).toBe(200);
    },
  );

  it('sees the form again with what is wrong where the key is not valid, and keeps where it came from', async () => {
    await revokeKey(api.database.db, key.id, 'operator');
    for (const wrong of [key.key, 'dl_wrong']) {
      const answer = await signIn({ key: wrong, back: '/cases?q=<b>' });
      expect([answer.status, cookieOf(answer)]).toEqual([401, '']);
      expect(answer.text).toMatch(/<p class="wrong" role="alert"[^>]*>[^<]*not valid/);
      expect(answer.text).toContain('name="back" value="/cases?q=%3Cb%3E"');
      expect(answer.text).not.toContain(wrong);
    }
  });

  it.each([
    ['is revoked', () => revokeKey(api.database.db, key.id, 'operator')],
    [
      'expires',
      () => api.database.db.pool.query('update api_keys set expires_at = clock_timestamp() where id = $1', [key.id]),
    ],
  ])('is signed out when its key %s', async (_, end) => {
    const cookie = cookieOf(await signIn({ key: key.key }));
    expect((await read('/v1/topics', cookie)).status).toBe(200);
    await end();
    expect([(await read('/v1/topics', cookie)).status, (await read('/', cookie)).status]).toEqual([401, 401]);
  });

  it('follows the changes by its session until its key ends', async () => {
    const cookie = cookieOf(await signIn({ key: key.key }));
    const stream = await fetch(`${api.url}/v1/stream?since=0`, { headers: { cookie } });
    let received = '';
    const ended = (async () => {
      for await (const chunk of stream.body!.pipeThrough(new TextDecoderStream())) received += chunk;
    })();
    await eventually(async () => expect(received).toContain('accord'));
    await revokeKey(api.database.db, key.id, 'operator');
    await api.post('/v1/sources', source({ id: 'later', title: 'Recorded after the revocation' }));
    await ended;
    expect(received).not.toContain('Recorded after');
  });

  it.each([
    ['/sign-in', '/v1/topics'],
    ['/queues/sign-in', '/queues'],
  ])(
    'uses its key on the day on which it signs in at %s, and on each day on which it reads by its session',
    async (form, page) => {
      const { pool } = api.database.db;
      const { id, key: text } = await createKey(api.database.db, { name: 'browses', scopes: ['admin'] });
      const isUsedToday = async (): Promise<boolean> => {
        const { body } = await api.get('/v1/keys', { key: api.adminKey });
        return body.items.find((one: { id: string }) => one.id === id).lastUsedOn !== null;
      };
      expect(await isUsedToday()).toBe(false);
      const body = new URLSearchParams({ key: text });
      const cookie = cookieOf(await api.request('POST', form, { body, redirect: 'manual' }));
      await eventually(async () => expect(await isUsedToday()).toBe(true), 20_000);
      await pool.query('update api_keys set last_used_on = null where id = $1', [id]);
      await read(page, cookie);
      await eventually(async () => expect(await isUsedToday()).toBe(true), 20_000);
    },
  );

  it('takes neither a forged cookie nor that of the queues', async () => {
    const cookie = cookieOf(await signIn({ key: key.key }));
    const [id = '', ends = '', mac = ''] = cookie.slice('reading='.length).split('.');
    const queues = await api.request('POST', '/queues/sign-in', {
      body: new URLSearchParams({ key: api.adminKey }),
      redirect: 'manual',
    });
    const forged = [`${id}.${Number(ends) + 60}.${mac}`, `1.${ends}.${mac}`, 'x', cookieOf(queues).split('=')[1]!];
    for (const one of forged) expect([one, (await read('/v1/topics', `reading=${one}`)).status]).toEqual([one, 401]);
    const swapped = cookie.replace('reading=', 'queues=');
    expect((await read('/queues', swapped)).status).toBe(401);
  });

  it('makes a calendar by its session, which is bound to its key, and no page of another site does', async () => {
    const cookie = cookieOf(await signIn({ key: key.key }));
    const made = (headers: Record<string, string>) =>
      api.post('/v1/subscriptions', { channel: { type: 'calendar' } }, { key: null, headers: { cookie, ...headers } });
    const foreign = { 'sec-fetch-site': 'cross-site' };
    expect((await made(foreign)).body.type).toBe('/problems/origin-foreign');
    expect((await signIn({ key: key.key }, foreign)).status).toBe(403);
    const { status, body } = await made({ 'sec-fetch-site': 'same-origin', origin: PUBLIC_URL });
    expect(status).toBe(201);
    const { rows } = await api.database.db.pool.query('select made_by_key from subscriptions where id = $1', [body.id]);
    expect(rows).toEqual([{ made_by_key: key.id }]);
  });

  it('records nothing by its session, whatever its key is good for', async () => {
    const cookie = cookieOf(await signIn({ key: api.adminKey }));
    const hook = { channel: { type: 'webhook', url: 'https://hooks.example.org/' } };
    const made = await api.post('/v1/subscriptions', hook, { key: null, headers: { cookie } });
    expect([made.status, made.body.type]).toEqual([403, '/problems/scope-missing']);
    expect(made.body.detail).toMatch(/^The session of a browser only reads/);
    expect((await api.post('/v1/sources', source(), { key: null, headers: { cookie } })).status).toBe(401);
    expect((await read('/v1/keys', cookie)).status).toBe(401);
  });

  it('is sent its cookie by https alone where the service is reached by it', async () => {
    const other = await startTestApi({ settings: { readAccess: 'key', publicUrl: 'https://dateline.test' } });
    try {
      const answer = await other.request('POST', '/sign-in', {
        body: new URLSearchParams({ key: other.adminKey }),
        redirect: 'manual',
      });
      expect(answer.headers.get('set-cookie')).toMatch(/; Secure$/);
    } finally {
      await other.stop();
    }
  });
});

describe('a browser, where everybody reads', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.stop());

  it('has nowhere to sign in, and gets no cookie', async () => {
    const page = await api.request('GET', '/sign-in?back=/cases', { headers: HTML, redirect: 'manual' });
    expect([page.status, page.headers.get('location')]).toEqual([302, '/cases']);
    const body = new URLSearchParams({ key: api.adminKey, back: '/cases' });
    const sent = await api.request('POST', '/sign-in', { body, redirect: 'manual' });
    expect([sent.status, sent.headers.get('location'), sent.headers.get('set-cookie')]).toEqual([303, '/cases', null]);
  });

  it('is refused with a wrong key, and learns that reading needs none', async () => {
    const { status, text } = await api.get('/cases', { headers: { ...HTML, authorization: 'Bearer dl_wrong' } });
    expect(status).toBe(401);
    expect(text).toContain('Reading needs none here');
    expect(text).not.toContain('Reading here needs a key');
  });
});
