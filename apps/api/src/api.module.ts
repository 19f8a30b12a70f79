import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { AccessModule } from '#libs/access';
import { CasesModule } from '#libs/cases';
import { DatabaseModule } from '#libs/database';
import { EventStoreModule } from '#libs/event-store';
import { HealthModule } from '#libs/health';
import type { Settings } from '#libs/kernel';
import { MilestonesModule } from '#libs/milestones';
import { ProjectionsModule, type View } from '#libs/projections';
import { SubscriptionsModule } from '#libs/reminders';
import { TimelineModule } from '#libs/timeline';
import { AboutController } from './about.controller.js';
import { AuditController } from './audit.controller.js';
import { CasesController } from './cases.controller.js';
import { ConfirmationsController } from './confirmations.controller.js';
import { DatesController } from './dates.controller.js';
import { DeliveriesController } from './deliveries.controller.js';
import { ExportController } from './export.controller.js';
import { FeedsController } from './feeds.controller.js';
import { CaseChangeFormats } from './feeds/case-change-formats.js';
import { TimelineFormats } from './feeds/timeline-formats.js';
import { HealthController } from './health/health.controller.js';
import { Metrics } from './health/metrics.js';
import { ReadinessCheck } from './health/readiness.js';
import { Access } from './http/access.js';
import { AtomicImports } from './http/admission/atomic-imports.js';
import { ADMISSION_LIMITS, type AdmissionLimits } from './http/admission/limits.js';
import { AuditTrail } from './http/audit-trail.js';
import { ProblemFilter } from './http/problem-filter.js';
import { ReadingSessions } from './http/reading-sessions.js';
import { ImportController } from './import.controller.js';
import { KeysController } from './keys.controller.js';
import { API_DESCRIPTION, describeApi } from './openapi/description.js';
import { LogController } from './log.controller.js';
import { ProjectionsController } from './projections.controller.js';
import { ReadingController } from './reading.controller.js';
import { RELEASE } from './release.js';
import { SETTINGS } from './settings.js';
import { SubscriptionsController } from './subscriptions.controller.js';
import { StreamController } from './stream/stream.controller.js';
import { STREAM_LIMITS, USUAL_STREAM_LIMITS, type StreamLimits } from './stream/stream-limits.js';
import { WritingController } from './writing.controller.js';

/** What the API needs to be told. */
export interface ApiOptions {
  settings: Settings & { databaseUrl: string };
  /** Views that this process keeps up to date itself; the worker does so otherwise. */
  views?: readonly View[];
  /** Where the bundle of the pages lies; beside the build where left out. */
  assets?: string;
  /** How streams behave where that differs from what is usual. */
  streams?: Partial<StreamLimits>;
  /** What is admitted where that differs from what is usual. */
  admission?: Partial<AdmissionLimits>;
}

/** The API: controllers over the libraries. */
@Module({})
export class ApiModule {
  static forRoot({ settings, views = [], streams }: ApiOptions, limits: AdmissionLimits): DynamicModule {
    return {
      module: ApiModule,
      global: true,
      imports: [
        DatabaseModule.forRoot({
          url: settings.databaseUrl,
          readUrl: settings.databaseReadUrl,
          max: 20,
          applicationName: 'dateline-api',
          statementTimeoutMs: limits.statementMs,
          idleInTransactionTimeoutMs: limits.transactionPauseMs,
        }),
        EventStoreModule.forRoot({
          signedHeads: { dataDir: settings.dataDir, logSigningKey: settings.logSigningKey },
        }),
        ProjectionsModule.forRoot({ views }),
        AccessModule,
        HealthModule.forRoot(settings),
        TimelineModule,
        MilestonesModule,
        CasesModule,
        SubscriptionsModule.forRoot({
          publicUrl: settings.publicUrl,
          allowPrivate: settings.webhookAllowPrivate,
          readAccess: settings.readAccess,
          nat64Prefixes: settings.nat64Prefixes,
          secretsKey: settings.secretsKey,
          secretsKeyBefore: settings.secretsKeyBefore,
        }),
      ],
      controllers: [
        WritingController,
        ImportController,
        ReadingController,
        CasesController,
        ExportController,
        FeedsController,
        SubscriptionsController,
        ConfirmationsController,
        DatesController,
        StreamController,
        ProjectionsController,
        KeysController,
        AuditController,
        DeliveriesController,
        HealthController,
        LogController,
        AboutController,
      ],
      providers: [
        { provide: SETTINGS, useValue: settings },
        {
          provide: API_DESCRIPTION,
          useFactory: () => JSON.stringify(describeApi({ ...settings, version: RELEASE })),
        },
        Access,
        ReadingSessions,
        AuditTrail,
        { provide: APP_FILTER, useClass: ProblemFilter },
        TimelineFormats,
        CaseChangeFormats,
        { provide: ADMISSION_LIMITS, useValue: limits },
        { provide: STREAM_LIMITS, useValue: { ...USUAL_STREAM_LIMITS, ...streams } },
        AtomicImports,
        ReadinessCheck,
        Metrics,
      ],
    };
  }
}
