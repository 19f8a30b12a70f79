import { Injectable, Optional, type BeforeApplicationShutdown } from '@nestjs/common';
import { Database, withoutCaller } from '#libs/database';
import { callOnPool, callTogether, prepareAppends, type PreparedAppend } from './append-call.js';
import { AppendQueue } from './append-queue.js';
import type { Append, AppendOptions, AppendResult } from './append.js';
import { checkAppends } from './check-appends.js';
import type { LogHead, StoredEvent } from './event.js';
import { logError } from './log-errors.js';
import { LogTail } from './log-tail.js';
import { LookUps, type LookedUp, type LookUp } from './look-ups.js';
import { adoptRecordedShapes } from './recorded-shapes.js';
import * as log from './read.js';
import { restoreLog, type RestoredEvent, type RestoreOptions } from './restore.js';
import { subscribe, type SubscribeOptions } from './subscribe.js';
import { EventShapes } from './upcasters.js';
import { verifyLog, type VerifyOptions, type VerifyReport } from './verify.js';

/** The log: append, read, subscribe, verify, restore. Safe to use from any number of processes at once. */
@Injectable()
export class EventStore implements BeforeApplicationShutdown {
  readonly #queue: AppendQueue;
  readonly #lookUps: LookUps;
  readonly #tail: LogTail;
  readonly #closing = new AbortController();

  constructor(
    private readonly db: Database,
    @Optional() readonly shapes: EventShapes = new EventShapes(),
  ) {
    this.#queue = new AppendQueue((appends, onTurn) =>
      withoutCaller(() => callOnPool(db.pool, appends, 'each', onTurn)),
    );
    this.#lookUps = new LookUps(db.pool, shapes);
    this.#tail = new LogTail(db);
  }

  /**
   * Records events. Every append is decided on its own, in order, seeing the earlier ones; what is answered with
   * `appended` is on disk. After an error of the connection the outcome is unknown: send the same ids again, and what
   * was recorded is answered with `repeated`.
   *
   * @throws DomainError `APPEND_INVALID` where something can not be recorded as it is; then nothing was written.
   */
  async append(appends: Append[], options: AppendOptions = {}): Promise<AppendResult[]> {
    if (appends.length === 0) return [];
    checkAppends(appends);
    const prepared = prepareAppends(appends, this.shapes);
    try {
      const results = await this.#send(prepared, options);
      const old = await adoptRecordedShapes(this.db.kysely, appends, prepared, results, this.shapes);
      if (old.length === 0) return results;
      if (isTogether(options)) return await this.#send(prepared, options);
      const again = await this.#send(
        old.map((index) => prepared[index]!),
        options,
      );
      old.forEach((index, place) => (results[index] = again[place]!));
      return results;
    } catch (error) {
      throw logError(error);
    }
  }

  /** The events of one stream, in order; a stream that nobody wrote to is empty. */
  readStream(stream: string, options?: log.ReadStreamOptions): Promise<StoredEvent[]> {
    return log.readStream(this.db.kysely, stream, options, this.shapes);
  }

  /** One stream in order from a version on, in bounded memory. */
  walkStream(stream: string, options?: log.WalkStreamOptions): AsyncIterable<StoredEvent> {
    return log.walkStream(this.db.kysely, stream, options, this.shapes);
  }

  /** The events of several streams, each stream's in order. */
  readStreams(streams: readonly string[], options?: log.ReadStreamOptions): Promise<StoredEvent[]> {
    return log.readStreams(this.db.kysely, streams, options, this.shapes);
  }

  /** Events by their ids and streams with their versions, all as of one moment; what is asked together goes together. */
  lookUp(wanted: LookUp): Promise<LookedUp> {
    return this.#lookUps.find(wanted);
  }

  /** A part of the whole log, in order. */
  readAll(options: log.ReadAllOptions): Promise<StoredEvent[]> {
    return log.readAll(this.db.kysely, options, this.shapes);
  }

  /** The log in order, in bounded memory. */
  readFeed(options?: log.ReadFeedOptions): AsyncIterable<StoredEvent> {
    return log.readFeed(this.db.kysely, options, this.shapes);
  }

  /**
   * The log in order from a position on, and then every event as it is appended, by whichever process: the one way to
   * follow the log. Nothing is left out or given twice; the position of the last event that was handled is where another
   * subscription goes on (`after`). It is pulled: a slow consumer holds up nobody and needs no more memory. While the
   * database is away it waits. It ends, without an error, when `signal` is aborted or the application shuts down.
   *
   * @throws Error out of the iteration where an event cannot be read: a newer release wrote its shape.
   */
  subscribe(options: SubscribeOptions = {}): AsyncIterableIterator<StoredEvent> {
    const { signal } = options;
    const stop = signal === undefined ? this.#closing.signal : AbortSignal.any([signal, this.#closing.signal]);
    return subscribe(this.db.kysely, this.#tail, { ...options, signal: stop }, this.shapes);
  }

  /** The events with these ids, in the order of the log; unknown ids are left out. */
  readById(ids: readonly string[]): Promise<StoredEvent[]> {
    return log.readById(this.db.kysely, ids, this.shapes);
  }

  /** Where the log ends now. */
  head(): Promise<LogHead> {
    return log.readHead(this.db.kysely);
  }

  /**
   * The last position recorded at or before an instant (RFC 3339); 0 where there is none.
   *
   * @throws DomainError `INSTANT_INVALID`
   */
  positionAt(instant: string): Promise<bigint> {
    return log.positionAt(this.db.kysely, instant);
  }

  /** Computes every hash again and finds the first event that was altered, removed or moved; in bounded memory. */
  verify(options?: VerifyOptions): Promise<VerifyReport> {
    return verifyLog(this.db.kysely, options);
  }

  /**
   * Fills this empty log with the events of another, in one transaction, checking every hash.
   *
   * @throws DomainError `LOG_NOT_EMPTY`, or `RESTORE_REFUSED` that names the event; then the log is empty as before.
   */
  restore(events: AsyncIterable<RestoredEvent>, options?: RestoreOptions): Promise<LogHead> {
    return restoreLog(this.db, events, options);
  }

  /** Ends every subscription, before the pool is closed. */
  beforeApplicationShutdown(): void {
    this.#closing.abort();
  }

  #send(prepared: PreparedAppend[], options: AppendOptions): Promise<AppendResult[]> {
    if (isTogether(options)) return callTogether(this.db.pool, prepared, options.dryRun ?? false);
    return this.#queue.add(prepared);
  }
}

function isTogether(options: AppendOptions): boolean {
  return options.allOrNothing === true || options.dryRun === true;
}
