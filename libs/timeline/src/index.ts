export { KINDS, FACT_TYPES, SUBJECT_TYPES, factTypeOf, kindOf, plannedMilestone } from './domain/catalogue.js';
export type { DatedFact, DerivedMilestone, FactDeclaration, FactType, Kind, KindSubject } from './domain/kind.js';
export { RECORD_KINDS, type RecordKind } from './domain/record.js';
export { recordKindOf, validateRecord, type ValidRecord } from './domain/validation.js';
export { occasionOf } from './domain/occasion.js';
export { timelineView } from './views/timeline/index.js';
export { RecordEntry, RecordEntryHandler, type RecordedEntry } from './recording/record-entry.js';
export { ImportRecords, ImportRecordsHandler, type ImportOptions } from './recording/import-records.js';
export { problemType, type ImportLine, type ImportProblem, type ImportReport } from './recording/import-report.js';
