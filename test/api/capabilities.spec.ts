import { removeExpired } from '../../libs/reminders/src/subscriptions/expired-rows.js';
import { Resealing } from '../../libs/reminders/src/subscriptions/resealing.js';
import { SecretBox } from '../../libs/reminders/src/subscriptions/secret-box.js';
import { tokenFor } from '../../libs/reminders/src/subscriptions/tokens.js';
import { SECRETS_KEY } from './secrets-key.js';
import { PUBLIC_URL, startTestApi, type TestApi } from './test-api.js';
import { mail, startTreatyApi, type TreatyApi } from './treaty-api.js';
import { confirmationMail, confirmedByMail, tokenOf } from '../reminders/confirming.js';

const box = new SecretBox({ publicUrl: '', allowPrivate: false, readAccess: 'public', secretsKey: SECRETS_KEY });

describe('tokens and limits of subscriptions', () => {
  let api: TestApi;
  let signUp: TreatyApi['signUp'];
  let post: TreatyApi['post'];
  let mails: TreatyApi['mails'];

  beforeAll(async () => {
    ({ api, signUp, post, mails } = await startTreatyApi());
  });
  afterAll(() => api.stop());
  beforeEach(() => api.database.db.pool.query('delete from rate_limits'));

  it('open each route by its own token and the manage token alone', async () => {
    const own = await confirmedByMail(api, mail('table@example.org'));
    const other = await confirmedByMail(api, mail('other@example.org'));
    const pending = (await signUp(mail('table@example.org', { digest: 'daily' }))).body.id as string;
    const confirmation = await confirmationMail(api.database.db.pool, 'table@example.org');
    const { rows } = await api.database.db.pool.query<{ token_key: Buffer }>(
      'select token_key from subscription_addresses where subscription_id = $1',
      [own.id],
    );
    const tokens = {
      manage: tokenOf(own.manageUrl),
      read: tokenOf(own.calendarUrl),
      unsubscribe: tokenFor(box.open(rows[0]!.token_key, own.id), own.id, 'unsubscribe'),
      confirm: confirmation.token,
      'manage of another': tokenOf(other.manageUrl),
      none: '',
    };
    const of = `/v1/subscriptions/${own.id}`;
    const list = `/v1/confirmations/${confirmation.id}`;
    const routes: [method: string, path: string, opens: (keyof typeof tokens)[], body?: object][] = [
      ['GET', of, ['manage']],
      ['PATCH', of, ['manage'], { digest: 'none' }],
      ['GET', `${of}/link`, ['manage', 'read', 'unsubscribe']],
      ['GET', `${of}/deliveries`, ['manage']],
      ['GET', `${of}/preview`, ['manage']],
      ['GET', `${of}/calendar.ics`, ['manage', 'read']],
      ['GET', `${of}/feed.atom`, ['manage', 'read']],
      ['POST', `${of}/test`, ['manage']],
      ['POST', `${of}/recover?since=2026-01-01`, ['manage']],
      ['GET', list, ['confirm']],
      ['POST', `${list}/requests/${pending}/confirm`, ['confirm']],
      // What ends something comes last; each is refused to all that do not open it, before it is done.
      ['DELETE', `${list}/requests/${pending}`, []],
      ['POST', `${list}/refuse`, []],
      ['DELETE', of, []],
    ];
    for (const [method, path, opens, body] of routes)
      for (const [purpose, token] of Object.entries(tokens)) {
        if (opens.length === 0 && (path === of ? ['manage', 'unsubscribe'] : ['confirm']).includes(purpose)) continue;
        const init = {
          method,
          ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
        };
        const { status } = await api.request(method, `${path}${path.includes('?') ? '&' : '?'}token=${token}`, init);
        const isOpened = (opens as string[]).includes(purpose);
        expect([method, path, purpose, status < 300]).toEqual([method, path, purpose, isOpened]);
        if (!isOpened) expect([method, path, purpose, status]).toEqual([method, path, purpose, 403]);
      }
    expect((await api.request('DELETE', `${of}?token=${tokens.unsubscribe}`)).status).toBe(200);
  });

  it('are taken from a header as well, and answers that carry an address or a link are stored nowhere', async () => {
    const own = await confirmedByMail(api, mail('header@example.org'));
    const path = `/v1/subscriptions/${own.id}`;
    const answer = await api.get(path, { headers: { 'dateline-token': tokenOf(own.manageUrl) } });
    expect([answer.status, answer.body.id]).toEqual([200, own.id]);
    const page = await fetch(`${api.url}/subscriptions/${own.id}`, {
      headers: { 'dateline-token': tokenOf(own.manageUrl) },
    });
    expect(page.status).toBe(200);
    const token = `?token=${tokenOf(own.manageUrl)}`;
    const { path: list } = await confirmationMail(api.database.db.pool, 'header@example.org');
    for (const carrying of [
      `${path}${token}`,
      `${path}/link${token}`,
      `${path}/deliveries${token}`,
      `${path}?token=wrong`,
      `/subscriptions/${own.id}${token}`,
      `/subscriptions/${own.id}/${token}`,
      list,
      `/v1${list}`,
      '/remind?subject=treaty',
    ]) {
      const { headers } = await fetch(`${api.url}${carrying}`, { redirect: 'manual' });
      expect([carrying, headers.get('cache-control')]).toEqual([carrying, 'private, no-store']);
    }
    const made = await signUp({ channel: { type: 'calendar' } });
    expect(made.headers.get('cache-control')).toBe('private, no-store');
  });

  it('send one confirmation mail a day to a mailbox, however it is spelled, and answer every sign-up alike', async () => {
    const spellings = [
      'flood@gmail.com',
      'Flood@gmail.com',
      'f.lood@googlemail.com',
      'flood+1@gmail.com',
      'flo.od+2@gmail.com',
    ];
    const answers = [];
    for (const address of [...spellings, ...spellings]) answers.push(await signUp(mail(address, { digest: 'weekly' })));
    expect(answers.map(({ status, body }) => [status, { ...body, id: '' }])).toEqual(
      answers.map(() => [201, { id: '', status: 'pending' }]),
    );
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(answers.length);
    expect(await mails('f%lo%od%@g%mail.com')).toEqual([{ address: 'flood@gmail.com' }]);
    const { rows } = await api.database.db.pool.query(
      `select count(*)::int as n from deliveries d join subscription_addresses a using (subscription_id)
        where d.kind = 'confirmation' and a.address ilike 'f%lo%od%'`,
    );
    expect(rows).toEqual([{ n: 1 }]);
    await api.database.db.pool.query(`update deliveries set status = 'sent' where kind = 'confirmation'`);
    await api.database.db.pool.query(`update mailbox_confirmations set made_at = made_at - interval '25 hours'`);
    await api.database.db.pool.query('delete from rate_limits');
    await signUp(mail('flood+3@gmail.com'));
    expect(await mails('f%lo%od%@g%mail.com')).toHaveLength(2);
  });

  it('write never again to a mailbox that refused, and do not say so', async () => {
    const own = await confirmedByMail(api, mail('never@example.org'));
    const { id, token } = await confirmationMail(api.database.db.pool, 'never@example.org');
    expect((await post(`/v1/confirmations/${id}/refuse?token=${token}`)).status).toBe(200);
    expect((await api.get(`/v1/subscriptions/${own.id}?token=${tokenOf(own.manageUrl)}`)).status).toBe(404);
    expect((await api.get(`/v1/confirmations/${id}?token=${token}`)).status).toBe(404);
    await api.database.db.pool.query('delete from mailbox_confirmations');
    const again = await signUp(mail('never+again@example.org'));
    expect([again.status, again.body]).toEqual([201, { id: expect.stringMatching(/^sub-/), status: 'pending' }]);
    expect(await mails('never%')).toEqual([]);
    const { pool } = api.database.db;
    expect((await pool.query(`select reason from suppressed_mailboxes`)).rows).toEqual([{ reason: 'refused' }]);
    expect((await pool.query('select from subscriptions where id = $1', [again.body.id])).rowCount).toBe(0);
  });

  it('refuse by the link of any mail what is sent to the mailbox', async () => {
    const own = await confirmedByMail(api, mail('stop@example.org'));
    const more = await confirmedByMail(api, mail('stop@example.org', { digest: 'daily' }));
    const ended = await api.request(
      'DELETE',
      `/v1/subscriptions/${own.id}?token=${tokenOf(own.manageUrl)}&refuse=true`,
    );
    expect(ended.body).toMatchObject({ id: own.id, hash: expect.any(String) });
    expect((await api.get(`/v1/subscriptions/${more.id}?token=${tokenOf(more.manageUrl)}`)).status).toBe(404);
    await signUp(mail('stop@example.org', { digest: 'weekly' }));
    expect(await mails('stop%')).toEqual([]);
  });

  it('make new links, which go to the mailbox alone; the old ones end', async () => {
    const own = await confirmedByMail(api, mail('rotate@example.org'));
    const path = `/v1/subscriptions/${own.id}?token=${tokenOf(own.manageUrl)}`;
    const init = { headers: { 'content-type': 'application/json' }, body: '{"rotateLinks":true}' };
    const rotated = await api.request('PATCH', path, init);
    expect([rotated.status, rotated.text.includes('token=')]).toEqual([200, false]);
    expect((await api.get(path)).status).toBe(403);
    const { rows } = await api.database.db.pool.query(
      `select status from deliveries where subscription_id = $1 and kind = 'links'`,
      [own.id],
    );
    expect(rows).toEqual([{ status: 'waiting' }]);
    const calendar = (await signUp({ channel: { type: 'calendar' } })).body;
    const made = await api.request(
      'PATCH',
      `/v1/subscriptions/${calendar.id}?token=${tokenOf(calendar.manageUrl)}`,
      init,
    );
    expect(made.body.manageUrl).toContain('token=');
    expect(made.body.manageUrl).not.toBe(calendar.manageUrl);
    const { pathname, search } = new URL(made.body.calendarUrl);
    expect((await api.get(`${pathname}${search}`)).status).toBe(200);
  });

  it('lead from the page of the old link to that of the new one, which a reload shows again', async () => {
    const { body: own } = await signUp({ channel: { type: 'calendar' } });
    const before = new URL(own.manageUrl);
    const pressed = await api.request('POST', `${before.pathname}${before.search}&lang=es`, {
      body: new URLSearchParams({ step: 'rotate' }),
      redirect: 'manual',
    });
    const location = pressed.headers.get('location')!;
    expect([pressed.status, pressed.headers.get('cache-control')]).toEqual([303, 'private, no-store']);
    expect(location).toMatch(new RegExp(`^/subscriptions/${own.id}\\?token=.*&lang=es`));
    for (const time of ['first', 'second']) {
      const page = await api.get(location);
      expect([time, page.status]).toEqual([time, 200]);
      expect(page.text).toContain('Guarde la dirección de esta página');
    }
    const old = await api.get(`${before.pathname}${before.search}`);
    expect([old.status, old.text.includes('This link was replaced or has ended')]).toEqual([403, true]);
  });

  it('send three tests an hour to one subscription, and say truly when the next is sent', async () => {
    const own = await confirmedByMail(api, mail('tests@example.org'));
    const answers = [];
    for (let n = 0; n < 4; n += 1)
      answers.push(await post(`/v1/subscriptions/${own.id}/test?token=${tokenOf(own.manageUrl)}`));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 429]);
    const { headers, body } = answers[3]!;
    const minutes = Number(/try again in (\d+) minutes/.exec(body.detail)?.[1]);
    expect(Number(headers.get('retry-after'))).toBe(minutes * 60);
    expect(minutes).toBeGreaterThan(50);
    expect(minutes).toBeLessThanOrEqual(60);
  });

  it('leave the log as it is however often an owner switches a subscription, and limit the changes of an hour', async () => {
    const own = await confirmedByMail(api, mail('switch@example.org'));
    const path = `/v1/subscriptions/${own.id}?token=${tokenOf(own.manageUrl)}`;
    const patch = async (change: object): Promise<number> => {
      const init = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(change) };
      return (await api.request('PATCH', path, init)).status;
    };
    const head = async (): Promise<string> => (await api.get('/health/ready')).body.head as string;
    const before = await head();
    for (let n = 0; n < 120; n += 1) {
      await api.database.db.pool.query('delete from rate_limits');
      const status = n % 2 === 0 ? 'disabled' : 'active';
      expect(await patch({ status })).toBe(200);
    }
    const changes = [{ digest: 'daily' }, { localTime: '10:00' }, { status: 'disabled' }, { status: 'active' }];
    await api.database.db.pool.query('delete from rate_limits');
    const statuses: number[] = [];
    for (let n = 0; n < 40; n += 1) statuses.push(await patch(changes[n % changes.length]!));
    expect(statuses).toEqual([...Array<number>(30).fill(200), ...Array<number>(10).fill(429)]);
    expect(await head()).toBe(before);
  });

  it.each([
    ['sign-ups by e-mail', 21, (n: number) => signUp(mail(`caller-${n}@example.org`))],
    ['calendars', 21, () => signUp({ channel: { type: 'calendar' } })],
    [
      'previews',
      301,
      () => post('/v1/subscriptions/preview', { filter: { subjects: ['treaty'], milestones: ['none'] } }),
    ],
  ])('limit the %s of one caller', async (_, count, ask) => {
    const statuses = [];
    for (let n = 0; n < count; n += 1) statuses.push((await ask(n)).status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(1);
    expect(statuses.at(-1)).toBe(429);
  });

  it('answer an Idempotency-Key to its caller alone, and show no token or secret twice', async () => {
    const asking = { key: null, headers: { 'idempotency-key': 'one' } };
    const form = mail('flo@example.org');
    const first = await signUp(form, asking);
    expect((await signUp(form, asking)).body).toEqual(first.body);
    expect(await signUp(mail('gil@example.org'), asking)).toMatchObject({
      status: 422,
      body: { type: '/problems/idempotency-key-reused' },
    });
    const hook = { channel: { type: 'webhook', url: 'https://example.org/hook' } };
    const withKey = { key: api.adminKey, headers: { 'idempotency-key': 'two' } };
    const made = await signUp(hook, withKey);
    expect(made.body).toMatchObject({ secret: expect.any(String), manageUrl: expect.any(String) });
    expect((await signUp(hook, withKey)).body).toEqual({ id: made.body.id, status: 'active' });
    const calendar = { channel: { type: 'calendar' } };
    const ofCalendar = { key: null, headers: { 'idempotency-key': 'two' } };
    const other = await signUp(calendar, ofCalendar);
    expect(other.body).toMatchObject({ calendarUrl: expect.any(String) });
    expect((await signUp(calendar, ofCalendar)).body).toEqual({ id: other.body.id, status: 'active' });
  });

  it('keep an Idempotency-Key for 24 hours, after which it stands for a new request', async () => {
    const { db } = api.database;
    const withKey = { key: null, headers: { 'idempotency-key': 'old' } };
    const first = await signUp({ channel: { type: 'calendar' } }, withKey);
    const age = (interval: string) =>
      db.pool.query(
        'update subscription_requests set made_at = clock_timestamp() - $2::interval where subscription_id = $1',
        [first.body.id, interval],
      );
    await age('23 hours 50 minutes');
    await removeExpired(db.kysely, new Date(0));
    expect((await signUp({ channel: { type: 'calendar' } }, withKey)).body.id).toBe(first.body.id);
    await age('24 hours 1 minute');
    const other = { channel: { type: 'calendar' }, filter: { kinds: ['developments'] } };
    const next = await signUp(other, withKey);
    expect([next.status, next.body]).toEqual([201, expect.objectContaining({ calendarUrl: expect.any(String) })]);
    expect(next.body.id).not.toBe(first.body.id);
    expect((await signUp(other, withKey)).body.id).toBe(next.body.id);
  });

  it('count the look-up of an Idempotency-Key', async () => {
    const asking = { key: null, headers: { 'idempotency-key': 'guessed' } };
    const statuses = [];
    for (let n = 0; n < 21; n += 1) statuses.push((await signUp(mail('guess@example.org'), asking)).status);
    expect(statuses.at(-1)).toBe(429);
  });

  it('are signed by keys that the database holds encrypted, also those that were stored before', async () => {
    const { pool } = api.database.db;
    const hook = await signUp({ channel: { type: 'webhook', url: 'https://example.org/hook' } }, { key: api.adminKey });
    const own = await confirmedByMail(api, mail('sealed@example.org'));
    await signUp(mail('sealed@example.org', { digest: 'daily' }));
    const open = async (): Promise<number | null> =>
      (
        await pool.query(
          `select from subscription_addresses where octet_length(token_key) = 32 or secrets::text like '%whsec%'
           union all select from mailbox_confirmations where octet_length(token_key) = 32`,
        )
      ).rowCount;
    expect(await open()).toBe(0);
    const { rows } = await pool.query<{ token_key: Buffer }>(
      'select token_key from subscription_addresses where subscription_id = $1',
      [own.id],
    );
    await pool.query('update subscription_addresses set token_key = $2 where subscription_id = $1', [
      own.id,
      box.open(rows[0]!.token_key, own.id),
    ]);
    await pool.query('update subscription_addresses set secrets = array[$2] where subscription_id = $1', [
      hook.body.id,
      hook.body.secret,
    ]);
    const confirmation = await confirmationMail(pool, 'sealed@example.org');
    await pool.query('update mailbox_confirmations set token_key = $2 where id = $1', [
      confirmation.id,
      confirmation.key,
    ]);
    expect(await open()).toBe(3);
    await new Resealing(api.database.db, box).turn();
    expect(await open()).toBe(0);
    for (const { id, manageUrl } of [own, hook.body])
      expect((await api.get(`/v1/subscriptions/${id}?token=${tokenOf(manageUrl)}`)).status).toBe(200);
    expect((await api.get(`/v1${confirmation.path}`)).body.requests).toHaveLength(1);
  });

  it('do not tell apart what is pending, erased or never was', async () => {
    const pending = (await signUp(mail('quiet@example.org'))).body.id;
    const own = await confirmedByMail(api, mail('gone@example.org'));
    await api.request('DELETE', `/v1/subscriptions/${own.id}?token=${tokenOf(own.manageUrl)}`);
    for (const id of [pending, own.id, 'sub-00000000000000000000', '%00'])
      expect(await api.get(`/v1/subscriptions/${id}?token=x`)).toMatchObject({
        status: 404,
        body: { type: '/problems/subscription-unknown', detail: 'There is no subscription with this id.' },
      });
  });

  it('expire what nobody confirms, and calendars that nobody fetched for 90 days', async () => {
    const { pool } = api.database.db;
    const [kept, unread, late] = [
      (await signUp({ channel: { type: 'calendar' } })).body,
      (await signUp({ channel: { type: 'calendar' }, digest: 'daily' })).body,
      (await signUp({ channel: { type: 'calendar' }, digest: 'weekly' })).body,
    ];
    await signUp(mail('late@example.org'));
    await pool.query(`update subscriptions set last_read_at = now() - interval '90 days' where id = any($1)`, [
      [kept.id, unread.id],
    ]);
    await pool.query(`update subscriptions set last_read_at = now() - interval '89 days 20 hours' where id = $1`, [
      late.id,
    ]);
    const { pathname, search } = new URL(kept.calendarUrl);
    expect((await api.get(`${pathname}${search}`)).status).toBe(200);
    const week = await pool.query<{ at: Date }>('select max(valid_until) as at from mailbox_confirmations');
    await removeExpired(api.database.db.kysely, new Date(week.rows[0]!.at.getTime() + 1_000));
    const { rows } = await pool.query('select id from subscriptions where id = any($1)', [
      [kept.id, unread.id, late.id],
    ]);
    expect(new Set(rows.map(({ id }) => id))).toEqual(new Set([kept.id, late.id]));
    const pending = await pool.query(`select from subscriptions where status = 'pending'`);
    expect([pending.rowCount, await mails('late%')]).toEqual([0, []]);
  });
});

describe('subscriptions where reading needs a key', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi({ settings: { readAccess: 'key' } });
  });
  afterAll(() => api.stop());

  it.each([
    ['a sign-up by e-mail', '/v1/subscriptions', mail('a@example.org')],
    ['a calendar', '/v1/subscriptions', { channel: { type: 'calendar' } }],
    ['a draft', '/v1/subscriptions/preview', {}],
  ])('need one for %s', async (_, path, body) => {
    expect((await api.post(path, body as never, { key: null })).status).toBe(401);
    expect((await api.post(path, body as never)).status).toBeLessThan(300);
  });

  it('are opened by their token without a key', async () => {
    const made = (await api.post('/v1/subscriptions', { channel: { type: 'calendar' } })).body;
    for (const link of [made.calendarUrl, made.feedUrl, made.manageUrl.replace(PUBLIC_URL, `${PUBLIC_URL}/v1`)]) {
      const { pathname, search } = new URL(link);
      expect((await api.get(`${pathname}${search}`)).status).toBe(200);
    }
  });
});
