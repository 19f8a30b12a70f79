import { MOST_TRIES, retryAfterMs, waitBeforeRetry } from './retry-schedule.js';

const HOUR = 3_600_000;

describe('waiting before a message is tried again', () => {
  it('takes just over three days in all, the waits growing', () => {
    const waits = Array.from({ length: MOST_TRIES - 1 }, (_, index) => waitBeforeRetry(index + 1, 0.5)!);
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(waits.reduce((sum, wait) => sum + wait, 0) / HOUR).toBeCloseTo(75.58, 1);
    expect(waitBeforeRetry(MOST_TRIES, 0.5)).toBeNull();
  });

  it('differs by a fifth at most from the schedule', () => {
    expect(waitBeforeRetry(4, 0)).toBe(0.8 * 2 * HOUR);
    expect(waitBeforeRetry(4, 1)).toBe(1.2 * 2 * HOUR);
  });

  it('is as long as the receiver asks, up to a day', () => {
    expect(waitBeforeRetry(1, 0.5, 60_000)).toBe(60_000);
    expect(waitBeforeRetry(5, 0.5, 60_000)).toBe(5 * HOUR);
    expect(waitBeforeRetry(1, 0.5, 90 * HOUR)).toBe(24 * HOUR);
  });
});

describe('Retry-After', () => {
  const now = new Date('2026-11-23T12:00:00Z');

  it.each([
    ['120', 120_000],
    [' 0 ', 0],
    ['Mon, 23 Nov 2026 12:01:00 GMT', 60_000],
    ['Monday, 23-Nov-26 12:01:00 GMT', 60_000],
    ['Mon, 23 Nov 2026 11:00:00 GMT', 0],
    ['-5', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j asks for %j milliseconds', (header, ms) => {
    expect(retryAfterMs(header, now)).toBe(ms);
  });
});
