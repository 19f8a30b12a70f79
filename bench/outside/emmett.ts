import { randomUUID } from 'node:crypto';
import { dumbo } from '@event-driven-io/dumbo';
import { STREAM_DOES_NOT_EXIST } from '@event-driven-io/emmett';
import {
  getPostgreSQLEventStore,
  postgreSQLEventStoreConsumer,
  postgreSQLReactor,
  readMessagesBatch,
  type PeerEvent,
} from '@event-driven-io/emmett-postgresql';
import { Pool } from 'pg';

const CONFLICT = 412;

/** The peer of the log, as its users use it: its own pool, its own schema, everything by its public face. */
export class Emmett {
  static readonly peerName = 'emmett-postgresql 0.42.0';
  readonly #pool: Pool;
  readonly #store: ReturnType<typeof getPostgreSQLEventStore>;

  private constructor(
    private readonly url: string,
    connections: number,
  ) {
    this.#pool = new Pool({ connectionString: url, max: connections });
    this.#store = getPostgreSQLEventStore(url, { connectionOptions: { pool: this.#pool } });
  }

  /** Opens the store on an empty database and makes its tables there. */
  static async open(url: string, connections: number): Promise<Emmett> {
    const emmett = new Emmett(url, connections);
    await emmett.#store.schema.migrate();
    return emmett;
  }

  /** Appends to a stream that is to be new. */
  async appendNew(stream: string, events: PeerEvent[]): Promise<void> {
    await this.#store.appendToStream(stream, events, { expectedStreamVersion: STREAM_DOES_NOT_EXIST });
  }

  /** Appends at a version and answers the next one, or `conflict`. Version 0: a new stream. */
  async appendExactly(stream: string, events: PeerEvent[], version: bigint): Promise<bigint | 'conflict'> {
    try {
      const { nextExpectedStreamVersion } = await this.#store.appendToStream(stream, events, {
        expectedStreamVersion: version,
      });
      return nextExpectedStreamVersion;
    } catch (error) {
      // Its class is another one in each of its packages; the code is not.
      if (error instanceof Error && 'errorCode' in error && error.errorCode === CONFLICT) return 'conflict';
      throw error;
    }
  }

  /** The version of a stream, found as a user of it would after a conflict: by reading what one has not seen yet. */
  async versionOf(stream: string, seen: bigint): Promise<bigint> {
    const { currentStreamVersion } = await this.#store.readStream(stream, { from: seen });
    return currentStreamVersion;
  }

  /** Reads the whole log, in pages, and answers how many events it has. */
  async readAll(batchSize: number): Promise<number> {
    const pool = dumbo({ connectionString: this.url });
    try {
      let count = 0;
      let after = 0n;
      for (;;) {
        const { messages, currentGlobalPosition } = await readMessagesBatch(pool.execute, { after, batchSize });
        if (messages.length === 0) return count;
        count += messages.length;
        after = currentGlobalPosition;
      }
    } finally {
      await pool.close();
    }
  }

  /** Lets a new consumer that does nothing go through the whole log, and answers how many events it was given. */
  async consume(batchSize: number): Promise<number> {
    let count = 0;
    const processorId = `nothing-${randomUUID()}`;
    const nothing = postgreSQLReactor({ processorId, startFrom: 'BEGINNING', eachMessage: () => void count++ });
    const consumer = postgreSQLEventStoreConsumer({
      connectionString: this.url,
      processors: [nothing],
      pulling: { batchSize, pullingFrequencyInMs: 10 },
      stopWhen: { noMessagesLeft: true },
    });
    try {
      await consumer.start();
    } finally {
      await consumer.close();
    }
    return count;
  }

  /** How many events the log has, and how many of them differ in stream and version: the same where none is twice. */
  async count(): Promise<{ events: number; places: number }> {
    const { rows } = await this.#pool.query<{ events: string; places: string }>(
      'select count(*) as events, count(distinct (stream_id, stream_position)) as places from emt_messages',
    );
    return { events: Number(rows[0]?.events), places: Number(rows[0]?.places) };
  }

  async close(): Promise<void> {
    await this.#store.close();
    if (!this.#pool.ended) await this.#pool.end();
  }
}
