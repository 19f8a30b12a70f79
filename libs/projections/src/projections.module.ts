import {
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Database } from '#libs/database';
import { EventStore } from '#libs/event-store';
import { Checkpoints } from './checkpoints.js';
import { ProjectionRunner } from './projection-runner.js';
import type { View } from './view.js';

/** What an application does about views. */
export interface ProjectionsModuleOptions {
  /** The views that it keeps up to date while it runs; none for an application that only reads them. */
  views?: readonly View[];
}

/** Gives an application its `Checkpoints`, and keeps views up to date from its start until it is told to shut down. */
@Module({})
export class ProjectionsModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(private readonly runner: ProjectionRunner) {}

  static forRoot({ views = [] }: ProjectionsModuleOptions = {}): DynamicModule {
    const runner = {
      provide: ProjectionRunner,
      useFactory: (db: Database, store: EventStore) => new ProjectionRunner(db, store, views),
      inject: [Database, EventStore],
    };
    return {
      module: ProjectionsModule,
      global: true,
      providers: [Checkpoints, runner],
      exports: [Checkpoints, ProjectionRunner],
    };
  }

  onApplicationBootstrap(): void {
    this.runner.start();
  }

  /** Before the pool is closed. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.runner.stop();
  }
}
