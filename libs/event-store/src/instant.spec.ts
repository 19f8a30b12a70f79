import { instantOf, microsOf } from './instant.js';

describe('instants', () => {
  it('cuts decimals beyond the sixth, so that nothing later counts as at or before', () => {
    expect(microsOf('2024-09-16T09:00:00.1234569Z')).toBe(1726477200123456n);
  });

  it.each(['', '2024-09-16', '2026-02-30T09:00:00Z'])('refuses "%s"', (text) => {
    expect(() => microsOf(text)).toThrow('is not an instant; write it as RFC 3339 does');
  });

  it.each([0n, -1n, 1726477200123456n, 1726477200000000n, -62135596800000000n])(
    'writes %s so that it reads the same',
    (micros) => {
      expect(microsOf(instantOf(micros))).toBe(micros);
      expect(instantOf(micros)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    },
  );
});
