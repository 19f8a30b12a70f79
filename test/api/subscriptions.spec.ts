import ICAL from 'ical.js';
import { ANSWER_SCHEMAS } from '../../apps/api/src/openapi/answers.js';
import { fact, lines, source, subject } from './records.js';
import { startTestApi, type Answer, type TestApi } from './test-api.js';
import { mail } from './treaty-api.js';
import { confirmationMail, confirmedByMail } from '../reminders/confirming.js';

/** The review alone, without the recommendations and reports that belong to it. */
const REVIEW = { subjects: ['treaty'], milestones: ['joint-review'] };
const form = (body: string): RequestInit => ({
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body,
});
const hook = (url: string) => ({ channel: { type: 'webhook', url } });
const pathOf = ({ body }: Pick<Answer, 'body'>, more = ''): string =>
  `/v1/subscriptions/${body.id}${more}?token=${new URL(body.manageUrl).searchParams.get('token')}`;

describe('subscriptions', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi({
      clockStart: '2026-03-01T00:00:00Z',
      settings: { webhookAllowPrivate: false, nat64Prefixes: ['2a01:db8:64::/96'] },
    });
    const treaty = subject({ id: 'treaty' });
    const inForce = fact({
      id: 'treaty-in-force',
      subject: 'treaty',
      occurred: '2020-07-01',
      body: { reviewEvery: 'P6Y' },
    });
    const answer = await api.post(
      '/v1/import',
      lines([
        { record: 'source', ...source() },
        { record: 'subject', ...treaty },
        { record: 'fact', ...inForce },
      ]),
      { headers: { 'content-type': 'application/x-ndjson' } },
    );
    expect(answer.body).toMatchObject({ recorded: 3 });
    await api.get('/v1/milestones?after=3');
  });
  afterAll(() => api.stop());
  beforeEach(() => api.database.db.pool.query('delete from rate_limits'));

  const confirmed = async (asked: ReturnType<typeof mail>): Promise<Pick<Answer, 'body'>> => ({
    body: await confirmedByMail(api, asked),
  });
  const patch = (made: Pick<Answer, 'body'>, body: object): Promise<Answer> =>
    api.request('PATCH', pathOf(made), {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const make = (body: object, asking: object = { key: null }): Promise<Answer> =>
    api.post('/v1/subscriptions', body as never, asking);

  it('by e-mail are answered with an id alone, and are active once the link of the mail confirms them', async () => {
    const made = await make(mail('ana@example.org', { filter: REVIEW }));
    expect([made.status, made.body]).toEqual([201, { id: expect.any(String), status: 'pending' }]);
    expect(ANSWER_SCHEMAS.SubscriptionMade.safeParse(made.body).error?.message).toBeUndefined();
    const { id, token } = await confirmationMail(api.database.db.pool, 'ana@example.org');
    const asked = await api.get(`/v1/confirmations/${id}?token=${token}`);
    expect(ANSWER_SCHEMAS.Confirmation.safeParse(asked.body).error?.message).toBeUndefined();
    expect(asked.body).toMatchObject({
      address: 'ana@example.org',
      requests: [{ id: made.body.id, filter: REVIEW, names: [{ id: 'treaty', name: expect.any(String) }] }],
    });
    const own = await api.request('POST', `/v1/confirmations/${id}/requests/${made.body.id}/confirm?token=${token}`);
    expect(ANSWER_SCHEMAS.ConfirmedSubscription.safeParse(own.body).error?.message).toBeUndefined();
    expect(own.body).toMatchObject({
      status: 'active',
      channel: { type: 'email', address: 'ana@example.org' },
      leadTimes: ['P0D', 'P30D', 'P7D', 'P90D'],
      timeZone: 'UTC',
      manageUrl: expect.stringContaining('token='),
    });
    const detail = await api.get(pathOf(own));
    expect(ANSWER_SCHEMAS.SubscriptionDetail.safeParse(detail.body).error?.message).toBeUndefined();
    const deliveries = await api.get(pathOf(own, '/deliveries'));
    expect(ANSWER_SCHEMAS.Deliveries.safeParse(deliveries.body).error?.message).toBeUndefined();
    expect(deliveries.body.items.map(({ dueAt, status }: never) => [dueAt, status])).toEqual([
      ['2026-07-01T09:00:00.000Z', 'planned'],
      ['2026-06-24T09:00:00.000Z', 'planned'],
      ['2026-06-01T09:00:00.000Z', 'planned'],
      ['2026-04-02T09:00:00.000Z', 'planned'],
      [expect.any(String), 'skipped'],
    ]);
  });

  it('preview what would go out and when, as it is then planned', async () => {
    const made = await confirmed(
      mail('bo@example.org', { filter: REVIEW, timeZone: 'America/Mexico_City', leadTimes: ['P7D', 'P0D'] }),
    );
    const preview = await api.get(pathOf(made, '/preview'));
    expect(ANSWER_SCHEMAS.Preview.safeParse(preview.body).error?.message).toBeUndefined();
    expect(preview.body.items).toMatchObject([
      { dueAt: '2026-06-24T15:00:00.000Z', localTime: '2026-06-24T09:00-06:00', leadTime: 'P7D' },
      { dueAt: '2026-07-01T15:00:00.000Z', localTime: '2026-07-01T09:00-06:00', leadTime: 'P0D' },
    ]);
    const { items } = (await api.get(pathOf(made, '/deliveries'))).body;
    const planned = items.filter(({ kind }: { kind: string }) => kind === 'reminder');
    expect(planned.map(({ dueAt }: { dueAt: string }) => dueAt).toReversed()).toEqual(
      preview.body.items.map(({ dueAt }: { dueAt: string }) => dueAt),
    );
  });

  it('preview a change for the holder of the manage token as it is planned once made, and keep nothing of it', async () => {
    const made = await confirmed(mail('cy@example.org', { filter: REVIEW, leadTimes: ['P7D', 'P0D'] }));
    const before = (await api.get(pathOf(made))).body;
    const change = { timeZone: 'America/Mexico_City', leadTimes: ['P30D'] };
    const preview = await api.post(pathOf(made, '/preview'), change, { key: null });
    expect(ANSWER_SCHEMAS.Preview.safeParse(preview.body).error?.message).toBeUndefined();
    expect(preview.body).toMatchObject({ items: [{ dueAt: '2026-06-01T15:00:00.000Z', leadTime: 'P30D' }] });
    expect((await api.get(pathOf(made))).body).toEqual(before);
    await api.request('PATCH', pathOf(made), {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(change),
    });
    expect((await api.get(pathOf(made, '/preview'))).body).toEqual(preview.body);
    expect(await api.post(pathOf(made, '/preview'), { filter: { subjects: ['traety'] } }, { key: null })).toMatchObject(
      { status: 422, body: { type: '/problems/subject-unknown' } },
    );
    expect(
      await api.post(pathOf(made, '/preview').replace(/token=.*/, 'token=x'), change, { key: null }),
    ).toMatchObject({ status: 403, body: { type: '/problems/token-invalid' } });
  });

  it('tell what they would send before there is one, and keep nothing of it', async () => {
    const count = async (): Promise<string> =>
      (await api.database.db.pool.query('select count(*) from subscriptions')).rows[0].count as string;
    const before = await count();
    const draft = { filter: REVIEW, timeZone: 'America/Mexico_City', leadTimes: ['P7D'] };
    const preview = await api.post('/v1/subscriptions/preview', draft, { key: null });
    expect(preview.status).toBe(200);
    expect(ANSWER_SCHEMAS.Preview.safeParse(preview.body).error?.message).toBeUndefined();
    expect(preview.body).toMatchObject({
      items: [{ dueAt: '2026-06-24T15:00:00.000Z', leadTime: 'P7D', milestone: { id: 'treaty.joint-review.2026' } }],
      milestones: [{ id: 'treaty.joint-review.2026', window: '2026-07-01' }],
    });
    const calendar = await api.post(
      '/v1/subscriptions/preview',
      { channel: { type: 'calendar' }, filter: REVIEW },
      { key: null },
    );
    expect(calendar.body).toMatchObject({ items: [], milestones: [{ id: 'treaty.joint-review.2026' }] });
    const mistyped = { filter: { subjects: ['traety'] } };
    const [asked, made] = await Promise.all(
      ['/v1/subscriptions/preview', '/v1/subscriptions'].map((path) =>
        api.post(path, { ...mistyped, channel: { type: 'calendar' } }, { key: null }),
      ),
    );
    expect(asked).toMatchObject({ status: made!.status, body: { type: '/problems/subject-unknown' } });
    expect(await api.post('/v1/subscriptions/preview', { leadTimes: ['soon'] }, { key: null })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/leadTimes/0' }] },
    });
    expect(await count()).toBe(before);
  });

  it('are switched off and on again by their owner', async () => {
    const made = await confirmed(mail('pia@example.org', { filter: REVIEW }));
    const change = (body: object): Promise<Answer> => patch(made, body);
    expect((await change({ status: 'disabled' })).body).toMatchObject({
      status: 'disabled',
      disabledReason: 'its owner switched it off',
    });
    const planned = async (): Promise<number> =>
      (await api.get(pathOf(made, '/deliveries'))).body.items.filter(
        ({ status }: { status: string }) => status === 'planned',
      ).length;
    expect(await planned()).toBe(0);
    expect((await change({ status: 'active' })).body).toMatchObject({ status: 'active', disabledReason: null });
    expect(await planned()).toBe(4);
  });

  it('tell the holder of one link what it stands for, and give no other link', async () => {
    const made = await make({ channel: { type: 'calendar' }, filter: { subjects: ['treaty'] } });
    const token = new URL(made.body.calendarUrl).searchParams.get('token');
    const link = await api.get(`/v1/subscriptions/${made.body.id}/link?token=${token}`);
    expect(ANSWER_SCHEMAS.SubscriptionLink.safeParse(link.body).error?.message).toBeUndefined();
    expect(link.body).toMatchObject({ purpose: 'read', filter: { subjects: ['treaty'] } });
    expect(link.text).not.toContain('token=');
    expect((await api.get(`/v1/subscriptions/${made.body.id}/link?token=x`)).status).toBe(403);
  });

  it('answer to nobody without their token', async () => {
    const made = await confirmed(mail('cy@example.org'));
    const path = `/v1/subscriptions/${made.body.id}`;
    for (const query of [
      '',
      '?token=',
      '?token=wrong',
      `?token=${new URL(made.body.calendarUrl).searchParams.get('token')}`,
    ])
      expect(await api.get(`${path}${query}`)).toMatchObject({
        status: 403,
        body: { type: '/problems/token-invalid' },
      });
    expect(await api.get('/v1/subscriptions/nobody?token=x')).toMatchObject({
      status: 404,
      body: { type: '/problems/subscription-unknown' },
    });
  });

  it('are changed, and planned anew', async () => {
    const made = await confirmed(mail('di@example.org', { filter: REVIEW }));
    const changed = await patch(made, { leadTimes: ['P1D'], quietHours: { from: '08:00', to: '10:00' } });
    expect(changed).toMatchObject({ status: 200, body: { leadTimes: ['P1D'], filter: { kinds: ['milestones'] } } });
    const { items } = (await api.get(pathOf(made, '/deliveries'))).body;
    expect(items.filter(({ kind }: { kind: string }) => kind === 'reminder')).toMatchObject([
      { dueAt: '2026-06-30T10:00:00.000Z', leadTime: 'P1D', status: 'planned' },
    ]);
  });

  it('are erased with a proof, and the log never held more than their id', async () => {
    const made = await confirmed(mail('eve.secret@example.org'));
    const erased = await api.request('DELETE', pathOf(made));
    expect(erased.status).toBe(200);
    expect(ANSWER_SCHEMAS.Erasure.safeParse(erased.body).error?.message).toBeUndefined();
    expect(await api.get(pathOf(made))).toMatchObject({
      status: 404,
      body: { type: '/problems/subscription-unknown' },
    });
    const { pool } = api.database.db;
    const events = await pool.query('select type, data::text, hash from events where stream = $1 order by version', [
      `subscription-${made.body.id}`,
    ]);
    expect(events.rows.map(({ type, data }) => [type, JSON.parse(data)])).toEqual(
      ['subscription.confirmed', 'subscription.erased'].map((type) => [type, { subscription: made.body.id }]),
    );
    expect(erased.body.hash).toBe(events.rows[1].hash.toString('hex'));
    const tables = await pool.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
    );
    for (const { name } of tables.rows) {
      const found = await pool.query(`select 1 from "${name}" t where t::text ~ 'eve.secret'`);
      expect([name, found.rowCount]).toEqual([name, 0]);
    }
    const left = await pool.query('select from planned_reminders where subscription_id = $1', [made.body.id]);
    expect(left.rowCount).toBe(0);
  });

  it('are confirmed and ended by the links of a mail, and by no GET', async () => {
    const made = await make(mail('ida@example.org'));
    const { pool } = api.database.db;
    const { path } = await confirmationMail(pool, 'ida@example.org');
    const state = async (): Promise<unknown> =>
      (await pool.query('select status from subscriptions where id = $1', [made.body.id])).rows[0]?.status;
    const asked = await api.get(path);
    expect(asked.headers.get('content-type')).toMatch(/^text\/html/);
    expect(asked.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await state()).toBe('pending');
    const action = /action="([^"]*\/confirmations[^"]*)"/.exec(asked.text)![1]!.replaceAll('&amp;', '&');
    const done = await api.request('POST', action, form(`step=confirm&request=${made.body.id}`));
    expect(done.status).toBe(200);
    expect(await state()).toBe('active');
    const manage = /href="([^"]*\/subscriptions\/[^"]*token=[^"]*)"/.exec(done.text)![1]!;
    const end = new URL(manage);
    const unsubscribe = `${end.pathname}/unsubscribe${end.search}`;
    expect((await api.get(unsubscribe)).status).toBe(200);
    expect(await state()).toBe('active');
    expect((await api.request('POST', `${end.pathname}/unsubscribe?token=wrong`, form(''))).status).toBe(403);
    const click = await api.request('POST', unsubscribe, form('List-Unsubscribe=One-Click'));
    expect(click.status).toBe(200);
    expect(await state()).toBeUndefined();
    // Mail programs repeat their one click.
    const again = await api.request('POST', unsubscribe, form('List-Unsubscribe=One-Click'));
    expect([again.status, again.text]).toEqual([200, expect.stringContaining('no such subscription any more')]);
    expect((await api.request('POST', unsubscribe, form('step=refuse'))).status).toBe(404);
  });

  it('by webhook need a key, may not go to private addresses, and get a secret once', async () => {
    expect((await make(hook('https://example.org/hook'))).status).toBe(401);
    const asking = { key: api.adminKey };
    for (const url of [
      'http://example.org/',
      'https://127.0.0.1/',
      'https://[::1]/',
      'https://169.254.169.254/x',
      'https://[2a01:db8:64::a00:7]/',
    ])
      expect(await make(hook(url), asking)).toMatchObject({
        status: 400,
        body: { type: '/problems/subscription-invalid', errors: [{ pointer: '/channel/url' }] },
      });
    const made = await make(hook('https://example.org/hook'), asking);
    expect(made.body).toMatchObject({ status: 'active', secret: expect.stringMatching(/^whsec_/) });
    expect((await api.get(pathOf(made))).text).not.toContain('whsec_');
    const rotated = await patch(made, { rotateSecret: true });
    expect(rotated.body.secret).toMatch(/^whsec_/);
    expect(rotated.body.secret).not.toBe(made.body.secret);
    expect((await api.request('POST', pathOf(made, '/test'))).status).toBe(202);
  });

  it('have a calendar and a feed of their own, which their links alone open', async () => {
    const made = await make({ channel: { type: 'calendar' }, filter: { milestones: ['joint-review'] } });
    expect(made.body.status).toBe('active');
    const { pathname, search } = new URL(made.body.calendarUrl);
    const calendar = await api.get(`${pathname}${search}`);
    expect(calendar.headers.get('content-type')).toMatch(/^text\/calendar/);
    const events = new ICAL.Component(ICAL.parse(calendar.text)).getAllSubcomponents('vevent');
    expect(events).toHaveLength(1);
    const feed = new URL(made.body.feedUrl);
    expect((await api.get(`${feed.pathname}${feed.search}`)).text).toContain('Joint review');
    expect((await api.get(pathname)).status).toBe(403);
    for (const link of [made.body.calendarUrl, made.body.feedUrl]) {
      const { pathname: path, search: query } = new URL(link);
      const first = await api.get(`${path}${query}`);
      expect(first.headers.get('cache-control')).toBe('private, no-cache');
      const headers = { 'if-none-match': first.headers.get('etag')! };
      // Another head of the log alone makes no other calendar.
      const { body } = await api.post('/v1/subjects', subject({ id: `elsewhere-${link.length}`, name: 'Elsewhere' }));
      await api.get(`/v1/timeline?after=${body.position}`);
      const again = await api.get(`${path}${query}`, { headers });
      expect(again.status).toBe(304);
      expect(again.headers.get('dateline-log-head')).toMatch(new RegExp(`^${body.position}:`));
    }
  });

  it.each<[string, object, string]>([
    ['no channel', {}, '/channel'],
    ['an unknown channel', { channel: { type: 'pigeon' } }, '/channel/type'],
    ['a bad address', mail('nobody'), '/channel/address'],
    ['a header in the address', mail('a@b.org\r\nBcc: x@y.org'), '/channel/address'],
    ['a lead time with hours', mail('a@b.org', { leadTimes: ['PT5H'] }), '/leadTimes/0'],
    ['no lead time', mail('a@b.org', { leadTimes: [] }), '/leadTimes'],
    ['a time zone of Mars', mail('a@b.org', { timeZone: 'Mars/Olympus' }), '/timeZone'],
    ['an hour that no clock has', mail('a@b.org', { localTime: '25:00' }), '/localTime'],
    ['an unknown field', mail('a@b.org', { colour: 'red' }), '/colour'],
    ['NUL in a topic', mail('a@b.org', { filter: { topics: ['a\u0000b'] } }), '/filter/topics/0'],
    [
      'a lone surrogate in a milestone',
      mail('a@b.org', { filter: { milestones: ['\ud800'] } }),
      '/filter/milestones/0',
    ],
    ['NUL in an address', mail('a\u0000@b.org'), '/channel/address'],
    ['NUL in a time zone', mail('a@b.org', { timeZone: 'UTC\u0000' }), '/timeZone'],
    ['an unknown kind', mail('a@b.org', { filter: { kinds: ['rumours'] } }), '/filter/kinds/0'],
  ])('refuse %s and say where', async (_, body, pointer) => {
    expect(await make(body)).toMatchObject({
      status: 400,
      body: { type: '/problems/subscription-invalid', errors: [{ pointer }] },
    });
  });

  it.each([
    ['topics', 'URGENT: log in at https://evil.example/'],
    ['types', 'case.bewitched'],
    ['parties', 'ZZ'],
    ['milestones', 'treaty.joint-review.2099'],
  ])('refuse %s that are not on record, so that no text of a requester is ever mailed', async (list, word) => {
    expect(await make(mail('a@b.org', { filter: { [list]: [word] } }))).toMatchObject({
      status: 422,
      body: { type: '/problems/filter-unknown', errors: [{ pointer: `/filter/${list}/0` }] },
    });
    const { rowCount } = await api.database.db.pool.query(
      `select from mailbox_confirmations where address = 'a@b.org'`,
    );
    expect(rowCount).toBe(0);
  });

  it('refuse a subject that is not on record', async () => {
    expect(await make(mail('a@b.org', { filter: { subjects: ['nobody'] } }))).toMatchObject({
      status: 422,
      body: { type: '/problems/subject-unknown', errors: [{ pointer: '/filter/subjects/0' }] },
    });
  });
});
