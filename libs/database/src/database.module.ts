import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK } from '#libs/kernel';
import { openClock } from './clock.js';
import { Database, openDatabase, type DatabaseOptions } from './database.js';

/** The injection token of the `Database` that questions are asked of: a replica where one is set, else the database. */
export const READ_DATABASE = Symbol('ReadDatabase');

/** Which database an application works on. */
export interface DatabaseModuleOptions extends DatabaseOptions {
  url: string;
  /** A replica of it for questions. */
  readUrl?: string;
}

/** Gives every module of an application its `Database` and the domain's clock (`CLOCK`), and closes the pools last. */
@Module({})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(
    private readonly database: Database,
    @Inject(READ_DATABASE) private readonly readDatabase: Database,
  ) {}

  static forRoot({ url, readUrl, ...options }: DatabaseModuleOptions): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      providers: [
        { provide: Database, useFactory: () => openDatabase(url, options) },
        {
          provide: READ_DATABASE,
          useFactory: (database: Database) => (readUrl === undefined ? database : openDatabase(readUrl, options)),
          inject: [Database],
        },
        { provide: CLOCK, useFactory: openClock, inject: [Database] },
      ],
      exports: [Database, READ_DATABASE, CLOCK],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.readDatabase.close();
    await this.database.close();
  }
}
