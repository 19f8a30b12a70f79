import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus, QueryBus, type Command, type Query } from '@nestjs/cqrs';
import { CasesModule } from '#libs/cases';
import { Database, DatabaseModule, ensureClock } from '#libs/database';
import { EventStore, EventStoreModule, recorderOfRun } from '#libs/event-store';
import { MilestonesModule, VIEWS } from '#libs/milestones';
import { ProjectionRunner } from '#libs/projections';
import { ImportRecords, TimelineModule, type ImportOptions, type ImportReport } from '#libs/timeline';
import { createTestDatabase } from './test-database.js';

/** Commands and questions on a database of their own, the views kept up to date between the two. */
export interface TestTimeline {
  db: Database;
  /** As the role that owns the log. */
  owner: Database;
  /** As a superuser of the server. */
  superuser: Database;
  url: string;
  store: EventStore;
  /** Imports records as an NDJSON file would; the views have caught up when it answers. */
  record(records: readonly object[], options?: ImportOptions): Promise<ImportReport>;
  execute<T>(command: Command<T>): Promise<T>;
  /** Brings the views up to date, then asks. */
  ask<T>(query: Query<T>): Promise<T>;
  drop(): Promise<void>;
}

@Module({})
class TestTimelineModule {
  static of(url: string, readUrl?: string): DynamicModule {
    return {
      module: TestTimelineModule,
      imports: [
        DatabaseModule.forRoot({ url, readUrl }),
        EventStoreModule.forRoot(),
        TimelineModule,
        MilestonesModule,
        CasesModule,
      ],
    };
  }
}

/**
 * Starts the timeline on a database of its own; `clockStart` (RFC 3339) moves its clock, `readUrl` is where questions are
 * asked.
 */
export async function startTestTimeline(
  options: { clockStart?: string; readUrl?: string } = {},
): Promise<TestTimeline> {
  const database = await createTestDatabase();
  await ensureClock(database.owner, options.clockStart);
  const app = await NestFactory.createApplicationContext(TestTimelineModule.of(database.url, options.readUrl), {
    logger: false,
  });
  await app.init();
  const db = app.get(Database, { strict: false });
  const store = app.get(EventStore, { strict: false });
  const runner = new ProjectionRunner(db, store, VIEWS);
  const execute = <T>(command: Command<T>): Promise<T> => app.get(CommandBus, { strict: false }).execute(command);
  return {
    db,
    owner: database.owner,
    superuser: database.superuser,
    url: database.url,
    store,
    execute,
    record: async (records, importOptions) => {
      const lines = records.map((input, index) => ({ line: index + 1, input, columnOf: () => 1 }));
      const report = await execute(new ImportRecords(lines, recorderOfRun('operator'), importOptions));
      await runner.catchUp();
      return report;
    },
    ask: async (query) => {
      await runner.catchUp();
      return app.get(QueryBus, { strict: false }).execute(query);
    },
    drop: async () => {
      await app.close();
      await database.drop();
    },
  };
}
