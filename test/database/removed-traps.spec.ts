import { openOwnerDatabase } from '#libs/database';
import { createTestDatabase } from '#libs/testing';

describe('a function that the service put beside one of the log', () => {
  it('stops the commands of the owner until the owner has removed it', async () => {
    const test = await createTestDatabase();
    try {
      const open = async (): Promise<void> =>
        (await openOwnerDatabase({ url: test.ownerUrl }, 'dateline-test')).close();
      await test.db.pool.query(`create function public.append_events(text) returns int language sql as 'select 1'`);
      await expect(open()).rejects.toThrow(/the function append_events\(text\)/);
      await test.owner.pool.query('drop function public.append_events(text)');
      await expect(open()).resolves.toBeUndefined();
    } finally {
      await test.drop();
    }
  });
});
