import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, rowsOf, testNames, textOf } from './documents.js';

describe('docs/pitfalls.md', () => {
  const rows = rowsOf(textOf('docs/pitfalls.md'));

  it('tells of twelve pitfalls', () => {
    expect(rows.map(([number]) => number)).toEqual(Array.from({ length: 12 }, (_, index) => String(index + 1)));
  });

  it('names for every pitfall a test that exists', () => {
    for (const [number, , , held = ''] of rows) {
      const tests = held.split('<br>').map((test) => {
        const [, file = '', name = ''] = /^`([^`]+\.spec\.ts)`: (.+)$/.exec(test.trim()) ?? [];
        return { file, name };
      });
      const unknown = tests.filter(
        ({ file, name }) => !existsSync(join(ROOT, file)) || !testNames(file).includes(name),
      );
      expect({ number, unknown }).toEqual({ number, unknown: [] });
    }
  });
});
