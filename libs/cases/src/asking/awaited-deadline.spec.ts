import { isAwaitedIn } from '#libs/timeline';
import { CASE_STATUSES } from './case-filter.js';

describe('The act that a legal deadline waits for', () => {
  it.each([
    ['petition-review', ['filed']],
    ['review-response', ['review-requested']],
    ['review-end', ['review-requested', 'under-review']],
    ['remediation-agreement', ['in-consultation']],
    ['remediation-end', ['in-remediation']],
  ])('can still happen only in its step of the case: %s', (rule, steps) => {
    expect(CASE_STATUSES.filter((status) => isAwaitedIn(rule, status))).toEqual(steps);
  });
});
