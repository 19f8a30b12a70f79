import { Inject, Injectable } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, type Append, type AppendResult } from '#libs/event-store';
import { CLOCK, DomainError, type Clock } from '#libs/kernel';
import { recordKindOf, validateRecord, type ValidRecord } from '../domain/validation.js';
import { DecisionSession } from './decision-session.js';
import { problemsOfLine, type ImportLine, type ImportProblem, type ImportReport } from './import-report.js';

/** How an import is done. */
export interface ImportOptions {
  /** All lines or none; without it each line is kept or dropped on its own. */
  atomic?: boolean;
  /** Decides everything and records nothing. */
  dryRun?: boolean;
  /** Says of a valid record whether it lies within the trial's clock; what does not is counted and left out. */
  admits?: (entry: ValidRecord) => boolean;
  /** Called now and then with the number of lines that are done. */
  onProgress?: (lines: number) => void;
}

/** Records many lines in their order. Never throws for a bad line: the report names it. */
export class ImportRecords extends Command<ImportReport> {
  constructor(
    readonly lines: AsyncIterable<ImportLine> | Iterable<ImportLine>,
    readonly options: ImportOptions = {},
  ) {
    super();
  }
}

/** So many lines go to the log in one call. */
const BATCH = 500;
/** So many problems are told; further ones are counted only. */
const MOST_PROBLEMS = 10_000;

interface Valid {
  line: ImportLine;
  entry: ValidRecord;
}

type Decided = Valid & { append: Append; again: boolean };

/** Handles ImportRecords: the same decisions and the same appends as for one record, many at a time. */
@CommandHandler(ImportRecords)
@Injectable()
export class ImportRecordsHandler implements ICommandHandler<ImportRecords> {
  constructor(
    private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ lines, options }: ImportRecords): Promise<ImportReport> {
    const session = new DecisionSession(this.store, this.clock);
    const run = new ImportRun(this.store, session, options);
    let batch: ImportLine[] = [];
    for await (const line of lines) {
      batch.push(line);
      if (batch.length < BATCH || options.atomic) continue;
      await run.take(batch);
      batch = [];
    }
    await run.take(batch);
    return run.report();
  }
}

/** The counts and the problems of one import as it goes on. */
class ImportRun {
  #lines = 0;
  #recorded = 0;
  #repeated = 0;
  #refused = 0;
  #leftOut = 0;
  #position = 0n;
  readonly #problems: ImportProblem[] = [];

  constructor(
    private readonly store: EventStore,
    private readonly session: DecisionSession,
    private readonly options: ImportOptions,
  ) {}

  async take(lines: readonly ImportLine[]): Promise<void> {
    const valid = lines.flatMap((line) => this.#validate(line));
    if (this.options.atomic) await this.#recordTogether(valid);
    else await this.#recordEach(valid);
    this.#lines += lines.length;
    this.options.onProgress?.(this.#lines);
  }

  async report(): Promise<ImportReport> {
    const position = this.#position > 0n ? this.#position : (await this.store.head()).position;
    const problems = this.#problems.toSorted((a, b) => a.line - b.line);
    return {
      recorded: this.#recorded,
      repeated: this.#repeated,
      refused: this.#refused,
      leftOut: this.#leftOut,
      position,
      problems,
    };
  }

  #validate(line: ImportLine): Valid[] {
    try {
      if ('unreadable' in line) throw new DomainError('LINE_UNREADABLE', 'invalid', line.unreadable);
      const entry = validateRecord(recordKindOf(line.input), line.input);
      if (this.options.admits?.(entry) ?? true) return [{ line, entry }];
      this.#leftOut += 1;
      return [];
    } catch (error) {
      this.#refuse(line, error);
      return [];
    }
  }

  /** Each on its own; what another writer overtook is decided again. */
  async #recordEach(entries: readonly Valid[]): Promise<void> {
    let open = entries;
    while (open.length > 0) {
      const decided = await this.#decide(open);
      if (this.options.dryRun) {
        this.#countDry(decided);
        return;
      }
      const results = await this.store.append(decided.map(({ append }) => append));
      const again = decided.filter((_, index) => !this.#count(results[index]));
      if (again.length > 0) this.session.forget();
      open = again;
    }
  }

  /** All in one transaction or none; where another writer came between, everything is decided anew. */
  async #recordTogether(entries: readonly Valid[]): Promise<void> {
    for (;;) {
      const repeatedBefore = this.#repeated;
      const decided = await this.#decide(entries);
      if (this.#refused > 0 || this.options.dryRun) {
        if (this.#refused === 0) this.#countDry(decided);
        else this.#repeated = 0;
        return;
      }
      const results = await this.store.append(
        decided.map(({ append }) => append),
        { allOrNothing: true },
      );
      if (results.every((result) => result.outcome === 'appended' || result.outcome === 'repeated')) {
        for (const result of results) this.#count(result);
        return;
      }
      this.#repeated = repeatedBefore;
      this.session.forget();
    }
  }

  async #decide(entries: readonly Valid[]): Promise<Decided[]> {
    await this.session.prepare(entries.map(({ entry }) => entry));
    const decided: Decided[] = [];
    for (const { line, entry } of entries) {
      try {
        const decision = await this.session.decide(entry);
        if ('append' in decision) decided.push({ line, entry, ...decision });
        else this.#repeat(decision.repeated.position);
      } catch (error) {
        this.#refuse(line, error);
      }
    }
    return decided;
  }

  #countDry(decided: readonly Decided[]): void {
    const again = decided.filter((entry) => entry.again).length;
    this.#recorded += decided.length - again;
    this.#repeated += again;
  }

  /** Counts a result; false where the record has to be decided again. */
  #count(result: AppendResult | undefined): boolean {
    if (result?.outcome === 'appended') {
      this.#recorded += 1;
      this.#reach(result.position);
      return true;
    }
    if (result?.outcome !== 'repeated') return false;
    this.#repeat(result.position);
    return true;
  }

  #repeat(position: bigint): void {
    this.#repeated += 1;
    this.#reach(position);
  }

  #reach(position: bigint): void {
    if (position > this.#position) this.#position = position;
  }

  #refuse(line: ImportLine, error: unknown): void {
    if (!(error instanceof DomainError)) throw error;
    this.#refused += 1;
    if (this.#problems.length < MOST_PROBLEMS) this.#problems.push(...problemsOfLine(line, error));
  }
}
