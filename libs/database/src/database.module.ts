import { Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK } from '#libs/kernel';
import { openClock } from './clock.js';
import { Database, openDatabase, type DatabaseOptions } from './database.js';

/** Which database an application works on. */
export interface DatabaseModuleOptions extends DatabaseOptions {
  url: string;
}

/** Gives every module of an application its `Database` and the domain's clock (`CLOCK`), and closes the pool last. */
@Module({})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(private readonly database: Database) {}

  static forRoot({ url, ...options }: DatabaseModuleOptions): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      providers: [
        { provide: Database, useFactory: () => openDatabase(url, options) },
        { provide: CLOCK, useFactory: openClock, inject: [Database] },
      ],
      exports: [Database, CLOCK],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
  }
}
