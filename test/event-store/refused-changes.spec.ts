import { EventStore } from '#libs/event-store';
import { createTestDatabase, type TestDatabase } from '#libs/testing';
import { event, to } from './sample-events.js';

describe('the database', () => {
  let test: TestDatabase;
  let store: EventStore;

  beforeAll(async () => {
    test = await createTestDatabase();
    store = new EventStore(test.db);
    await store.append([to('a', event('1'), event('2'))]);
  });

  afterAll(() => test.drop());

  it.each([
    ['update', `update events set type = 'other'`],
    ['update', `update events set type = 'other' where position = 99`],
    ['delete', 'delete from events where position = 2'],
    ['truncate', 'truncate events'],
    ['truncate', 'truncate events cascade'],
    ['delete', 'delete from log_head'],
    ['truncate', 'truncate log_head'],
  ])('refuses to %s by "%s", and the log stays as it was', async (operation, statement) => {
    const before = await store.readAll({ limit: 10 });
    await expect(test.owner.pool.query(statement)).rejects.toMatchObject({
      code: '23001',
      message: expect.stringContaining(`${operation} of`),
    });
    expect(await store.readAll({ limit: 10 })).toEqual(before);
    expect(before).toHaveLength(2);
  });

  it('refuses it too in a session that plays a replica, where ordinary triggers are silent', async () => {
    const client = await test.superuser.pool.connect();
    try {
      await client.query(`set session_replication_role = 'replica'`);
      await expect(client.query('delete from events')).rejects.toMatchObject({ code: '23001' });
    } finally {
      client.release(true);
    }
  });

  it('refuses a second head row and a second clock', async () => {
    const { pool } = test.owner;
    const second = `insert into log_head ("only", position, hash) values (false, 0, decode(repeat('00', 32), 'hex'))`;
    await expect(pool.query(second)).rejects.toMatchObject({ constraint: 'log_head_single' });
    await pool.query('insert into clock (offset_us) values (0)');
    await expect(pool.query('insert into clock (offset_us) values (0)')).rejects.toMatchObject({
      constraint: 'clock_key',
    });
  });

  it('records by the clock of the domain, and never earlier than before when that clock is set back', async () => {
    const { pool } = test.owner;
    await pool.query(`update clock set offset_us = 3600 * 1000000::bigint`);
    await store.append([to('a', event('ahead'))]);
    await pool.query(`update clock set offset_us = -3600 * 1000000::bigint`);
    await store.append([to('a', event('back'))]);
    const [ahead, back] = await store.readById(['ahead', 'back']);
    expect(Date.parse(ahead!.recordedAt) - Date.now()).toBeGreaterThan(3_500_000);
    expect(back!.recordedAt).toBe(ahead!.recordedAt);
    expect(await store.verify()).toMatchObject({ ok: true });
  });
});
