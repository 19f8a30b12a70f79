import { isCalendarDay, parseDayOrInstant, parseInstant } from './instant.js';

describe('parsing an instant', () => {
  it.each([
    ['2024-09-16T09:00:00.123456Z', 1726477200123456n],
    ['2024-09-16T09:00:00Z', 1726477200000000n],
    ['2024-09-16T09:00Z', 1726477200000000n],
    ['2024-09-16T03:00:00.5-06:00', 1726477200500000n],
    ['1969-12-31T23:59:59.999999Z', -1n],
    ['2024-09-16t09:00:00z', 1726477200000000n],
    ['9999-12-31T23:59:59+01:00', 253402297199000000n],
  ])('takes %s', (text, micros) => {
    expect(parseInstant(text)).toBe(micros);
  });

  it.each([
    '',
    '2024-09-16',
    '2024-09-16T09:00:00',
    '2024-13-01T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2023-02-29T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T25:00:00Z',
    '2026-01-01T09:60:00Z',
    '2026-01-01T09:00:60Z',
    '2026-01-01T09:00:00+24:00',
    '2024-09-16T09:00:00.1234567Z',
    '2024-09-16 09:00:00Z',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59-23:59',
    '9999-12-31T23:00:00-01:00',
    '0001-01-01T00:00:00+00:01',
    'now',
  ])('refuses %j', (text) => {
    expect(parseInstant(text)).toBeNull();
  });
});

describe('parsing a day or an instant', () => {
  it.each([
    ['2026-02-28', 'beginning', '2026-02-28T00:00:00.000Z'],
    ['2026-02-28', 'end', '2026-03-01T00:00:00.000Z'],
    ['2026-02-28T09:00:00-06:00', 'end', '2026-02-28T15:00:00.000Z'],
    ['1969-12-31T23:59:59.999999Z', 'beginning', '1969-12-31T23:59:59.999Z'],
  ] as const)('takes %s, the %s of a day', (text, edge, instant) => {
    expect(parseDayOrInstant(text, edge)?.toISOString()).toBe(instant);
  });

  it.each(['', '2026-02-30', '2026-13-01', 'January 1', '2026', '2026-01-01T09:00:00'])('refuses %j', (text) => {
    expect(parseDayOrInstant(text, 'end')).toBeNull();
  });
});

it.each([
  ['2024-02-29', true],
  ['2023-02-29', false],
  ['0000-01-01', false],
  ['2024-02', false],
])('the calendar has the day %s: %s', (text, has) => {
  expect(isCalendarDay(text)).toBe(has);
});
