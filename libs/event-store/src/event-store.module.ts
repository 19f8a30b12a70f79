import { Module, type DynamicModule } from '@nestjs/common';
import { EventStore } from './event-store.js';
import { LogVerifications } from './log-verifications.js';
import { EventShapes, type Upcaster } from './upcasters.js';

/** Which shapes the events of an application have had. */
export interface EventStoreModuleOptions {
  upcasters?: readonly Upcaster[];
}

/**
 * Gives every module of an application the same `EventStore`, so that all appends of the process wait in one queue, and
 * what verifications of the log found.
 */
@Module({})
export class EventStoreModule {
  static forRoot({ upcasters = [] }: EventStoreModuleOptions = {}): DynamicModule {
    return {
      module: EventStoreModule,
      global: true,
      providers: [{ provide: EventShapes, useFactory: () => new EventShapes(upcasters) }, EventStore, LogVerifications],
      exports: [EventStore, LogVerifications],
    };
  }
}
