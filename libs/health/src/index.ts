export { HealthModule } from './health.module.js';
export { KeptRuns } from './kept-runs.js';
export { WorkCounters } from './work-counters.js';
export { workAnswer, type WorkAnswer } from './work-answer.js';
export { workFindings, type WorkFinding } from './work-findings.js';
export { WorkGauges } from './work-gauges.js';
export { WorkReports, type WorkReport } from './work-reports.js';
