import { eventually } from '#libs/testing';
import { SecretBox } from '../../libs/reminders/src/subscriptions/secret-box.js';
import { newTokenKey, TOKEN_PURPOSES, tokenFor } from '../../libs/reminders/src/subscriptions/tokens.js';
import { SECRETS_KEY } from './secrets-key.js';
import type { Answer, TestApi } from './test-api.js';
import { mail, startTreatyApi } from './treaty-api.js';
import { confirmationMail, confirmedByMail, tokenOf } from '../reminders/confirming.js';

const box = new SecretBox({ publicUrl: '', allowPrivate: false, readAccess: 'public', secretsKey: SECRETS_KEY });
const CONFIRMED = '/v1/confirmations/:id/requests/:request';

/** Every act of the holder of a token: by which token, and what it is answered once the links of the subscription ended. */
const ACTS: { route: string; by: 'manage' | 'confirm'; ended: number; query?: string; body?: object }[] = [
  { route: 'GET /v1/subscriptions/:id', by: 'manage', ended: 403 },
  { route: 'PATCH /v1/subscriptions/:id', by: 'manage', ended: 403, body: { digest: 'daily' } },
  { route: 'DELETE /v1/subscriptions/:id', by: 'manage', ended: 403 },
  { route: 'DELETE /v1/subscriptions/:id', by: 'manage', ended: 403, query: '&refuse=true' },
  { route: 'GET /v1/subscriptions/:id/deliveries', by: 'manage', ended: 403 },
  { route: 'GET /v1/subscriptions/:id/preview', by: 'manage', ended: 403 },
  { route: 'POST /v1/subscriptions/:id/preview', by: 'manage', ended: 403, body: { digest: 'daily' } },
  { route: 'GET /v1/subscriptions/:id/link', by: 'manage', ended: 403 },
  { route: 'GET /v1/subscriptions/:id/calendar.ics', by: 'manage', ended: 403 },
  { route: 'GET /v1/subscriptions/:id/feed.atom', by: 'manage', ended: 403 },
  { route: 'POST /v1/subscriptions/:id/recover', by: 'manage', ended: 403, query: '&since=2026-01-01' },
  { route: 'POST /v1/subscriptions/:id/test', by: 'manage', ended: 403 },
  // The link of the confirmation mail goes on, and shows nothing of what has new links.
  { route: 'GET /v1/confirmations/:id', by: 'confirm', ended: 200 },
  { route: `POST ${CONFIRMED}/confirm`, by: 'confirm', ended: 404 },
  { route: `DELETE ${CONFIRMED}`, by: 'confirm', ended: 404 },
  { route: 'POST /v1/confirmations/:id/refuse', by: 'confirm', ended: 200 },
];
type Act = (typeof ACTS)[number];

const json = (body: object): RequestInit => ({
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
const isWriting = ({ route }: Act): boolean => !route.startsWith('GET ') && !route.endsWith('/preview');

/** Where an act waits while the links are replaced: what is locked meanwhile, and which acts wait for it. */
const PLACES: [place: string, lock: string, acts: Act[], status?: number][] = [
  ['before it reads', 'lock table subscriptions in access exclusive mode', ACTS],
  ['before it writes', 'select from subscriptions for update', ACTS.filter(isWriting)],
  [
    'after it wrote',
    'lock table subscription_events in access exclusive mode',
    ACTS.filter(({ route }) => route.startsWith('PATCH') || route.endsWith('/confirm')),
    200,
  ],
];

describe('links that are replaced', () => {
  let api: TestApi;
  let made = 0;

  beforeAll(async () => {
    ({ api } = await startTreatyApi());
  });
  afterAll(() => api.stop());
  beforeEach(() => api.database.db.pool.query('delete from rate_limits'));

  const hook = async (): Promise<{ id: string; path: string }> => {
    const url = `https://example.org/${(made += 1)}`;
    const { body } = await api.post('/v1/subscriptions', { channel: { type: 'webhook', url } });
    return { id: body.id, path: `/v1/subscriptions/${body.id}?token=${tokenOf(body.manageUrl)}` };
  };
  const waiting = async (): Promise<number | null> =>
    (
      await api.database.superuser.pool.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      )
    ).rowCount;
  /** Makes requests while something is locked, and does something else before the first of them goes on. */
  const meanwhile = async (
    lock: string,
    ask: () => Promise<Answer>[],
    act: (query: (sql: string, values?: unknown[]) => Promise<unknown>) => Promise<unknown>,
  ): Promise<Answer[]> => {
    const client = await api.database.superuser.pool.connect();
    try {
      await client.query('begin');
      await client.query(lock);
      const answers = Promise.all(ask());
      try {
        await eventually(async () => expect(await waiting()).toBeGreaterThan(0), 20_000);
        await act((sql, values) => client.query(sql, values));
      } finally {
        await client.query('commit');
        await answers;
      }
      return await answers;
    } finally {
      client.release();
    }
  };

  it('are tried by every act of the holder of a token', () => {
    const routes = api.routes.filter(
      ({ method, url }) => method !== 'HEAD' && /^\/v1\/(subscriptions|confirmations)\/:/.test(url),
    );
    expect(new Set(ACTS.map(({ route }) => route))).toEqual(
      new Set(routes.map(({ method, url }) => `${method} ${url}`)),
    );
  });

  it.each(
    PLACES.flatMap(([place, lock, acts, status]) => acts.map((act) => ({ query: '', ...act, place, lock, status }))),
  )(
    'are not handed out to $route$query with an old token, $place',
    async ({ route, by, ended, query, body, lock, status = ended }) => {
      const address = `holder-${(made += 1)}@example.org`;
      const own = await confirmedByMail(api, mail(address));
      const sent = await confirmationMail(api.database.db.pool, address);
      const [method = '', url = ''] = route.split(' ');
      const path = url.replace(':id', by === 'manage' ? own.id : sent.id).replace(':request', own.id);
      const token = by === 'manage' ? tokenOf(own.manageUrl) : sent.token;
      const key = newTokenKey();
      const [answer] = await meanwhile(
        lock,
        () => [api.request(method, `${path}?token=${token}${query}`, body && json(body))],
        (run) =>
          run('update subscription_addresses set token_key = $2, confirmed_by = null where subscription_id = $1', [
            own.id,
            box.seal(key, own.id),
          ]),
      );
      expect(answer!.status).toBe(status);
      for (const purpose of TOKEN_PURPOSES) expect(answer!.text).not.toContain(tokenFor(key, own.id, purpose));
    },
  );

  it('are given to one of several who replace them at once with one token, and open the subscription', async () => {
    const { id, path } = await hook();
    const rotate = (): Promise<Answer> => api.request('PATCH', path, json({ rotateLinks: true, rotateSecret: true }));
    const answers = await meanwhile(
      'select from subscriptions for update',
      () => [rotate(), rotate(), rotate()],
      async () => undefined,
    );
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 403, 403]);
    const { body } = answers.find(({ status }) => status === 200)!;
    expect((await api.get(`/v1/subscriptions/${id}?token=${tokenOf(body.manageUrl)}`)).status).toBe(200);
    expect((await api.get(path)).status).toBe(403);
  });

  it('are told to none of those who change the subscription with the old token at the same time', async () => {
    for (let round = 0; round < 12; round += 1) {
      await api.database.db.pool.query('delete from rate_limits');
      const { path } = await hook();
      const change = (): Promise<Answer> => api.request('PATCH', path, json({ digest: 'daily' }));
      const [rotated, ...others] = await Promise.all([
        api.request('PATCH', path, json({ rotateLinks: true })),
        change(),
        api.get(path),
        change(),
        api.get(path),
        change(),
        api.get(path),
      ]);
      expect(rotated.status).toBe(200);
      for (const { status, text } of others) {
        expect([200, 403]).toContain(status);
        expect(text).not.toContain(tokenOf(rotated.body.manageUrl));
      }
    }
  });

  it('leave both secrets valid where two new ones are made at once', async () => {
    const { id, path } = await hook();
    const rotate = (): Promise<Answer> => api.request('PATCH', path, json({ rotateSecret: true }));
    const answers = await meanwhile(
      'select from subscriptions for update',
      () => [rotate(), rotate()],
      () => eventually(async () => expect(await waiting()).toBe(2), 20_000),
    );
    const { rows } = await api.database.db.pool.query<{ secrets: string[] }>(
      'select secrets from subscription_addresses where subscription_id = $1',
      [id],
    );
    const kept = rows[0]!.secrets.map((secret) => box.openText(secret, id));
    expect(kept.toSorted()).toEqual(answers.map(({ body }) => body.secret as string).toSorted());
  });
});
