import { Test } from '@nestjs/testing';
import { Database, DatabaseModule, ensureClock } from '#libs/database';
import { CLOCK, type Clock } from '#libs/kernel';
import { createTestDatabase } from '#libs/testing';

describe('the database module', () => {
  it('gives an application its database and the clock of its log, and closes the pool at the end', async () => {
    const test = await createTestDatabase();
    try {
      await ensureClock(test.owner, '2001-01-01T00:00:00.000Z');
      const forRoot = DatabaseModule.forRoot({ url: test.url, max: 2, applicationName: 'dateline-module' });
      const app = await Test.createTestingModule({ imports: [forRoot] }).compile();
      await app.init();
      const database = app.get(Database);
      const { rows } = await database.pool.query(`select current_setting('application_name') as name`);
      expect(rows).toEqual([{ name: 'dateline-module' }]);
      expect(app.get<Clock>(CLOCK).now().getUTCFullYear()).toBe(2001);
      await app.close();
      expect(database.pool.ended).toBe(true);
    } finally {
      await test.drop();
    }
  });
});
