import { Audit } from '#libs/access';
import { createTestDatabase, type TestDatabase } from '#libs/testing';

describe('the role of the service', () => {
  let test: TestDatabase;

  beforeAll(async () => {
    test = await createTestDatabase();
  });
  afterAll(() => test.drop());

  /** The SQLSTATE that a statement of the service is refused with. */
  const codeOf = (statement: string): Promise<string> =>
    test.db.pool.query(statement).then(
      () => `not refused: ${statement}`,
      (error: { code: string }) => error.code,
    );

  it('adds to the audit trail and reads it, and can neither change nor date what it added', async () => {
    const audit = new Audit(test.db);
    await audit.note({ actor: 'operator', action: 'key-create', outcome: 'done', target: '7' });
    await audit.countDenials('an hour', 'unknown', { code: 'KEY_UNKNOWN' }, 2);
    await audit.countDenials('an hour', 'unknown', { code: 'KEY_UNKNOWN' }, 3);
    await audit.removeOld();
    const before = await audit.list({ limit: 9 });
    expect(before).toMatchObject([
      { action: 'access-denied', count: 5 },
      { action: 'key-create', count: 1 },
    ]);
    const values = `values ('key-7', 'key-create', 'done'`;
    for (const statement of [
      `update audit set actor = 'other'`,
      `update audit set count = 0`,
      'delete from audit',
      'truncate audit',
      `insert into audit (actor, action, outcome, at) ${values}, now() - interval '1 day')`,
      `insert into audit (actor, action, outcome, last_at) ${values}, now())`,
      `insert into audit (actor, action, outcome, count) ${values}, 9)`,
      `insert into audit (actor, action, outcome, tally) ${values}, 'an hour')`,
      `insert into audit (actor, action, outcome) ${values}) on conflict on constraint audit_tally_key do update set count = 0`,
      `create trigger t before insert on audit for each row execute function suppress_redundant_updates_trigger()`,
    ]) {
      expect([statement, await codeOf(statement)]).toEqual([statement, '42501']);
    }
    expect(await codeOf(`select count_denials('an hour', 'unknown', '{}', -9)`)).toMatch(/not refused/);
    expect(await audit.list({ limit: 9 })).toMatchObject([{ count: 6 }, { count: 1 }]);
  });
});
