import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '#libs/testing';
import { Pace } from '../../libs/projections/src/rebuild/pace.js';

describe('the pace of a rebuild', () => {
  const sessions: Client[] = [];
  const { signal } = new AbortController();
  let test: TestDatabase;

  beforeEach(async () => {
    test = await createTestDatabase({ max: 4 });
  });
  afterEach(async () => {
    await Promise.all(sessions.splice(0).map((session) => session.end()));
    await test.drop();
  });

  const someoneCalled = async (name: string): Promise<void> => {
    const session = new Client({ connectionString: test.url, application_name: name });
    sessions.push(session);
    await session.connect();
    await session.query('select 1');
  };

  it('leaves room while somebody asks the same database', async () => {
    await someoneCalled('dateline-api');
    expect(await new Pace(test.db).giveWay(1, signal)).toBe(true);
  });

  it.each(['dateline-worker', 'dateline-jobs', 'dateline live timeline', 'dateline building timeline'])(
    'does not rest for %s, which is at work whether anybody reads or not',
    async (name) => {
      await someoneCalled(name);
      expect(await new Pace(test.db).giveWay(1, signal)).toBe(false);
    },
  );

  it('ends its rest at once when the process is told to stop', async () => {
    await someoneCalled('psql');
    const stop = new AbortController();
    const rest = new Pace(test.db).giveWay(2 ** 31 - 1, stop.signal);
    stop.abort();
    expect(await rest).toBe(true);
  });
});
