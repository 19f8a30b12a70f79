import { dayOfIso } from '#libs/edtf';
import { flagOn, statusOn, type Milestone } from './milestone.js';

const on = (day: string): number => dayOfIso(day);
const milestone = (more: Partial<Milestone>): Milestone => ({
  id: 'accord.joint-review.2026',
  subject: { id: 'accord', type: 'agreement', name: 'Accord' },
  topics: [],
  parties: [],
  rule: 'joint-review',
  occasion: '2026',
  title: 'Joint review',
  window: '2026-07',
  because: 'a review every six years',
  reason: null,
  article: null,
  derivedFrom: ['accord-in-force'],
  metBy: null,
  cancelledBy: null,
  outstandingBy: null,
  afterwards: 'unconfirmed',
  deadline: null,
  position: 1n,
  ...more,
});

describe('The flag of a milestone', () => {
  it.each([
    ['2025-06-30', 'far'],
    ['2025-07-01', 'on-horizon'],
    ['2026-04-01', 'on-horizon'],
    ['2026-04-02', 'approaching'],
    ['2026-06-16', 'approaching'],
    ['2026-06-17', 'imminent'],
    ['2026-06-30', 'imminent'],
    ['2026-07-01', 'due'],
    ['2026-07-31', 'due'],
    ['2026-08-01', null],
  ])('on %s is %s for a window of July 2026', (day, flag) => {
    expect(flagOn(milestone({}), on(day))).toBe(flag);
  });

  it('counts to the last day where the start of the window is open', () => {
    const by = milestone({ window: '../2026-07-31' });
    expect(flagOn(by, on('2026-07-30'))).toBe('imminent');
    expect(flagOn(by, on('2026-07-31'))).toBe('due');
  });

  it('stays due where the end of the window is open, and where a source says that it is outstanding', () => {
    expect(flagOn(milestone({ window: '2026-07/..' }), on('2036-01-01'))).toBe('due');
    expect(flagOn(milestone({ outstandingBy: 'report' }), on('2036-01-01'))).toBe('due');
  });

  it.each([{ metBy: 'reviewed' }, { cancelledBy: 'called-off' }])('is null once it is settled: %j', (settled) => {
    expect(flagOn(milestone(settled), on('2026-06-30'))).toBeNull();
  });
});

describe('The status of a milestone', () => {
  it('follows its window, and is unconfirmed after it with no outcome on record', () => {
    expect(statusOn(milestone({}), on('2026-06-30'))).toBe('upcoming');
    expect(statusOn(milestone({}), on('2026-07-01'))).toBe('due');
    expect(statusOn(milestone({}), on('2026-08-01'))).toBe('unconfirmed');
  });

  it('is overdue only where a source says that it is outstanding, and not before its last day', () => {
    const outstanding = milestone({ outstandingBy: 'report' });
    expect(statusOn(outstanding, on('2026-08-01'))).toBe('overdue');
    expect(statusOn(outstanding, on('2026-07-31'))).toBe('due');
  });

  it('is met by its last day where it ends by the calendar alone', () => {
    const seat = milestone({ afterwards: 'met' });
    expect(statusOn(seat, on('2026-07-31'))).toBe('due');
    expect(statusOn(seat, on('2026-08-01'))).toBe('met');
  });

  it('is met by an act however late it was, and cancelled by word of a source', () => {
    expect(statusOn(milestone({ metBy: 'reviewed' }), on('2030-01-01'))).toBe('met');
    expect(statusOn(milestone({ cancelledBy: 'called-off' }), on('2026-01-01'))).toBe('cancelled');
  });
});
