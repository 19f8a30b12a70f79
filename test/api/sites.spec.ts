import { SUBSCRIPTION_LIMITS } from '#libs/reminders';
import type { TestApi } from './test-api.js';
import { startTestApi } from './test-api.js';
import { mail } from './treaty-api.js';

const CALENDAR = { channel: { type: 'calendar' } };

describe('one household with all the networks of its IPv6 /56', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi({ views: false, settings: { trustProxy: ['127.0.0.1'] } });
  });
  afterAll(() => api.stop());
  beforeEach(() => api.database.db.pool.query('delete from rate_limits'));

  const post = (path: string, form: object, address: string) =>
    api.post(path, { ...form }, { key: null, headers: { 'x-forwarded-for': address } });
  /** Asks so often from each of 50 networks, and counts the statuses. */
  const flood = async (path: string, times: number, form: (n: number) => object): Promise<Record<number, number>> => {
    const statuses: Record<number, number> = {};
    for (let n = 0; n < 50 * times; n += 1) {
      const answer = await post(path, form(n), `2001:db8:1:${(n % 50).toString(16)}::1`);
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
      if (answer.status === 429) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(3_000);
    }
    return statuses;
  };

  it('gets an eighth of the mails to a domain, then 429; an owner from elsewhere gets the mail at once', async () => {
    const statuses = await flood('/v1/subscriptions', 4, (n) => mail(`victim-${n}@bigmail.example`, {}));
    expect(statuses).toEqual({ 201: 62, 429: 138 });
    const owner = await post('/v1/subscriptions', mail('owner@bigmail.example', {}), '2001:db8:1:100::1');
    expect(owner.status).toBe(201);
    const { rows } = await api.database.db.pool.query(
      `select d.status, d.next_at > c.made_at + interval '10 seconds' as waits
         from mailbox_confirmations c join deliveries d on d.id = c.message where c.address = 'owner@bigmail.example'`,
    );
    expect(rows).toEqual([{ status: 'waiting', waits: false }]);
  });

  it('gets an eighth of all sign-ups by e-mail, to whatever domains', async () => {
    const statuses = await flood('/v1/subscriptions', 6, (n) => mail(`victim@domain-${n}.example`, {}));
    expect(statuses).toEqual({ 201: 250, 429: 50 });
    const elsewhere = await post('/v1/subscriptions', mail('owner@bigmail.example', {}), '2001:db8:1:100::1');
    expect(elsewhere.status).toBe(201);
  });

  it('gets an eighth of the calendars, and leaves the others to everybody else', async () => {
    expect(await flood('/v1/subscriptions', 2, () => CALENDAR)).toEqual({ 201: 62, 429: 38 });
    expect((await post('/v1/subscriptions', CALENDAR, '2001:db8:1:100::1')).status).toBe(201);
    expect((await post('/v1/subscriptions', CALENDAR, '192.0.2.7')).status).toBe(201);
  });

  it('gets an eighth of the previews', async () => {
    expect((await post('/v1/subscriptions/preview', CALENDAR, '2001:db8:1:1::1')).status).toBe(200);
    const { rowCount } = await api.database.db.pool.query(
      `update rate_limits set points = 625 where key like 'preview-site:%'`,
    );
    expect(rowCount).toBe(1);
    expect((await post('/v1/subscriptions/preview', CALENDAR, '2001:db8:1:2::1')).status).toBe(429);
    expect((await post('/v1/subscriptions/preview', CALENDAR, '2001:db8:1:100::1')).status).toBe(200);
  });

  it('gets at most an eighth of every total that callers share', () => {
    const shared = Object.entries(SUBSCRIPTION_LIMITS).filter(([, limit]) => 'total' in limit && 'caller' in limit);
    expect(shared.map(([action]) => action)).toEqual(['calendar', 'webhook', 'preview', 'message', 'rotation']);
    for (const [action, limit] of shared) {
      const { site, total } = limit as { site?: number; total: number };
      expect({ action, isShare: site !== undefined && site <= total / 8 }).toEqual({ action, isShare: true });
    }
  });
});
