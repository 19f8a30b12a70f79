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
  afterwards: 'overdue',
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
    ['2026-08-01', 'overdue'],
  ])('on %s is %s for a window of July 2026', (day, flag) => {
    expect(flagOn('2026-07', on(day))).toBe(flag);
  });

  it('counts to the last day where the start of the window is open', () => {
    expect(flagOn('../2026-07-31', on('2026-07-30'))).toBe('imminent');
    expect(flagOn('../2026-07-31', on('2026-07-31'))).toBe('due');
  });

  it('never becomes overdue where the end of the window is open', () => {
    expect(flagOn('2026-07/..', on('2036-01-01'))).toBe('due');
  });
});

describe('The status of a milestone', () => {
  it('follows its window: upcoming, due, and then what its rule says', () => {
    expect(statusOn(milestone({}), on('2026-06-30'))).toBe('upcoming');
    expect(statusOn(milestone({}), on('2026-07-01'))).toBe('due');
    expect(statusOn(milestone({}), on('2026-08-01'))).toBe('overdue');
    expect(statusOn(milestone({ afterwards: 'unconfirmed' }), on('2026-08-01'))).toBe('unconfirmed');
  });

  it('is met by an act however late it was, and cancelled by word of a source', () => {
    expect(statusOn(milestone({ metBy: 'reviewed' }), on('2030-01-01'))).toBe('met');
    expect(statusOn(milestone({ cancelledBy: 'called-off' }), on('2026-01-01'))).toBe('cancelled');
  });
});
