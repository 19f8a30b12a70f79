import { SecretBox } from '../../libs/reminders/src/subscriptions/secret-box.js';
import { tokenFor } from '../../libs/reminders/src/subscriptions/tokens.js';
import { confirmedByMail, tokenOf } from '../reminders/confirming.js';
import { SECRETS_KEY } from './secrets-key.js';
import type { TestApi } from './test-api.js';
import { mail, startTreatyApi, type TreatyApi } from './treaty-api.js';

const box = new SecretBox({ publicUrl: '', allowPrivate: false, readAccess: 'public', secretsKey: SECRETS_KEY });

describe('a limit of subscriptions', () => {
  let api: TestApi;
  let signUp: TreatyApi['signUp'];

  beforeAll(async () => {
    ({ api, signUp } = await startTreatyApi());
  });
  afterAll(() => api.stop());
  beforeEach(() => api.database.db.pool.query('delete from rate_limits'));

  it.each([
    ['message-caller', 20, 'POST /test'],
    ['message-site', 125, 'POST /test'],
    ['message-total', 1_000, 'POST /test'],
    ['message-subscription', 3, 'POST /recover?since=2026-01-01'],
    ['message-caller', 20, 'POST /recover?since=2026-01-01'],
    ['message-total', 1_000, 'POST /recover?since=2026-01-01'],
    ['rotation-subscription', 3, 'PATCH'],
    ['rotation-caller', 20, 'PATCH'],
    ['rotation-site', 125, 'PATCH'],
    ['rotation-total', 1_000, 'PATCH'],
    ['preview-subscription', 60, 'GET /preview'],
    ['preview-caller', 300, 'GET /preview'],
    ['preview-site', 625, 'GET /preview'],
    ['preview-total', 5_000, 'GET /preview'],
    ['preview-subscription', 60, 'POST /preview'],
    ['preview-caller', 300, 'POST /preview'],
    ['preview-site', 625, 'POST /preview'],
    ['preview-total', 5_000, 'POST /preview'],
  ])('%s refuses more than %d an hour of %s', async (counter, most, call) => {
    const { pool } = api.database.db;
    const own = await confirmedByMail(api, mail('counted@example.org', { leadTimes: [`P${most}D`] }));
    const [method = '', path = ''] = call.split(' ');
    const ask = async (): Promise<number> => {
      const body = method === 'PATCH' ? '{"rotateLinks":true}' : '{"digest":"daily"}';
      const init = { headers: { 'content-type': 'application/json' }, body };
      const { token_key: key } = (
        await pool.query('select token_key from subscription_addresses where subscription_id = $1', [own.id])
      ).rows[0] as { token_key: Buffer };
      const token = tokenFor(box.open(key, own.id), own.id, 'manage');
      const asked = `/v1/subscriptions/${own.id}${path}${path.includes('?') ? '&' : '?'}token=${token}`;
      return (
        await api.request(method, asked, method === 'PATCH' || (path === '/preview' && method === 'POST') ? init : {})
      ).status;
    };
    const use = (points: number): Promise<{ rowCount: number | null }> =>
      pool.query(`update rate_limits set points = $2 where key like $1 || ':%'`, [counter, points]);
    expect(await ask()).toBeLessThan(300);
    expect((await use(most - 1)).rowCount).toBe(1);
    expect([(await ask()) < 300, await ask()]).toEqual([true, 429]);
  });

  it('of previews leaves the page of a subscription as it is, without its preview', async () => {
    const { manageUrl } = await confirmedByMail(api, mail('previewed@example.org', {}));
    const page = (): Promise<Response> => fetch(`${api.url}${new URL(manageUrl).pathname}${new URL(manageUrl).search}`);
    expect((await page()).status).toBe(200);
    await api.database.db.pool.query(`update rate_limits set points = 5000 where key like 'preview-total:%'`);
    expect((await page()).status).toBe(200);
    expect((await api.get(`/v1/subscriptions/${manageUrl.split('/').at(-1).replace('?', '/preview?')}`)).status).toBe(
      429,
    );
  });

  it('of tests keeps nobody from new links', async () => {
    const own = await confirmedByMail(api, mail('rotating@example.org', {}));
    const link = `/v1/subscriptions/${own.id}`;
    const token = tokenOf(own.manageUrl);
    const tests = [1, 2, 3, 4].map(() => api.request('POST', `${link}/test?token=${token}`));
    const statuses = (await Promise.all(tests)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 202)).toHaveLength(3);
    const init = { headers: { 'content-type': 'application/json' }, body: '{"rotateLinks":true}' };
    expect((await api.request('PATCH', `${link}?token=${token}`, init)).status).toBe(200);
  });

  it.each([
    ['calendar-site', 62, { channel: { type: 'calendar' } }],
    ['calendar-total', 500, { channel: { type: 'calendar' } }],
    ['webhook-caller', 10_000, { channel: { type: 'webhook', url: 'https://example.org/hook' } }],
    ['webhook-site', 12_500, { channel: { type: 'webhook', url: 'https://example.org/hook' } }],
    ['webhook-total', 100_000, { channel: { type: 'webhook', url: 'https://example.org/hook' } }],
  ])('%s refuses more than %d an hour of sign-ups with %j', async (counter, most, form) => {
    const make = async (): Promise<number> => (await signUp(form, { key: api.adminKey })).status;
    expect(await make()).toBe(201);
    const use = `update rate_limits set points = $2 where key like $1 || ':%'`;
    await api.database.db.pool.query(use, [counter, most - 1]);
    expect([await make(), await make()]).toEqual([201, 429]);
  });
});
