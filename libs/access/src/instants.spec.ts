import { readInstant } from './instants.js';

describe('reading an instant', () => {
  it.each([
    ['2026-02-28', 'beginning', '2026-02-28T00:00:00.000Z'],
    ['2026-02-28', 'end', '2026-03-01T00:00:00.000Z'],
    ['2026-02-28T09:00:00-06:00', 'end', '2026-02-28T15:00:00.000Z'],
  ] as const)('takes %s, the %s of a day', (text, edge, instant) => {
    expect(readInstant(text, edge)?.toISOString()).toBe(instant);
  });

  it.each(['', '2026-02-30', '2026-13-01', '2026-01-01T25:00:00Z', 'January 1', '2026', '2026-01-01T09:00:00'])(
    'refuses %j',
    (text) => {
      expect(readInstant(text, 'end')).toBeNull();
    },
  );
});
