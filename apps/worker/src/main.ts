/**
 * The worker as a process: keeps the views up to date and runs the jobs. When it is asked to leave it ends after the batch
 * under way, and leaves its runs to the next worker.
 */
import 'reflect-metadata';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { exitWithParent, ProcessLog } from '#libs/process';
import { checkReachable, DatabaseModule, DatabaseUnreachable } from '#libs/database';
import { EventStoreModule } from '#libs/event-store';
import { JobsModule } from '#libs/jobs';
import { readSettings, SettingsError, messageOf } from '#libs/kernel';
import { VIEWS } from '#libs/milestones';
import { ProjectionsModule } from '#libs/projections';
import { verifyLog } from './jobs/verify-log.js';

@Module({})
class WorkerModule {
  static forRoot(databaseUrl: string, redisUrl?: string): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        DatabaseModule.forRoot({ url: databaseUrl, max: 10, applicationName: 'dateline-worker' }),
        EventStoreModule.forRoot(),
        ProjectionsModule.forRoot({ views: VIEWS }),
        JobsModule.forRoot({ databaseUrl, redisUrl, jobs: [verifyLog] }),
      ],
    };
  }
}

async function main(): Promise<void> {
  exitWithParent();
  const { databaseUrl, redisUrl, logLevel } = readSettings(process.env);
  if (databaseUrl === undefined)
    throw new SettingsError(['DATABASE_URL is not set; name a Postgres, or start everything with npm start.']);
  await checkReachable(databaseUrl);
  const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(databaseUrl, redisUrl), {
    logger: new ProcessLog(logLevel),
    abortOnError: false,
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void app.close().then(() => process.exit(0)));
}

function sentences(error: unknown): string {
  if (error instanceof SettingsError || error instanceof DatabaseUnreachable) return error.message;
  return `The worker cannot start: ${messageOf(error)}`;
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${sentences(error)}\n`);
  process.exit(1);
}
