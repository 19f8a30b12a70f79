/** The worker as a process: keeps the views up to date, and ends after the batch under way when it is asked to. */
import 'reflect-metadata';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DatabaseModule, exitWithParent, messageOf } from '#libs/database';
import { EventStoreModule } from '#libs/event-store';
import { readSettings, SettingsError } from '#libs/kernel';
import { milestonesView } from '#libs/milestones';
import { ProjectionsModule } from '#libs/projections';
import { timelineView } from '#libs/timeline';
import { ProcessLog } from './log.js';

@Module({})
class WorkerModule {
  static forRoot(databaseUrl: string): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        DatabaseModule.forRoot({ url: databaseUrl, max: 10, applicationName: 'dateline-worker' }),
        EventStoreModule.forRoot(),
        ProjectionsModule.forRoot({ views: [timelineView, milestonesView] }),
      ],
    };
  }
}

async function main(): Promise<void> {
  exitWithParent();
  const { databaseUrl, logLevel } = readSettings(process.env);
  if (databaseUrl === undefined)
    throw new SettingsError(['DATABASE_URL is not set; name a Postgres, or start everything with npm start.']);
  const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(databaseUrl), {
    logger: new ProcessLog(logLevel),
    abortOnError: false,
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void app.close().then(() => process.exit(0)));
}

try {
  await main();
} catch (error) {
  process.stderr.write(
    `${error instanceof SettingsError ? error.message : `The worker cannot start: ${messageOf(error)}`}\n`,
  );
  process.exit(1);
}
