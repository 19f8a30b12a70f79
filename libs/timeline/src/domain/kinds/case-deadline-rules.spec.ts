import { orderOfType } from '../fact-order.js';
import { deadlineRulesOf } from './case-deadline-rules.js';

const RULES = ['31-A', '31-B'].flatMap((annex) => deadlineRulesOf({ mechanism: 'usmca-rrm', annex }));
// A case can be resolved at any time from its opening on, with and without a course of remediation.
const proofs = RULES.flatMap(({ rule, start, acts, provedBy }) =>
  provedBy.filter((proof) => proof !== 'case.resolved').map((proof) => ({ rule, proof, start, acts })),
);

describe('An act that proves another one', () => {
  it.each(proofs)('of $rule, $proof, is placed behind the start of the period', ({ proof, start }) => {
    expect([...orderOfType(proof).after]).toContain(start);
  });

  it.each(proofs.filter(({ rule }) => rule !== 'petition-review'))(
    'of $rule, $proof, is placed behind an act that meets the period',
    ({ proof, acts }) => {
      const { after } = orderOfType(proof);
      expect(acts.filter((act) => after.has(act))).not.toEqual([]);
    },
  );
});
