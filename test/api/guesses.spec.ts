import { eventually } from '#libs/testing';
import { startTestApi, type Answer } from './test-api.js';

const remaining = ({ headers }: Answer): number => Number(/;r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]);

const HTML = { accept: 'text/html,application/xhtml+xml;q=0.9' };
const expectPage = ({ status, headers, text }: Answer, language: string, title: string): void => {
  expect([status, headers.get('content-type')]).toEqual([429, 'text/html; charset=utf-8']);
  const seconds = headers.get('retry-after');
  expect(Number(seconds)).toBeGreaterThan(0);
  expect(text).toContain(`<html lang="${language}">`);
  expect(text).toContain(`<h1>${title}</h1>`);
  expect(text).toContain(` ${seconds} s.`);
};

interface Guess {
  path: string;
  headers: Record<string, string>;
  form?: URLSearchParams;
}

describe('a client that guesses', () => {
  it.each([
    ['keys', (n: number) => ({ path: '/v1/projections', headers: { authorization: `Bearer wrong-${n}` } })],
    ['keys where none is needed', (n: number) => ({ path: '/v1/topics', headers: { 'x-api-key': `wrong-${n}` } })],
    [
      'keys in the form of the queues',
      (n: number) => ({ path: '/queues/sign-in', headers: {}, form: new URLSearchParams({ key: `wrong-${n}` }) }),
    ],
    [
      'keys in the form of the pages',
      (n: number) => ({ path: '/sign-in', headers: {}, form: new URLSearchParams({ key: `wrong-${n}` }) }),
    ],
    ['tokens', (n: number) => ({ path: `/v1/subscriptions/ID?token=wrong-${n}`, headers: {} })],
  ])(
    '%s is refused after twenty, and a key that was valid before goes on',
    async (what, guess: (n: number) => Guess) => {
      // Only where reading needs a key can one sign in to the pages.
      const readAccess = what === 'keys in the form of the pages' ? 'key' : 'public';
      const api = await startTestApi({ settings: { rateLimit: 100_000, readAccess } });
      try {
        const made = await api.post('/v1/subscriptions', { channel: { type: 'calendar' } });
        expect((await api.get('/v1/projections', { key: api.adminKey })).status).toBe(200);
        const answers: Answer[] = [];
        for (let n = 0; n < 100; n++) {
          const { path, headers, form }: Guess = guess(n);
          const init = { headers, ...(form && { method: 'POST', body: form }) };
          answers.push(await api.request(form ? 'POST' : 'GET', path.replace('ID', made.body.id), init));
        }
        const refused = answers.filter(({ status }) => status === 429);
        expect(refused).toHaveLength(80);
        expect(refused[0]).toMatchObject({ body: { type: '/problems/guesses-limited' } });
        expect(Number(refused[0]!.headers.get('retry-after'))).toBeLessThanOrEqual(60);
        expect((await api.get('/v1/projections', { key: api.adminKey })).status).toBe(200);
        expect((await api.get('/v1/topics')).status).toBe(readAccess === 'key' ? 401 : 200);
      } finally {
        await api.stop();
      }
    },
  );

  it('is refused whatever valid key the request holds beside its guess', async () => {
    const api = await startTestApi({ settings: { rateLimit: 100_000, readAccess: 'key' } });
    try {
      const made = await api.post('/v1/subscriptions', { channel: { type: 'calendar' } });
      const headers = { authorization: `Bearer ${api.adminKey}` };
      const statuses: Record<string, number[]> = { form: [], token: [] };
      for (let n = 0; n < 40; n++) {
        const body = new URLSearchParams({ key: `wrong-${n}` });
        const form = await api.request('POST', '/sign-in?token=any', { headers, body });
        statuses['form']!.push(form.status);
        const token = { ...headers, 'dateline-token': `wrong-${n}` };
        statuses['token']!.push((await api.get(`/v1/subscriptions/${made.body.id}`, { headers: token })).status);
      }
      expect(statuses).toEqual({
        form: [...Array<number>(20).fill(401), ...Array<number>(20).fill(429)],
        token: [...Array<number>(20).fill(403), ...Array<number>(20).fill(429)],
      });
      expect((await api.get('/v1/projections', { headers })).status).toBe(200);
    } finally {
      await api.stop();
    }
  });

  it.each(['/sign-in', '/queues/sign-in'])(
    'can sign in at %s with a key that it used before, in the form alone, and use it as a header',
    async (path) => {
      const api = await startTestApi({ settings: { rateLimit: 100_000, readAccess: 'key' } });
      const signIn = async (key: string): Promise<number> => {
        const init = { body: new URLSearchParams({ key }), redirect: 'manual' } as const;
        return (await api.request('POST', path, init)).status;
      };
      try {
        const { key } = (await api.post('/v1/keys', { name: 'other', scopes: ['admin'] })).body as { key: string };
        expect(await signIn(key)).toBe(303);
        for (let n = 0; n < 21; n++) await signIn(`wrong-${n}`);
        expect(await signIn('wrong')).toBe(429);
        expect(await signIn(key)).toBe(303);
        expect((await api.get('/v1/projections', { key })).status).toBe(200);
      } finally {
        await api.stop();
      }
    },
  );

  it('tokens of one subscription leaves those of others alone, and tokens that were valid before go on', async () => {
    const api = await startTestApi({ settings: { rateLimit: 100_000 } });
    try {
      const made = await Promise.all(
        [1, 2].map(() => api.post('/v1/subscriptions', { channel: { type: 'calendar' } }, { key: null })),
      );
      const [known, other] = made.map(({ body }) => new URL(body.manageUrl).searchParams.get('token')!);
      const [id, otherId] = made.map(({ body }) => body.id as string);
      const read = (one: string, token: string, page = '/v1/subscriptions') =>
        api.get(`${page}/${one}?token=${encodeURIComponent(token)}`);
      expect((await read(id!, known!, '/subscriptions')).status).toBe(200);
      // A page opens by the token in the header, as a call does, whatever its address says.
      const planted = { headers: { 'dateline-token': 'planted' } };
      expect((await api.get(`/subscriptions/${id}?token=${encodeURIComponent(known!)}`, planted)).status).toBe(403);
      for (let n = 0; n < 30; n++) await read(id!, `wrong-${n}`, n % 2 === 0 ? '/subscriptions' : undefined);
      expect((await read(id!, 'wrong')).status).toBe(429);
      expect((await read(id!, 'planted')).status).toBe(429);
      // What a page that needs no token answers proves no token.
      await api.get('/?token=wrong');
      expect((await read(id!, 'wrong')).status).toBe(429);
      expect((await read(id!, known!)).status).toBe(200);
      expect((await read(otherId!, other!)).status).toBe(200);
      expect((await api.get('/v1/topics', { key: 'wrong' })).status).toBe(401);
      expect((await api.get('/v1/projections', { key: api.adminKey })).status).toBe(200);
    } finally {
      await api.stop();
    }
  });

  it('is in the audit trail with its wrong tokens, of pages too, and with what was refused unseen', async () => {
    const api = await startTestApi({ settings: { rateLimit: 100_000 } });
    try {
      const { id } = (await api.post('/v1/subscriptions', { channel: { type: 'calendar' } }, { key: null })).body;
      const guess = async (page: string, n: number): Promise<number> =>
        (await api.get(`${page}/${id}?token=wrong-${n}`)).status;
      expect((await api.get(`/v1/subscriptions/${id}`)).status).toBe(403);
      for (let n = 0; n < 10; n++) {
        expect(await guess('/v1/subscriptions', n)).toBe(403);
        expect(await guess('/subscriptions', n)).toBe(403);
      }
      for (const page of ['/v1/subscriptions', '/subscriptions', '/v1/subscriptions'])
        expect(await guess(page, 20)).toBe(429);
      await eventually(async () => {
        const { items } = (await api.get('/v1/audit?action=access-denied', { key: api.adminKey })).body;
        const counts: Record<string, number> = {};
        for (const { details, count } of items) counts[details.code] = (counts[details.code] ?? 0) + count;
        expect(counts).toEqual({ TOKEN_INVALID: 20, GUESSES_LIMITED: 3 });
        for (const { actor, details } of items)
          expect([actor.by, details.network, details.scope]).toEqual(['unknown', '127.0.0.0/24', null]);
      }, 20_000);
    } finally {
      await api.stop();
    }
  });

  it('is refused with two tokens by every page that takes one, and counted by the header where both carry one', async () => {
    const api = await startTestApi({ settings: { rateLimit: 100_000 } });
    try {
      const { id, manageUrl } = (await api.post('/v1/subscriptions', { channel: { type: 'calendar' } }, { key: null }))
        .body;
      const known = new URL(manageUrl).search;
      const pages = api.routes.filter(
        ({ method, url }) => method !== 'HEAD' && /^\/(subscriptions|confirmations)\/:/.test(url),
      );
      expect(pages).toHaveLength(6);
      for (const { method, url } of pages) {
        const path = url.replace(':id', url.startsWith('/s') ? id : `conf-${'0'.repeat(20)}`);
        const init = method === 'POST' ? { body: new URLSearchParams({ step: 'refuse' }) } : {};
        const twice = await api.request(method, `${path}?token=wrong&token=x`, init);
        expect([method, url, twice.status]).toEqual([method, url, 400]);
        expect(twice.headers.get('content-type')).toBe('text/html; charset=utf-8');
        expect(twice.text).toContain('is given more than once');
      }
      for (const path of ['/v1/subscriptions', '/subscriptions']) {
        const headers = { 'dateline-token': `wrong-${path}` };
        expect((await api.get(`${path}/${id}${known}`, { headers })).status).toBe(403);
        const right = { 'dateline-token': new URL(manageUrl).searchParams.get('token')! };
        expect((await api.get(`${path}/${id}?token=wrong`, { headers: right })).status).toBe(200);
      }
      await eventually(async () => {
        const { items } = (await api.get('/v1/audit?action=access-denied', { key: api.adminKey })).body;
        const counts = items.map(({ details, count }: { details: { code: string }; count: number }) => [
          details.code,
          count,
        ]);
        expect(counts).toEqual([['TOKEN_INVALID', 2]]);
      });
    } finally {
      await api.stop();
    }
  });

  it('pays five points for a token', async () => {
    const api = await startTestApi({ settings: { rateLimit: 1_000 } });
    try {
      const { body } = await api.post('/v1/subscriptions', { channel: { type: 'calendar' } }, { key: null });
      const before = remaining(await api.get('/v1/topics'));
      await api.get(`/v1/subscriptions/${body.id}?token=wrong`);
      await eventually(async () => expect(before - remaining(await api.get('/v1/topics'))).toBeGreaterThan(5));
      expect(before - remaining(await api.get('/v1/topics'))).toBeLessThan(20);
    } finally {
      await api.stop();
    }
  });

  it('pays twenty points for each', async () => {
    const api = await startTestApi({ settings: { rateLimit: 1_000 } });
    try {
      const before = remaining(await api.get('/v1/topics'));
      await api.get('/v1/projections', { key: 'wrong' });
      await eventually(async () => expect(before - remaining(await api.get('/v1/topics'))).toBeGreaterThan(20));
    } finally {
      await api.stop();
    }
  });
});

describe('a page that is refused for now', () => {
  it('says so in the language of the request, and when to try again', async () => {
    const api = await startTestApi({ views: false, settings: { rateLimit: 10 } });
    try {
      while ((await api.get('/v1/sources')).status !== 429);
      expectPage(await api.get('/', { headers: HTML }), 'en', 'Too many requests');
      expectPage(await api.get('/cases?lang=es', { headers: HTML }), 'es', 'Demasiadas solicitudes');
      const spanish = { ...HTML, 'accept-language': 'es-MX,es;q=0.9' };
      expectPage(await api.get('/nowhere', { headers: spanish }), 'es', 'Demasiadas solicitudes');
      expect((await api.get('/v1/sources', { headers: HTML })).body.type).toBe('/problems/too-many-requests');
      expect((await api.get('/')).body.type).toBe('/problems/too-many-requests');
    } finally {
      await api.stop();
    }
  });

  it('says so after twenty wrong keys in the form to sign in', async () => {
    const api = await startTestApi({ views: false, settings: { rateLimit: 100_000, readAccess: 'key' } });
    const signIn = (path: string): Promise<Answer> =>
      api.request('POST', path, { headers: HTML, body: new URLSearchParams({ key: 'wrong' }) });
    try {
      for (let n = 0; n < 20; n++) expect((await signIn('/sign-in')).status).toBe(401);
      expectPage(await signIn('/sign-in'), 'en', 'Too many keys that are not valid');
      expectPage(await signIn('/sign-in?lang=es'), 'es', 'Demasiadas claves no válidas');
    } finally {
      await api.stop();
    }
  });
});
