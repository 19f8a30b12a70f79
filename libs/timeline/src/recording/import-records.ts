import { Inject, Injectable } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, type Recorder } from '#libs/event-store';
import { CLOCK, type Clock } from '#libs/kernel';
import { DecisionSession } from './decision-session.js';
import type { ImportLine, ImportOptions, ImportReport } from './import-report.js';
import { ImportRun } from './import-run.js';

/** Records many lines in their order. Never throws for a bad line: the report names it. */
export class ImportRecords extends Command<ImportReport> {
  constructor(
    readonly lines: AsyncIterable<ImportLine> | Iterable<ImportLine>,
    readonly recorder: Recorder,
    readonly options: ImportOptions = {},
  ) {
    super();
  }
}

/** So many lines are decided at once, and go to the log together; fewer where they are long. */
const BATCH = 1_000;
const BATCH_BYTES = 4_194_304;
/** Handles ImportRecords: the same decisions and the same appends as for one record, many at a time. */
@CommandHandler(ImportRecords)
@Injectable()
export class ImportRecordsHandler implements ICommandHandler<ImportRecords> {
  constructor(
    private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ lines, recorder, options }: ImportRecords): Promise<ImportReport> {
    const session = new DecisionSession(this.store, this.clock, recorder);
    const run = new ImportRun(this.store, session, options);
    try {
      let batch: ImportLine[] = [];
      let bytes = 0;
      for await (const line of lines) {
        batch.push(line);
        bytes += ('bytes' in line && line.bytes) || 0;
        if (batch.length < BATCH && bytes < BATCH_BYTES) continue;
        if (!(await this.#take(batch, run, options))) return await run.report();
        batch = [];
        bytes = 0;
      }
      if (await this.#take(batch, run, options)) await run.finish();
      return await run.report();
    } finally {
      await run.arrived();
    }
  }

  /** Sends a batch to the log; false, with its lines counted as not read, where the import may not go on. */
  async #take(batch: readonly ImportLine[], run: ImportRun, { mayGoOn }: ImportOptions): Promise<boolean> {
    const goesOn = mayGoOn === undefined || (await mayGoOn());
    if (goesOn) await run.take(batch);
    else run.leave(batch);
    return goesOn;
  }
}
