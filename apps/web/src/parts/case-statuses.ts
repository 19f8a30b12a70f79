/** The statuses of a case in the order of its life, as contract.md section 3 names them. */
export const CASE_STATUSES = [
  'noted',
  'filed',
  'review-requested',
  'under-review',
  'in-consultation',
  'in-remediation',
  'in-panel',
  'remedy-pending',
  'resolved',
  'closed',
  'not-pursued',
  'review-declined',
] as const;

/** What a complainant can do while a case runs, as contract.md section 3 names it. */
export const CASE_MEASURES = ['liquidation-suspended', 'preference-denied', 'penalty', 'entry-denied'] as const;
