import { filtersOf } from '#libs/timeline';
import { forgedCursor } from './forged-cursor.js';
import { startTestApi, type TestApi } from './test-api.js';
import { mail, startTreatyApi, type TreatyApi } from './treaty-api.js';
import { confirmationMail, confirmedByMail, tokenOf } from '../reminders/confirming.js';

describe('sign-ups by e-mail', () => {
  let api: TestApi;
  let signUp: TreatyApi['signUp'];
  let post: TreatyApi['post'];
  let mails: TreatyApi['mails'];

  beforeAll(async () => {
    ({ api, signUp, post, mails } = await startTreatyApi());
  });
  afterAll(() => api.stop());
  beforeEach(() => api.database.db.pool.query('delete from rate_limits'));

  const listed = async (address: string): Promise<string[]> => {
    const { path } = await confirmationMail(api.database.db.pool, address);
    const { body } = await api.get(`/v1${path}`);
    return body.requests.map(({ filter }: { filter: { topics: string[] } }) => filter.topics.join());
  };
  const water = { filter: { topics: ['water'] } };
  const labor = { filter: { topics: ['labor'] } };

  it('let nobody block the sign-up of an owner: a mail goes to the plain address although a tagged one had it, once', async () => {
    const foreign = await signUp(mail('owner+attack@example.org', labor));
    const other = await signUp(mail('owner+other@example.org', labor));
    const mine = await signUp(mail('owner@example.org', water));
    await signUp(mail('owner@example.org', { ...water, digest: 'daily' }));
    await signUp(mail('owner+third@example.org', labor));
    expect(await mails('owner%@example.org')).toEqual([
      { address: 'owner+attack@example.org' },
      { address: 'owner@example.org' },
    ]);
    expect(await listed('owner+attack@example.org')).toEqual(['labor']);
    expect((await listed('owner@example.org')).toSorted()).toEqual(['labor', 'labor', 'labor', 'water', 'water']);

    const tagged = await confirmationMail(api.database.db.pool, 'owner+attack@example.org');
    const of = (request: string) => `/v1/confirmations/${tagged.id}/requests/${request}`;
    expect((await post(`${of(mine.body.id)}/confirm?token=${tagged.token}`)).status).toBe(404);
    expect((await api.request('DELETE', `${of(mine.body.id)}?token=${tagged.token}`)).status).toBe(404);
    expect((await post(`${of(foreign.body.id)}/confirm?token=${tagged.token}`)).body).toMatchObject({
      status: 'active',
      channel: { address: 'owner+attack@example.org' },
    });
    const plain = await confirmationMail(api.database.db.pool, 'owner@example.org');
    const confirm = `/v1/confirmations/${plain.id}/requests/${mine.body.id}/confirm?token=${plain.token}`;
    for (const confirmed of [await post(confirm), await post(confirm)])
      expect(confirmed.body).toMatchObject({
        status: 'active',
        channel: { address: 'owner@example.org' },
        filter: { topics: ['water'] },
      });
    // What was asked for by another spelling goes to the address that has the link.
    const others = `/v1/confirmations/${plain.id}/requests/${other.body.id}/confirm?token=${plain.token}`;
    expect((await post(others)).body).toMatchObject({ status: 'active', channel: { address: 'owner@example.org' } });
  });

  it('list a request once that is repeated before its mail has gone out: the one that the mail goes with', async () => {
    const first = await signUp(mail('twice@example.org', water));
    await signUp(mail('twice@example.org', water));
    await signUp(mail('twice@example.org', labor));
    const { path } = await confirmationMail(api.database.db.pool, 'twice@example.org');
    const { requests } = (await api.get(`/v1${path}`)).body as { requests: { id: string }[] };
    expect((await listed('twice@example.org')).toSorted()).toEqual(['labor', 'water']);
    expect(requests.map(({ id }) => id)).toContain(first.body.id);
    const { rows } = await api.database.db.pool.query(
      `select from deliveries where kind = 'confirmation' and subscription_id = $1`,
      [first.body.id],
    );
    expect(rows).toHaveLength(1);
  });

  it('list every request that one caller made for a mailbox, 20 at a time, the newest first', async () => {
    const made: string[] = [];
    for (let n = 1; n <= 25; n += 1) {
      if (n === 15) await api.database.db.pool.query('delete from rate_limits');
      made.unshift((await signUp(mail('many@example.org', { leadTimes: [`P${n}D`] }))).body.id);
    }
    await api.database.db.pool.query(
      `update subscriptions set created_at = created_at - array_position($1, id) * interval '1 second' where id = any($1)`,
      [made],
    );
    const { id, token, path } = await confirmationMail(api.database.db.pool, 'many@example.org');
    const list = async (cursor: string | null): Promise<[string[], { next: string | null; prev: string | null }]> => {
      const more = cursor === null ? '' : `&cursor=${cursor}`;
      const { status, body } = await api.get(`/v1/confirmations/${id}?token=${token}${more}`);
      expect(status).toBe(200);
      return [body.requests.map((request: { id: string }) => request.id), body.page];
    };
    const [first, { next, prev }] = await list(null);
    expect([first, prev]).toEqual([made.slice(0, 20), null]);
    const [second, page] = await list(next);
    expect([second, page.next]).toEqual([made.slice(20), null]);
    expect((await list(page.prev))[0]).toEqual(first);
    for (const key of [
      ['999999999999999999', 'x'],
      ['9999999999999999999', 'x'],
      ['-1', ''],
      ['0', 'a\u0000b'],
      [0.5],
      [],
    ]) {
      const cursor = forgedCursor(key, filtersOf({ confirmation: id }));
      const { status } = await api.get(`/v1/confirmations/${id}?token=${token}&cursor=${cursor}`);
      expect([key, status, [200, 400].includes(status)]).toEqual([key, status, true]);
    }

    const shown = await api.get(path);
    const older = /<a href="([^"]+)" rel="next"/.exec(shown.text)![1]!.replaceAll('&amp;', '&');
    expect((await api.get(older)).text).toContain(`value="${made[24]}"`);
    for (const request of second) {
      const body = new URLSearchParams({ step: 'drop', request });
      const { status, text } = await api.request('POST', older, { body });
      // Where the last of a page is dropped, the page shows what is left.
      expect([status, text.includes(`value="${request === second.at(-1) ? made[0] : second.at(-1)}"`)]).toEqual([
        200,
        true,
      ]);
    }
  });

  it('name the subject and the milestones where they are confirmed, and in the list of what is sent', async () => {
    const milestone = 'treaty.joint-review.2026';
    const own = await confirmedByMail(api, mail('named@example.org', { filter: { milestones: [milestone] } }));
    const { path } = await confirmationMail(api.database.db.pool, 'named@example.org');
    const [{ names }] = (await api.get(`/v1${path}`)).body.confirmed;
    expect(names).toEqual([{ id: milestone, name: expect.stringContaining('(Accord on Rivers)') }]);
    expect((await api.get(path)).text).toContain(names[0].name);
    const manage = new URL(own.manageUrl);
    const { items } = (await api.get(`/v1/subscriptions/${own.id}/deliveries${manage.search}`)).body;
    expect(items.length).toBeGreaterThan(0);
    for (const { about, name } of items) if (about === milestone) expect(name).toBe(names[0].name);
    expect(items.map(({ about }: { about: string | null }) => about)).toContain(milestone);
    const page = await api.get(`${manage.pathname}${manage.search}`);
    expect(page.text).toContain(`<div class="about" dir="auto">${names[0].name}</div>`);
  });

  it('refuse by the link of a tagged address that address alone, and by that of the plain one the mailbox', async () => {
    await signUp(mail('refuse+tag@example.org', labor));
    await signUp(mail('refuse@example.org', water));
    const tagged = await confirmationMail(api.database.db.pool, 'refuse+tag@example.org');
    const plain = await confirmationMail(api.database.db.pool, 'refuse@example.org');
    expect((await post(`/v1/confirmations/${tagged.id}/refuse?token=${tagged.token}`)).status).toBe(200);
    expect((await api.get(`/v1${tagged.path}`)).status).toBe(404);
    expect(await listed('refuse@example.org')).toEqual(['water']);
    await signUp(mail('refuse+tag@example.org', labor));
    expect(await listed('refuse@example.org')).toEqual(['water']);
    expect((await post(`/v1/confirmations/${plain.id}/refuse?token=${plain.token}`)).status).toBe(200);
    const { rows } = await api.database.db.pool.query(
      `select from subscription_addresses where address like 'refuse%'`,
    );
    expect(rows).toEqual([]);
  });

  it('show by the link of the mail again what it confirmed, with its links, until those are rotated', async () => {
    const own = await confirmedByMail(api, mail('again@example.org'));
    const { path } = await confirmationMail(api.database.db.pool, 'again@example.org');
    const shown = async () => (await api.get(`/v1${path}`)).body.confirmed as { id: string; manageUrl: string }[];
    expect(await shown()).toMatchObject([{ id: own.id, manageUrl: own.manageUrl, status: 'active' }]);
    expect((await api.get(path)).text).toContain(own.manageUrl.replaceAll('&', '&amp;'));
    const init = { headers: { 'content-type': 'application/json' }, body: '{"rotateLinks":true}' };
    await api.request('PATCH', `/v1/subscriptions/${own.id}?token=${tokenOf(own.manageUrl)}`, init);
    expect(await shown()).toEqual([]);
    const confirm = path.replace('?', `/requests/${own.id}/confirm?`);
    expect((await post(`/v1${confirm}`)).status).toBe(404);
  });

  it.each([
    ['a message', 'owner+URGENT.your-mailbox-is-suspended.call-555-1234@example.org'],
    ['more than 20 characters', 'owner+abcdefghijklmnopqrstu@example.org'],
    ['two dots', 'owner+www.evil.example@example.org'],
    ['a second plus', 'owner+a+b@example.org'],
    ['other characters', "owner+o'clock@example.org"],
  ])('refuse an address whose tag has %s', async (_, address) => {
    const { status, body } = await signUp(mail(address));
    expect([status, body.errors]).toEqual([
      400,
      [expect.objectContaining({ pointer: '/channel/address', params: { rule: 'address-tag' } })],
    ]);
  });

  it.each([
    'https://example.org/hook\n',
    ' https://example.org/hook',
    'https://example.org/a b',
    'https://example.org/\u202Egpj',
    'https://example.org/\t',
  ])('refuse the webhook address %j, which a program would read as another', async (url) => {
    const { status, body } = await signUp({ channel: { type: 'webhook', url } }, { key: api.adminKey });
    expect([status, body.errors]).toEqual([
      400,
      [expect.objectContaining({ pointer: '/channel/url', params: { rule: 'no-spaces' } })],
    ]);
  });
});

describe('sign-ups from many addresses', () => {
  it('count as those of one network, /24 or /48, where they are for one mailbox', async () => {
    const api = await startTestApi({ views: false, settings: { trustProxy: ['127.0.0.1'] } });
    try {
      const networks = [
        ['198.51.100.1', '198.51.100.2', '198.51.100.254'],
        ['198.51.101.1'],
        ['2001:db8:1:1::1', '2001:db8:1:2::1'],
        ['2001:db8:2:1::1'],
      ];
      const made: string[][] = [];
      for (const [n, addresses] of networks.entries()) {
        made.push([]);
        for (const [m, address] of addresses.entries()) {
          const form = mail('many@example.org', { leadTimes: [`P${n + 1}D`, `P${m + 1}W`] });
          const sent = { key: null, headers: { 'x-forwarded-for': address } };
          made[n]!.push((await api.post('/v1/subscriptions', { ...form }, sent)).body.id);
        }
      }
      const { rows } = await api.database.db.pool.query<{ ids: string[] }>(
        `select array_agg(subscription_id order by array_position($1, subscription_id)) as ids
           from subscription_addresses group by requested_by`,
        [made.flat()],
      );
      expect(rows.map(({ ids }) => ids.join()).toSorted()).toEqual(made.map((ids) => ids.join()).toSorted());
    } finally {
      await api.stop();
    }
  });
});
