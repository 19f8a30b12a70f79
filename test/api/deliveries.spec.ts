import { startTestApi, type TestApi } from './test-api.js';

describe('/v1/deliveries', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi();
    const { rows } = await api.database.db.pool.query<{ id: string }>(`
      insert into subscriptions (id, status, channel, subjects, topics, types, parties, milestones, kinds, lead_times, time_zone,
        local_time, digest, digest_day, quiet_from, quiet_to, created_at, active_since, active_position)
      values ('sub-1', 'active', 'webhook', '{}', '{}', '{}', '{}', '{}', '{milestones}', '{P7D}', 'UTC',
        '09:00', 'none', 1, '', '', now(), now(), 0) returning id`);
    await api.database.db.pool.query(
      `insert into deliveries (id, subscription_id, kind, status, due_at, next_at, attempts, reason, fault)
       select 'msg_' || n, $1, 'reminder', 'failed', now() - n * interval '1 hour', now() - n * interval '1 hour', 10,
              'no route to https://hooks.example/secret', case when n = 1 then 'recipient' else 'operator' end
         from generate_series(1, 3) n`,
      [rows[0]!.id],
    );
  });
  afterAll(() => api.stop());

  it('lists what could not be sent, page by page, without addresses', async () => {
    const { body, headers, text } = await api.get('/v1/deliveries?limit=2', { key: api.adminKey });
    expect(body.items).toMatchObject([
      { id: 'msg_1', fault: 'recipient', status: 'failed' },
      { id: 'msg_2', fault: 'operator' },
    ]);
    expect(text).not.toContain('hooks.example');
    expect(headers.get('link')).toContain('rel="next"');
    const next = await api.get(`/v1/deliveries?limit=2&cursor=${body.page.next}`, { key: api.adminKey });
    expect(next.body.items).toMatchObject([{ id: 'msg_3' }]);
    expect((await api.get('/v1/deliveries?fault=nobody', { key: api.adminKey })).status).toBe(400);
  });

  it('sends them again, which is in the audit trail', async () => {
    const recover = (query: string) =>
      api.request('POST', `/v1/deliveries/recover?${query}`, { headers: { authorization: `Bearer ${api.adminKey}` } });
    expect((await recover('fault=operator')).status).toBe(400);
    const counted = await recover('since=2020-01-01&fault=operator&dryRun=true');
    expect(counted.body).toEqual({ recovered: 2, left: 0, dryRun: true });
    expect((await recover('since=2020-01-01&fault=operator')).body).toEqual({ recovered: 2, left: 0, dryRun: false });
    const { rows } = await api.database.db.pool.query(`select id, status, attempts from deliveries order by id`);
    expect(rows).toEqual([
      { id: 'msg_1', status: 'failed', attempts: 10 },
      { id: 'msg_2', status: 'waiting', attempts: 0 },
      { id: 'msg_3', status: 'waiting', attempts: 0 },
    ]);
    const audit = await api.get('/v1/audit?action=deliveries-recover', { key: api.adminKey });
    expect(audit.body.items[0]).toMatchObject({ action: 'deliveries-recover', outcome: 'done' });
  });
});
