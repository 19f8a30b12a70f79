import { Module } from '@nestjs/common';
import { TimelineModule } from '#libs/timeline';
import { CaseChangesNewsQueryHandler, CaseChangesQueryHandler } from './asking/case-changes-query.js';
import { CaseHistoryQueryHandler } from './asking/case-history-query.js';
import { CaseStatisticsQueryHandler } from './asking/case-statistics-query.js';
import { CoverageQueryHandler } from './asking/coverage-query.js';
import { CaseQueryHandler, CasesQueryHandler } from './asking/cases-query.js';
import { ReconciliationQueryHandler } from './asking/reconciliation-query.js';

/** How cases stand, for any door: its questions on Nest's QueryBus. Needs DatabaseModule and EventStoreModule. */
@Module({
  imports: [TimelineModule],
  providers: [
    CasesQueryHandler,
    CaseQueryHandler,
    CaseHistoryQueryHandler,
    CaseChangesNewsQueryHandler,
    CaseChangesQueryHandler,
    CaseStatisticsQueryHandler,
    ReconciliationQueryHandler,
    CoverageQueryHandler,
  ],
})
export class CasesModule {}
