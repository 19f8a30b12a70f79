/** The states of a legal deadline, in the order in which charts and tables show them. */
export const DEADLINE_STATES = [
  'met',
  'late',
  'done-day-unknown',
  'no-record',
  'open',
  'not-applicable',
  'disputed',
] as const;
