import { clearFaults, dueFaults, noteFaults, selectFaults } from '#libs/database';
import { createTestDatabase, type TestDatabase } from '#libs/testing';

describe('what failed', () => {
  let test: TestDatabase;

  beforeAll(async () => {
    test = await createTestDatabase();
  });
  afterAll(() => test.drop());

  it('is kept with its reason and tried again at growing distances of at most an hour, until it succeeds', async () => {
    const failed = { about: 'sub_1', error: new Error('no such\nzone \u0000\ud800') };
    const waits: number[] = [];
    for (let time = 1; time <= 8; time++) {
      await noteFaults(test.db.kysely, 'planning', [failed, failed]);
      const [fault] = await selectFaults(test.db.kysely, 10);
      expect(fault).toMatchObject({ step: 'planning', about: 'sub_1', reason: 'no such zone \ufffd', attempts: time });
      waits.push((fault!.nextAt.getTime() - fault!.lastAt.getTime()) / 1_000);
    }
    expect(waits).toEqual([5, 20, 80, 320, 1_280, 3_600, 3_600, 3_600]);
    await clearFaults(test.db.kysely, 'news', ['sub_1']);
    expect(await selectFaults(test.db.kysely, 10)).toHaveLength(1);
    await clearFaults(test.db.kysely, 'planning', ['sub_1']);
    expect(await selectFaults(test.db.kysely, 10)).toEqual([]);
  });

  it('is due when its distance is over, and not before', async () => {
    await noteFaults(test.db.kysely, 'delivery', [
      { about: 'msg_1', error: new Error('one') },
      { about: 'msg_2', error: new Error('two') },
    ]);
    expect(await dueFaults(test.db.kysely, 'delivery', 10)).toEqual([]);
    await test.db.pool.query(`update faults set next_at = now() - interval '1 second' where about = 'msg_2'`);
    expect(await dueFaults(test.db.kysely, 'delivery', 10)).toEqual(['msg_2']);
    expect(await dueFaults(test.db.kysely, 'planning', 10)).toEqual([]);
  });
});
