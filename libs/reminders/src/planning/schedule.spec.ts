import { atOnce, dueAt, newsAt } from './schedule.js';

const plain = { timeZone: 'UTC', localTime: '09:00', digest: 'none', digestDay: 1, quietHours: null } as const;

describe('when a reminder is due', () => {
  it.each([
    ['P90D', '2026-04-02T09:00:00.000Z'],
    ['P30D', '2026-06-01T09:00:00.000Z'],
    ['P7D', '2026-06-24T09:00:00.000Z'],
    ['P0D', '2026-07-01T09:00:00.000Z'],
  ])('counts %s back from the first day of the window', (lead, due) => {
    expect(dueAt('2026-07-01', lead, plain)?.toISOString()).toBe(due);
  });

  it.each([
    ['2027', '2026-12-02T09:00:00.000Z'],
    ['2027-02', '2027-01-02T09:00:00.000Z'],
    ['../2023-11-30', '2023-10-31T09:00:00.000Z'],
    ['2026-07-01/2026-09-30', '2026-06-01T09:00:00.000Z'],
  ])('takes the first day of %s, of an open start the last', (window, due) => {
    expect(dueAt(window, 'P30D', plain)?.toISOString()).toBe(due);
  });

  it.each([
    ['America/Mexico_City', '2026-07-01T15:00:00.000Z'],
    ['Europe/Madrid', '2026-07-01T07:00:00.000Z'],
    ['Asia/Tokyo', '2026-07-01T00:00:00.000Z'],
  ])('is at the local hour of %s', (timeZone, due) => {
    expect(dueAt('2026-07-01', 'P0D', { ...plain, timeZone })?.toISOString()).toBe(due);
  });

  it('keeps the local hour across a change of the clocks', () => {
    const newYork = { ...plain, timeZone: 'America/New_York' };
    expect(dueAt('2026-03-09', 'P2D', newYork)?.toISOString()).toBe('2026-03-07T14:00:00.000Z');
    expect(dueAt('2026-03-09', 'P0D', newYork)?.toISOString()).toBe('2026-03-09T13:00:00.000Z');
  });

  it('takes a local hour that the clocks skip later, and of one that comes twice the first', () => {
    const newYork = { ...plain, timeZone: 'America/New_York' };
    expect(dueAt('2026-03-08', 'P0D', { ...newYork, localTime: '02:30' })?.toISOString()).toBe(
      '2026-03-08T07:30:00.000Z',
    );
    expect(dueAt('2026-11-01', 'P0D', { ...newYork, localTime: '01:30' })?.toISOString()).toBe(
      '2026-11-01T05:30:00.000Z',
    );
  });

  it('goes into the last weekly digest up to then', () => {
    const weekly = { ...plain, digest: 'weekly', digestDay: 5 } as const;
    expect(dueAt('2026-07-01', 'P0D', weekly)?.toISOString()).toBe('2026-06-26T09:00:00.000Z');
    expect(dueAt('2026-07-03', 'P0D', weekly)?.toISOString()).toBe('2026-07-03T09:00:00.000Z');
  });

  it('waits for the end of quiet hours, over midnight too', () => {
    const quiet = { ...plain, quietHours: { from: '22:00', to: '10:30' } };
    expect(dueAt('2026-07-01', 'P0D', quiet)?.toISOString()).toBe('2026-07-01T10:30:00.000Z');
    expect(dueAt('2026-07-01', 'P1D', { ...quiet, localTime: '23:00' })?.toISOString()).toBe(
      '2026-07-01T10:30:00.000Z',
    );
    expect(dueAt('2026-07', 'P0D', { ...quiet, localTime: '23:00' })?.toISOString()).toBe('2026-07-02T10:30:00.000Z');
    expect(dueAt('2026-07-01', 'P0D', { ...quiet, localTime: '10:30' })?.toISOString()).toBe(
      '2026-07-01T10:30:00.000Z',
    );
  });

  it('comes in the morning of the last day where quiet hours would put it off until the window is over', () => {
    const late = { ...plain, timeZone: 'Asia/Tokyo', localTime: '22:30', quietHours: { from: '21:00', to: '07:00' } };
    expect(dueAt('2026-07-01', 'P0D', late)?.toISOString()).toBe('2026-06-30T22:00:00.000Z');
    expect(dueAt('../2026-07-01', 'P0D', late)?.toISOString()).toBe('2026-06-30T22:00:00.000Z');
    expect(dueAt('2026-07-01', 'P1D', late)?.toISOString()).toBe('2026-06-30T22:00:00.000Z');
    expect(dueAt('2026-07-01/..', 'P0D', late)?.toISOString()).toBe('2026-07-01T22:00:00.000Z');
  });

  it('is never beyond the year 9999', () => {
    expect(dueAt('Y170000', 'P0D', plain)).toBeNull();
    expect(dueAt('9999', 'P0D', plain)?.toISOString()).toBe('9999-01-01T09:00:00.000Z');
  });
});

describe('when news may go out', () => {
  const now = new Date('2026-07-01T12:00:00Z');

  it('is at once without digest and quiet hours', () => {
    expect(newsAt(now, plain)).toEqual(now);
  });

  it('is at the end of quiet hours', () => {
    const quiet = { ...plain, quietHours: { from: '11:00', to: '13:00' } };
    expect(newsAt(now, quiet).toISOString()).toBe('2026-07-01T13:00:00.000Z');
  });

  it('is with the next digest', () => {
    expect(newsAt(now, { ...plain, digest: 'daily' }).toISOString()).toBe('2026-07-02T09:00:00.000Z');
    expect(newsAt(now, { ...plain, digest: 'daily', localTime: '12:00' }).toISOString()).toBe(
      '2026-07-01T12:00:00.000Z',
    );
    expect(newsAt(now, { ...plain, digest: 'weekly', digestDay: 2 }).toISOString()).toBe('2026-07-07T09:00:00.000Z');
  });
});

describe('when something has to be told at once', () => {
  const now = new Date('2026-07-01T12:00:00Z');
  const iso = (window: string, more: object = {}): string | undefined =>
    atOnce(now, window, { ...plain, ...more })?.toISOString();

  it('is now, on the last day too, and never once the window is over by the clock of the reader', () => {
    expect(iso('2026-07-01')).toBe('2026-07-01T12:00:00.000Z');
    expect(iso('2026-06-30')).toBeUndefined();
    expect(iso('2026-07-01', { timeZone: 'Pacific/Kiritimati' })).toBeUndefined();
    expect(iso('2026-06-01/..')).toBe('2026-07-01T12:00:00.000Z');
  });

  it('is with the next digest where that comes before the last day', () => {
    expect(iso('2026-07-03', { digest: 'daily' })).toBe('2026-07-02T09:00:00.000Z');
    expect(iso('2026-07-02', { digest: 'daily' })).toBe('2026-07-01T12:00:00.000Z');
    expect(iso('2026-07', { digest: 'weekly' })).toBe('2026-07-06T09:00:00.000Z');
    expect(iso('2026-07-06', { digest: 'weekly' })).toBe('2026-07-01T12:00:00.000Z');
  });

  it('is at the end of quiet hours, unless the last day would be over then', () => {
    const quiet = { quietHours: { from: '11:00', to: '08:00' } };
    expect(iso('2026-07-02', quiet)).toBe('2026-07-02T08:00:00.000Z');
    expect(iso('2026-07-01', quiet)).toBe('2026-07-01T12:00:00.000Z');
  });

  it('fails for a day that no week has, instead of looking for it without end', () => {
    expect(() => iso('2026-07', { digest: 'weekly', digestDay: 9 })).toThrow('A week has no day 9.');
  });
});
