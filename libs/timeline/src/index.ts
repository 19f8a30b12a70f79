export {
  KINDS,
  FACT_TYPES,
  SUBJECT_TYPES,
  factTypeOf,
  kindOf,
  milestoneTypes,
  plannedMilestone,
  preparedBy,
  typesOfRule,
} from './domain/catalogue.js';
export { actingParties } from './domain/acting-parties.js';
export {
  textOf,
  type Afterwards,
  type DatedFact,
  type DerivedMilestone,
  type FactDeclaration,
  type FactType,
  type Kind,
  type KindSubject,
  type Preparation,
  type Standing,
} from './domain/kind.js';
export {
  factCorrection,
  factRecord,
  RECORD_KINDS,
  retractionRecord,
  sourceCorrection,
  sourceRecord,
  subjectCorrection,
  subjectRecord,
  type FactRecord,
  type RecordKind,
  type SourceEntry,
} from './domain/record.js';
export { recordKindOf, validateRecord, type ValidRecord } from './domain/validation.js';
export { isAwaitedIn } from './domain/kinds/case-deadline-rules.js';
export { endsByCalendar } from './domain/ends-by-calendar.js';
export {
  DEADLINE_KINDS,
  DEADLINE_MOVES,
  DEADLINE_STATES,
  deadlineStateOn,
  readingStateOn,
  type Deadline,
  type DeadlineRule,
  type DeadlineMove,
  type DeadlineState,
  type LegalText,
} from './domain/deadlines/deadline.js';
export {
  judgeDeadline,
  type DecidingFact,
  type DeadlineDraft,
  type EndsCount,
} from './domain/deadlines/judge-deadline.js';
export type { Extension } from './domain/deadlines/extended-last-day.js';
export { occasionOf } from './domain/occasion.js';
export { timelineView } from './views/timeline/index.js';
export { RecordEntry, RecordEntryHandler, type RecordedEntry } from './recording/record-entry.js';
export { ImportRecords, ImportRecordsHandler } from './recording/import-records.js';
export {
  problemType,
  type ImportLine,
  type ImportOptions,
  type ImportProblem,
  type ImportReport,
} from './recording/import-report.js';
export { TimelineModule } from './timeline.module.js';
export {
  clockParameters,
  edtfParameter,
  momentParameter,
  parameterError,
  pageParameters,
  positionParameter,
  readParameters,
  repeated,
  wholeNumber,
  type Clocks,
  type Moment,
  type RecordedBy,
  type RawParameters,
} from './asking/parameters.js';
export { unknownParties } from './asking/party-parameter.js';
export { ViewReader, type Reading } from './asking/view-reader.js';
export { cutPage, readCursor, writeCursor, type Cursor, type KeyPart, type PageLinks } from './asking/cursor.js';
export {
  occurredAnswer,
  sourceAnswer,
  type SourceNames,
  type Mark,
  type OccurredAnswer,
  type SourceAnswer,
  type TimelineItem,
} from './asking/item.js';
export {
  TimelineQuery,
  timelineParameters,
  filtersOf,
  keyOf,
  selectEntries,
  type TimelineKey,
  type TimelinePage,
  type TimelineParameters,
} from './asking/timeline-query.js';
export { includes, periodOf, subjectsWithParts, type TimelineFilter } from './asking/timeline-filter.js';
export { sourceNames, toItems } from './asking/entries-reader.js';
export { STANDING_COLUMNS, standingFact, standingFactsOf, type StandingRow } from './asking/state-reader.js';
export {
  knownOfFact,
  lastNewsOf,
  newestOf,
  newsInWords,
  publicationDay,
  publishedBy,
  type Known,
  type KnownBasis,
  type Newsworthy,
  type PublicationDay,
  type Published,
} from './domain/known.js';
export { stateOf } from './domain/fold-state.js';
export { hasOccurred, occurredBy, undatedWindowsOf, type Occurrence, type StandingFact } from './domain/occurrence.js';
export { BOUNDING_TYPES } from './domain/fact-order.js';
export { possibleStatuses, SubjectStanding } from './domain/standing.js';
export type { TermOver } from './domain/kinds/agreement-term.js';
export type { CaseState } from './domain/kinds/case.js';
export {
  CASE_MEASURES,
  MEASURE_STATES,
  measureAnswers,
  type Measure,
  type MeasureAnswer,
} from './domain/kinds/case-measures.js';
export { searchQuery } from './views/timeline/search-words.js';
export { timelineCoverage, type TimelineCoverage, type TopicCoverage } from './asking/coverage.js';
export { occurredUnder, recordedUnder, wordingUnder } from './asking/clock-conditions.js';
export { evolveSubject, NO_SUBJECT, type SubjectState } from './domain/subject-stream.js';
export { ChangesQuery, changesParameters, type ChangesPage } from './asking/changes-query.js';
export { CHANGE_KINDS, type Change } from './asking/change.js';
export { changeFilters, passes, typesOf, type ChangeFilter } from './asking/change-filter.js';
export { ChangesReader } from './asking/changes-reader.js';
export { redactedAt, type RedactedAt } from './asking/redacted-at.js';
export { newestNews, newestNewsOfSubjects, TimelineNewsQuery } from './asking/newest-news.js';
export { NewsQuery, newsParameters, type NewsItem, type NewsPage } from './asking/news-query.js';
export { DensityQuery, densityParameters, type Density } from './asking/density-query.js';
export { StepsQuery, stepsParameters, type Steps } from './asking/steps-query.js';
export {
  SubjectQuery,
  SubjectsQuery,
  singleParameters,
  subjectsParameters,
  type SubjectAnswer,
  type SubjectDetail,
  type SubjectsPage,
} from './asking/subjects-query.js';
export {
  changesOfFacts,
  FactQuery,
  type FactChangeAnswer,
  type FactDetail,
  type FactWording,
} from './asking/fact-query.js';
export { withRecorders, type EventRecorder, type FactWithRecorders } from './asking/recorders.js';
export {
  SourceQuery,
  SourcesQuery,
  sourcesParameters,
  type SourceDetail,
  type SourcesPage,
  type SupportedFact,
} from './asking/sources-query.js';
export { notFound } from './asking/not-found.js';
export {
  ValuesQuery,
  valuesParameters,
  type ValueCount,
  type ValueList,
  type ValuesPage,
} from './asking/values-query.js';
export { asLog, OPEN_END, OPEN_START, recordedText, windowColumns } from './views/timeline/tables.js';
export {
  BUNDLED,
  seedAll,
  SeedError,
  seedState,
  type Seeded,
  type SeedState,
  type SeedingOptions,
  type SeedingPlace,
} from './seeding/index.js';
export { TimeSlice } from './time-slice.js';
export { csvLines } from './recording/csv-lines.js';
export { ndjsonLines } from './recording/ndjson-lines.js';
export { SAMPLES, type Sample } from './domain/samples/index.js';
export { checkCatalogue } from './check-catalogue.js';
export { holdsNoText, REMOVED, whatRemains } from './domain/what-remains.js';
export { checkRedactionReason, removedTexts } from './domain/removed-texts.js';
export { cloudEvent, cloudEventsOf, exportRecords, type ExportOptions } from './recording/export-records.js';
export { restoreRecords } from './recording/restore-records.js';
export { FLAGGED, recordOfEvent } from './recording/entries.js';
export { brokenRule, ownRule, READING } from './domain/broken-rule.js';
export { wordsOf } from './domain/form-words.js';
