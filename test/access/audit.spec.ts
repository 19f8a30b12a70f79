import { Audit, Denials } from '#libs/access';
import { createTestDatabase, type TestDatabase } from '#libs/testing';

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
