import { PostgresPool } from './postgres-pool.js';

describe('the pool of a queue in Postgres', () => {
  it.each([
    ['a socket that is not there', 'postgresql://dateline@localhost/dateline?host=%2Fnowhere'],
    ['a port where nobody listens', 'postgresql://dateline@127.0.0.1:1/dateline'],
  ])('shows %s to BullMQ as a refused connection, after which it waits', async (_, url) => {
    const pool = new PostgresPool(url, () => {});
    await expect(pool.query('select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await expect(pool.connect()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await pool.end();
  });
});
