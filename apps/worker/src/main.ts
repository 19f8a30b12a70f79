/**
 * The worker as a process: keeps the views up to date and runs the jobs. When it is asked to leave it ends after the batch
 * under way, and leaves its runs to the next worker.
 */
import 'reflect-metadata';
import { Logger, Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Registry } from 'prom-client';
import { AccessModule } from '#libs/access';
import { EXIT_DATABASE_AWAY, exitWithParent, isSupervised, ProcessLog } from '#libs/process';
import {
  checkReachable,
  Database,
  DatabaseModule,
  DatabaseUnreachable,
  isDatabaseAway,
  untilReachable,
} from '#libs/database';
import { EventStoreModule, LOST_KEY, SignedHeads } from '#libs/event-store';
import { HealthModule, KeptRuns, WorkCounters } from '#libs/health';
import { JobsModule } from '#libs/jobs';
import { readSettings, SettingsError, settingsWarnings, messageOf, type Settings } from '#libs/kernel';
import { MilestonesModule, VIEWS } from '#libs/milestones';
import { ProjectionsModule } from '#libs/projections';
import { DeliveryModule } from '#libs/reminders';
import { HealthAnswers, REGISTRY } from './health/health-answers.js';
import { HEALTH_SERVER_OPTIONS, HealthServer } from './health/health-server.js';
import { deliver, deliverMail } from './jobs/deliver.js';
import { flagMilestones } from './jobs/flag-milestones.js';
import { removeOldAudit } from './jobs/remove-old-audit.js';
import { sweepReminders } from './jobs/sweep-reminders.js';
import { verifyLog } from './jobs/verify-log.js';

@Module({})
class WorkerModule {
  static forRoot(databaseUrl: string, settings: Settings): DynamicModule {
    const { redisUrl, publicUrl, webhookAllowPrivate: allowPrivate, readAccess, nat64Prefixes } = settings;
    const { smtpUrl, mailFrom, mailReplyTo, dataDir, logSigningKey, secretsKey, secretsKeyBefore } = settings;
    const registry = new Registry();
    const counters = new WorkCounters(registry);
    return {
      module: WorkerModule,
      imports: [
        DatabaseModule.forRoot({ url: databaseUrl, max: 16, applicationName: 'dateline-worker' }),
        EventStoreModule.forRoot({ signedHeads: { dataDir, logSigningKey } }),
        ProjectionsModule.forRoot({ views: VIEWS }),
        MilestonesModule,
        AccessModule,
        DeliveryModule.forRoot({
          publicUrl,
          allowPrivate,
          readAccess,
          nat64Prefixes,
          smtpUrl,
          mailFrom,
          mailReplyTo,
          dataDir,
          secretsKey,
          secretsKeyBefore,
          observer: (result) => counters.countAttempt(result),
        }),
        HealthModule.forRoot({ redisUrl }),
        JobsModule.forRoot({
          databaseUrl,
          redisUrl,
          jobs: [verifyLog, flagMilestones, sweepReminders, removeOldAudit],
          tasks: [deliver, deliverMail],
          runs: KeptRuns,
        }),
      ],
      providers: [
        { provide: KeptRuns, useFactory: (db: Database) => new KeptRuns(db, counters), inject: [Database] },
        { provide: REGISTRY, useValue: registry },
        { provide: HEALTH_SERVER_OPTIONS, useValue: settings },
        HealthAnswers,
        HealthServer,
      ],
    };
  }
}

async function main(): Promise<void> {
  exitWithParent();
  const settings = readSettings(process.env);
  const { databaseUrl, logLevel, dataDir, logSigningKey } = settings;
  if (databaseUrl === undefined)
    throw new SettingsError(['DATABASE_URL is not set; name a Postgres, or start everything with npm start.']);
  await reach(databaseUrl);
  // Looked for before the first verification makes a new key.
  const hasLostKey = new SignedHeads({ dataDir, logSigningKey }).hasLostKey();
  const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(databaseUrl, settings), {
    logger: new ProcessLog(logLevel),
    abortOnError: false,
  });
  const kind = { listens: false, isTrial: isSupervised() };
  for (const warning of settingsWarnings(settings, kind)) new Logger('settings').warn(warning);
  if (hasLostKey) new Logger('signed-heads').warn(LOST_KEY);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void app.close().then(() => process.exit(0), endBadly));
}

/** Under a supervisor, which has reached it before, a database that is away is waited for. */
async function reach(databaseUrl: string): Promise<void> {
  if (!isSupervised()) return checkReachable(databaseUrl);
  await untilReachable(databaseUrl, ({ message }) => process.stderr.write(`${message} The worker waits for it.\n`));
}

function endBadly(error: unknown): never {
  process.stderr.write(`The worker did not end in good order: ${messageOf(error)}\n`);
  process.exit(1);
}

function sentences(error: unknown): string {
  if (error instanceof SettingsError || error instanceof DatabaseUnreachable) return error.message;
  return `The worker cannot start: ${messageOf(error)}`;
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${sentences(error)}\n`);
  process.exit(isDatabaseAway(error) ? EXIT_DATABASE_AWAY : 1);
}
