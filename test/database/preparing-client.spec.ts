import { sql } from 'kysely';
import { currentCaller } from '#libs/database';
import { createTestDatabase, type TestDatabase } from '#libs/testing';

describe('a read-only transaction whose caller has gone between two of its statements', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it('makes no further statement, and its connection serves the next', async () => {
    const { kysely } = database.db;
    const gone = new AbortController();
    const reason = new Error('The client has gone.');
    const transaction = currentCaller.run({ signal: gone.signal }, () =>
      kysely
        .transaction()
        .setAccessMode('read only')
        .execute(async (tx) => {
          await sql`select 1`.execute(tx);
          gone.abort(reason);
          await sql`select pg_sleep(60)`.execute(tx);
        }),
    );
    await expect(transaction).rejects.toBe(reason);
    await Promise.all(Array.from({ length: 20 }, () => sql`select pg_sleep(0.01)`.execute(kysely)));
  });
});
