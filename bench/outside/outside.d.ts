/**
 * What the benchmark uses of packages that are installed for it alone, so that the types hold also where they are not
 * installed (`npm run check`).
 */
declare module '@event-driven-io/emmett' {
  export const STREAM_DOES_NOT_EXIST: 'STREAM_DOES_NOT_EXIST';
}

declare module '@event-driven-io/dumbo' {
  export function dumbo(options: { connectionString: string }): { execute: object; close(): Promise<void> };
}

declare module '@event-driven-io/emmett-postgresql' {
  interface PeerEvent {
    type: string;
    data: object;
  }

  export function getPostgreSQLEventStore(
    connectionString: string,
    options: { connectionOptions: { pool: import('pg').Pool } },
  ): {
    appendToStream(
      stream: string,
      events: PeerEvent[],
      options: { expectedStreamVersion: bigint | 'STREAM_DOES_NOT_EXIST' },
    ): Promise<{ nextExpectedStreamVersion: bigint }>;
    readStream(
      stream: string,
      options: { from: bigint },
    ): Promise<{ currentStreamVersion: bigint; events: PeerEvent[] }>;
    schema: { migrate(): Promise<unknown> };
    close(): Promise<void>;
  };

  export function readMessagesBatch(
    execute: object,
    options: { after: bigint; batchSize: number },
  ): Promise<{ currentGlobalPosition: bigint; messages: PeerEvent[]; areMessagesLeft: boolean }>;

  export function postgreSQLReactor(options: {
    processorId: string;
    startFrom: 'BEGINNING';
    eachMessage(message: PeerEvent): void;
  }): object;

  export function postgreSQLEventStoreConsumer(options: {
    connectionString: string;
    processors: object[];
    pulling: { batchSize: number; pullingFrequencyInMs: number };
    stopWhen: { noMessagesLeft: true };
  }): { start(): Promise<void>; close(): Promise<void> };
}

declare module 'pg-copy-streams' {
  export function from(statement: string): import('pg').Submittable & import('node:stream').Writable;
  export function to(statement: string): import('pg').Submittable & import('node:stream').Readable;
}
