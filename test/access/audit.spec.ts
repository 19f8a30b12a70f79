import { Logger } from '@nestjs/common';
import { Audit, Denials } from '#libs/access';
import { createTestDatabase, eventually, type TestDatabase } from '#libs/testing';

const ignore = (): void => {};

describe('the audit trail in the database', () => {
  let test: TestDatabase;
  let audit: Audit;

  beforeEach(async () => {
    test = await createTestDatabase();
    audit = new Audit(test.db);
  });
  afterEach(() => test.drop());

  it('takes a bounded number of rows, however many networks guess keys, and counts every guess', async () => {
    const denials = new Denials(audit);
    for (let network = 0; network < 400; network++)
      denials.note({
        code: 'KEY_UNKNOWN',
        actor: 'unknown',
        scope: 'write',
        address: `10.${network >> 8}.${network & 255}.7`,
      });
    await denials.beforeApplicationShutdown();
    const entries = await audit.list({ limit: 1_000 });
    // Twice as many where an hour ended meanwhile.
    expect(entries.length).toBeLessThanOrEqual(202);
    expect(entries.reduce((sum, { count }) => sum + count, 0)).toBe(400);
    expect(entries.map(({ details }) => details['network'])).toContain(null);
  });

  it('has failed authorisations that could not be written at first, each once, and the log says so meanwhile', async () => {
    const errors: string[] = [];
    Logger.overrideLogger({ log: ignore, warn: ignore, error: (message: string) => errors.push(message) });
    const renamed = 'alter function count_denials(text, text, jsonb, integer) rename to count_denials_away';
    try {
      await test.owner.pool.query(renamed);
      const denials = new Denials(audit);
      const denial = { code: 'KEY_UNKNOWN', actor: 'unknown', scope: 'write', address: '10.0.0.7' } as const;
      denials.note(denial);
      await eventually(() => expect(errors).toEqual([expect.stringContaining('lacks failed authorisations')]));
      denials.note(denial);
      await test.owner.pool.query('alter function count_denials_away rename to count_denials');
      await eventually(async () => {
        const entries = await audit.list({ limit: 10 });
        expect(entries.reduce((sum, { count }) => sum + count, 0)).toBe(2);
      });
    } finally {
      Logger.overrideLogger(['fatal', 'error']);
    }
  });

  it('lists a count whose hour reaches into the time that is requested, and none that ended before or began after', async () => {
    await test.owner.pool.query(
      `insert into audit (at, last_at, actor, action, outcome, count)
       values ('2026-07-01T09:05:00Z', '2026-07-01T09:55:00Z', 'unknown', 'access-denied', 'refused', 7)`,
    );
    for (const [since, until, listed] of [
      ['09:30', '10:00', 1],
      ['09:00', '09:30', 1],
      ['09:56', '10:00', 0],
      ['09:00', '09:05', 0],
    ] as const) {
      const part = { since: `2026-07-01T${since}:00Z`, until: `2026-07-01T${until}:00Z` };
      expect([since, until, (await audit.list({ ...part, limit: 10 })).length]).toEqual([since, until, listed]);
    }
  });

  it('keeps administration for 400 days and failed authorisations for 30', async () => {
    await test.owner.pool.query(
      `insert into audit (at, actor, action, outcome)
       select clock_timestamp() - days * interval '1 day', 'operator', action, 'done'
         from unnest(array[29, 31, 399, 401]) days, unnest(array['key-create', 'access-denied']) action`,
    );
    await audit.removeOld();
    const kept = (await audit.list({ limit: 100 })).map(({ action }) => action);
    expect(kept.toSorted()).toEqual(['access-denied', 'key-create', 'key-create', 'key-create']);
  });
});
