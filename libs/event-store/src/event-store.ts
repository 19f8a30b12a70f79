import { Injectable, Optional } from '@nestjs/common';
import { Database } from '#libs/database';
import { callAppend, callTogether, prepareAppend, type PreparedAppend } from './append-call.js';
import { AppendQueue } from './append-queue.js';
import type { Append, AppendOptions, AppendResult } from './append.js';
import { checkAppends } from './check-appends.js';
import type { LogHead, StoredEvent } from './event.js';
import { logError } from './log-errors.js';
import { adoptRecordedShapes } from './recorded-shapes.js';
import * as log from './read.js';
import { restoreLog, type RestoredEvent, type RestoreOptions } from './restore.js';
import { EventShapes } from './upcasters.js';
import { verifyLog, type VerifyOptions, type VerifyReport } from './verify.js';

/** The log: append, read, verify, restore. Safe to use from any number of processes at once. */
@Injectable()
export class EventStore {
  readonly #queue: AppendQueue;

  constructor(
    private readonly db: Database,
    @Optional() readonly shapes: EventShapes = new EventShapes(),
  ) {
    this.#queue = new AppendQueue((appends) => callAppend(this.db.pool, appends, 'each'));
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
    const prepared = appends.map((append) => prepareAppend(append, this.shapes));
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

  /** A part of the whole log, in order. */
  readAll(options: log.ReadAllOptions): Promise<StoredEvent[]> {
    return log.readAll(this.db.kysely, options, this.shapes);
  }

  /** The log in order, in bounded memory. */
  readFeed(options?: log.ReadFeedOptions): AsyncIterable<StoredEvent> {
    return log.readFeed(this.db.kysely, options, this.shapes);
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

  #send(prepared: PreparedAppend[], options: AppendOptions): Promise<AppendResult[]> {
    if (isTogether(options)) return callTogether(this.db.pool, prepared, options.dryRun ?? false);
    return this.#queue.add(prepared);
  }
}

function isTogether(options: AppendOptions): boolean {
  return options.allOrNothing === true || options.dryRun === true;
}
