import { Module, type DynamicModule } from '@nestjs/common';
import { EventStore } from './event-store.js';
import { PrintedHead } from './heads/printed-head.js';
import { SignedHeads, type SignedHeadsOptions } from './heads/signed-heads.js';
import { LogVerifications } from './log-verifications.js';
import { EventShapes, type Upcaster } from './upcasters.js';

/** What the log of an application depends on. */
export interface EventStoreModuleOptions {
  /** Where heads are kept and with what they are signed; left out: nowhere. */
  signedHeads?: SignedHeadsOptions;
  /** Which shapes its events have had. */
  upcasters?: readonly Upcaster[];
}

/**
 * Gives every module of an application the same `EventStore`, so that all appends of the process wait in one queue, and
 * what verifications of the log found and which heads were signed.
 */
@Module({})
export class EventStoreModule {
  static forRoot({ upcasters = [], signedHeads }: EventStoreModuleOptions = {}): DynamicModule {
    return {
      module: EventStoreModule,
      global: true,
      providers: [
        { provide: EventShapes, useFactory: () => new EventShapes(upcasters) },
        { provide: SignedHeads, useFactory: () => new SignedHeads(signedHeads) },
        EventStore,
        LogVerifications,
        PrintedHead,
      ],
      exports: [EventStore, LogVerifications, PrintedHead, SignedHeads],
    };
  }
}
