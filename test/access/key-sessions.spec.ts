import { jest } from '@jest/globals';
import { createKey, Keys, openSession } from '#libs/access';
import { createTestDatabase, type TestDatabase } from '#libs/testing';

describe('the session of a browser', () => {
  const secret = Buffer.alloc(32, 7);
  let test: TestDatabase;
  let keys: Keys;

  beforeAll(async () => {
    test = await createTestDatabase();
    keys = new Keys(test.db);
  });
  afterEach(() => void jest.restoreAllMocks());
  afterAll(async () => {
    await keys.beforeApplicationShutdown();
    await test.drop();
  });

  it.each([
    ['reading', 12 * 3_600],
    ['queues', 15 * 60],
  ] as const)('of the kind %s stands for its key for %d seconds and no longer', async (kind, seconds) => {
    const { id } = await createKey(test.db, { name: kind, scopes: ['admin'] });
    const start = Date.now();
    const now = jest.spyOn(Date, 'now').mockReturnValue(start);
    const token = openSession({ id }, kind, secret);
    now.mockReturnValue(start + (seconds - 1) * 1_000);
    expect(await keys.checkSession(token, kind, secret)).toMatchObject({ id });
    now.mockReturnValue(start + seconds * 1_000);
    expect(await keys.checkSession(token, kind, secret)).toBeNull();
  });
});
