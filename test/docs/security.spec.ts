import { rowsOf, section, textOf, unknownTests } from './documents.js';

/** Findings of the review that the page answers. */
const FINDINGS = Array.from({ length: 21 }, (_, index) => `S${index + 1}`);

describe('docs/security.md', () => {
  const threats = rowsOf(section('docs/security.md', 'Threats'));

  it('names for every threat a defence, and tests or a gap', () => {
    expect(threats.length).toBeGreaterThan(20);
    for (const [asset, threat, defence, tests = '', gap = ''] of threats) {
      const isProved = tests !== 'none' && tests !== '';
      const hasGap = gap !== 'none known' && gap !== '';
      expect({ asset, threat, hasDefence: defence !== '', isProvedOrGap: isProved || hasGap }).toEqual({
        asset,
        threat,
        hasDefence: true,
        isProvedOrGap: true,
      });
    }
  });

  it('names only tests that exist', () => {
    const named = threats.flatMap(([, , , tests = '']) => (tests === 'none' ? [] : tests.split('<br>')));
    const pending = named.filter((test) => test.startsWith('PENDING'));
    const unknown = named.filter((test) => !pending.includes(test)).flatMap(unknownTests);
    expect({ pending, unknown }).toEqual({ pending: [], unknown: [] });
  });

  it('answers every finding of the review in a row', () => {
    const text = threats.map((row) => row.join(' ')).join('\n');
    expect(FINDINGS.filter((finding) => !new RegExp(`\\b${finding}\\b`).test(text))).toEqual([]);
  });

  it('says how to report, to rotate, what to do after a leak, what stays after an erasure, and what signing does not stop', () => {
    for (const heading of [
      'Report a vulnerability',
      'Actors',
      'Trust borders',
      'Keys and secrets: rotation',
      'After a leak',
      'What signing does not stop',
      'Retention and erasure',
    ])
      expect(section('docs/security.md', heading).trim()).not.toBe('');
    // The tables grow with the tests that they name; what has to be read does not.
    expect(textOf('docs/security.md').replaceAll(/^\|.*$/gm, '').length).toBeLessThan(10_000);
  });
});
