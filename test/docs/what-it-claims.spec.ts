import { rowsOf, section, unknownTests } from './documents.js';

describe('docs/what-it-claims.md', () => {
  const rows = rowsOf(section('docs/what-it-claims.md', 'Statements'));

  it('names for every kind of statement a rule, and tests that exist', () => {
    expect(rows.length).toBeGreaterThan(20);
    for (const [statement, rule = '', tests = ''] of rows)
      expect({ statement, hasRule: rule !== '', unknown: unknownTests(tests) }).toEqual({
        statement,
        hasRule: true,
        unknown: [],
      });
  });
});
