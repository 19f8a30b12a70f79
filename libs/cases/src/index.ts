export { CasesModule } from './cases.module.js';
export { CoverageQuery, type CaseCoverage, type Coverage } from './asking/coverage-query.js';
export { coverageInWords } from './coverage-words.js';
export { CASE_STATUSES } from './asking/case-filter.js';
export {
  CaseChangesNewsQuery,
  CaseChangesQuery,
  caseChangesParameters,
  type CaseChange,
  type CaseChangeNews,
  type CaseChangesPage,
} from './asking/case-changes-query.js';
export { CaseHistoryQuery, type CaseHistory, type CaseHistoryItem } from './asking/case-history-query.js';
export type { FieldChange } from './domain/state-changes.js';
export { CaseStatisticsQuery, caseStatisticsParameters, type CaseStatistics } from './asking/case-statistics-query.js';
export type { CaseFigures } from './case-figures.js';
export type { ClockFigures } from './deadline-figures.js';
export type { DurationFigures } from './case-durations.js';
export type { StepFigures } from './case-steps.js';
export type { SumFigures } from './case-sums.js';
export type { AmountRange } from './domain/amounts.js';
export type { OpenRange, Range } from './domain/range.js';
export { VERDICTS, type Verdict } from './domain/verdict.js';
export { INTERVALS } from './domain/periods.js';
export {
  ReconciliationQuery,
  reconciliationParameters,
  type ReconciledCount,
  type ReconciledTally,
  type ReconciliationItem,
  type ReconciliationPage,
} from './asking/reconciliation-query.js';
export {
  CaseQuery,
  CasesQuery,
  casesParameters,
  type CaseAnswer,
  type CaseDetail,
  type CaseItem,
  type CasesPage,
  type NextMilestone,
} from './asking/cases-query.js';
