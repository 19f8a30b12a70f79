import { createTestDatabase, type TestDatabase } from '#libs/testing';

const WRITE = 'insert into places (name) values ($1)';

describe('a connection whose server takes no writes any more', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase({ max: 3 });
    await database.owner.pool.query('create table places (name text)');
    await database.owner.pool.query('grant select, insert on places to public');
  });
  afterEach(() => database.drop());

  /** As after a failover: what is connected leads to a server that only answers questions, and a new connection does not. */
  const leaveOnFormerPrimary = async (): Promise<void> => {
    const { pool } = database.db;
    const clients = await Promise.all([pool.connect(), pool.connect(), pool.connect()]);
    for (const client of clients) {
      await client.query('set default_transaction_read_only = on');
      client.release();
    }
    expect(pool.idleCount).toBe(3);
  };
  const write = (name: string): Promise<unknown> => database.db.pool.query(WRITE, [name]);

  it('is dropped with all others of its pool, and the next write is done by a new one', async () => {
    await leaveOnFormerPrimary();
    await expect(write('first')).rejects.toMatchObject({ code: '25006' });
    await Promise.all(['second', 'third', 'fourth'].map(write));
    const { rows } = await database.db.pool.query('select name from places order by name');
    expect(rows).toEqual([{ name: 'fourth' }, { name: 'second' }, { name: 'third' }]);
  });

  it('is dropped when a transaction on it ends', async () => {
    await leaveOnFormerPrimary();
    const { pool } = database.db;
    const client = await pool.connect();
    await client.query('begin');
    await expect(client.query(WRITE, ['first'])).rejects.toMatchObject({ code: '25006' });
    await client.query('rollback');
    client.release();
    await write('second');
  });
});
