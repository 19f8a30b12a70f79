import { rowsOf, textOf, unknownTests } from './documents.js';

describe('docs/pitfalls.md', () => {
  const rows = rowsOf(textOf('docs/pitfalls.md'));

  it('tells of twelve pitfalls', () => {
    expect(rows.map(([number]) => number)).toEqual(Array.from({ length: 12 }, (_, index) => String(index + 1)));
  });

  it('names for every pitfall a test that exists', () => {
    for (const [number, , , held = ''] of rows) {
      expect({ number, unknown: unknownTests(held) }).toEqual({ number, unknown: [] });
    }
  });
});
