import { Module, type OnModuleInit, type Provider } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ChangesReader } from './asking/changes-reader.js';
import { ChangesQueryHandler } from './asking/changes-query.js';
import { DensityQueryHandler } from './asking/density-query.js';
import { StepsQueryHandler } from './asking/steps-query.js';
import { FactQueryHandler } from './asking/fact-query.js';
import { TimelineNewsQueryHandler } from './asking/newest-news.js';
import { NewsQueryHandler } from './asking/news-query.js';
import { SourceQueryHandler, SourcesQueryHandler } from './asking/sources-query.js';
import { SubjectQueryHandler, SubjectsQueryHandler } from './asking/subjects-query.js';
import { TimelineQueryHandler } from './asking/timeline-query.js';
import { ValuesQueryHandler } from './asking/values-query.js';
import { ViewReader } from './asking/view-reader.js';
import { checkCatalogue } from './check-catalogue.js';
import { ImportRecordsHandler } from './recording/import-records.js';
import { RecordEntryHandler } from './recording/record-entry.js';

const handlers: Provider[] = [
  RecordEntryHandler,
  ImportRecordsHandler,
  TimelineQueryHandler,
  ChangesQueryHandler,
  DensityQueryHandler,
  StepsQueryHandler,
  SubjectsQueryHandler,
  SubjectQueryHandler,
  FactQueryHandler,
  SourcesQueryHandler,
  SourceQueryHandler,
  ValuesQueryHandler,
  NewsQueryHandler,
  TimelineNewsQueryHandler,
];

/** The timeline for any door: its commands and questions on Nest's buses. Needs DatabaseModule and EventStoreModule. */
@Module({
  imports: [CqrsModule],
  providers: [ViewReader, ChangesReader, ...handlers],
  exports: [ViewReader, ChangesReader, CqrsModule],
})
export class TimelineModule implements OnModuleInit {
  /** Stops the start where the catalogue of kinds has a gap. */
  onModuleInit(): void {
    checkCatalogue();
  }
}
