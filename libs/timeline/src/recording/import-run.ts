import type { AppendResult, EventStore } from '#libs/event-store';
import { DomainError } from '#libs/kernel';
import { invalidRecord, recordKindOf, validateRecord, type ValidRecord } from '../domain/validation.js';
import type { Decision, DecisionSession } from './decision-session.js';
import { Followers } from './followers.js';
import {
  notRead,
  problemOfFile,
  problemOfUnreadable,
  problemsOfLine,
  rowsOf,
  type ImportLine,
  type ImportProblem,
  type ImportRemark,
  type ImportReport,
  type ImportOptions,
} from './import-report.js';
import { TimeSlice } from '../time-slice.js';

/** So many remarks are listed. */
const MOST_REMARKS = 1_000;
/** So many problems are listed; further ones are counted only. */
const MOST_PROBLEMS = 10_000;
/** And so many characters of them, as JSON. */
const MOST_CHARACTERS = 1_048_576;

/** Where so many rows were refused and no other was found, what follows is not read. */
const MOST_REFUSED = 100_000;

interface Valid {
  line: ImportLine;
  entry: ValidRecord;
}

type Decided = Valid & Decision;

type Refused = Valid & { error: DomainError };

/** What was decided on the records of a batch, each on top of those before it. */
interface Batch {
  decided: readonly Decided[];
  refused: readonly Refused[];
}

/** A batch on its way to the log. */
type Sent = Batch & { lines: number; results: Promise<AppendResult[]> };

/** The counts and the problems of one import as it goes on. */
export class ImportRun {
  #lines = 0;
  #rows = 0;
  #recorded = 0;
  #repeated = 0;
  #refused = 0;
  #notRead = 0;
  #leftOut = 0;
  #hasValid = false;
  /** The first row that was not read because all before it were refused, and how many there are. */
  #unread: { line: number; rows: number } | undefined;
  #position = 0n;
  readonly #problems: ImportProblem[] = [];
  #characters = 0;
  /** By line, as a line may be decided on more than once. */
  readonly #remarks = new Map<number, ImportRemark[]>();
  readonly #followers = new Followers();
  readonly #underway: Sent[] = [];
  /** Of an atomic import: the records so far that can stand by themselves. */
  #held: Valid[] = [];
  readonly #slice = new TimeSlice();

  constructor(
    private readonly store: EventStore,
    private readonly session: DecisionSession,
    private readonly options: ImportOptions,
  ) {}

  /** Records a batch, or at least decides on it: what is sent to the log is on its way while the next batch is read. */
  async take(lines: readonly ImportLine[]): Promise<void> {
    const valid: Valid[] = [];
    for (const line of lines) {
      const pause = this.#slice.pause();
      if (pause !== undefined) await pause;
      valid.push(...this.#validate(line));
    }
    if (this.options.atomic) {
      for (const { line } of valid) this.options.hold?.(('bytes' in line && line.bytes) || 0);
      this.#held.push(...valid);
      this.#done(lines.length);
    } else if (this.options.dryRun) {
      const { decided, refused } = await this.#decide(valid);
      this.#countDry(decided);
      this.#refuseAll(refused);
      this.#done(lines.length);
    } else {
      await this.#settle(1);
      this.#send(await this.#decide(valid), lines.length);
    }
  }

  /** Records what an atomic import holds, at the end of its lines. */
  async finish(): Promise<void> {
    if (this.options.atomic) await this.#recordTogether(this.#held);
  }

  /** Counts lines, and what an atomic import holds, as not read. */
  leave(lines: readonly ImportLine[]): void {
    for (const line of lines) {
      this.#rows += rowsOf(line);
      this.#notRead += rowsOf(line);
    }
    this.#notRead += this.#held.length;
    this.#held = [];
  }

  /** Waits until nothing is on its way any more, whatever became of it. */
  async arrived(): Promise<void> {
    await Promise.allSettled(this.#underway.map(({ results }) => results));
  }

  /** What became of all lines. */
  async report(): Promise<ImportReport> {
    await this.#settle(0);
    const position = this.#position > 0n ? this.#position : (await this.store.head()).position;
    const unread = this.#unread && notRead(this.#unread.line, this.#unread.rows, 'all-refused', ALL_REFUSED);
    const problems = [
      ...this.#problems,
      ...this.#followers.problems(),
      ...(unread === undefined ? [] : [problemOfFile(unread)]),
    ].toSorted((a, b) => a.line - b.line);
    return {
      rows: this.#rows,
      recorded: this.#recorded,
      repeated: this.#repeated,
      refused: this.#refused,
      notRead: this.#notRead,
      leftOut: this.#leftOut,
      position,
      problems,
      remarks: [...this.#remarks.values()]
        .flat()
        .toSorted((a, b) => a.line - b.line)
        .slice(0, MOST_REMARKS),
    };
  }

  #validate(line: ImportLine): Valid[] {
    if ('unreadable' in line && line.notRead !== undefined) {
      this.#rows += line.notRead;
      this.#notRead += line.notRead;
      this.#list([problemOfFile(line)]);
      return [];
    }
    this.#rows += 1;
    if (this.#refused >= MOST_REFUSED && !this.#hasValid) {
      this.#notRead += 1;
      this.#unread ??= { line: line.line, rows: 0 };
      this.#unread.rows += 1;
      return [];
    }
    if ('unreadable' in line) {
      this.#refused += 1;
      if (!this.#isFull) this.#list([problemOfUnreadable(line)]);
      return [];
    }
    try {
      if (line.losses !== undefined) throw invalidRecord(line.losses);
      const entry = validateRecord(recordKindOf(line.input), line.input, line.written);
      this.#hasValid = true;
      if (this.options.admits?.(entry) ?? true) return [{ line, entry }];
      this.#leftOut += 1;
      return [];
    } catch (error) {
      this.#refuse(line, domainError(error));
      return [];
    }
  }

  /** Sends a batch to the log; the next one is read and decided while it is on its way. */
  #send(batch: Batch, lines: number): void {
    const results = this.store.append(batch.decided.map(({ append }) => append));
    results.catch(() => {}); // thrown where the batch is settled
    this.#underway.push({ ...batch, lines, results });
  }

  /** Takes in how the batches ended, until no more than `most` are on their way. */
  async #settle(most: number): Promise<void> {
    while (this.#underway.length > most) {
      const sent = this.#underway[0]!;
      const overtaken = this.#overtaken(sent, await sent.results);
      this.#underway.shift();
      if (overtaken.length > 0) await this.#decideAgain([...overtaken, ...sent.refused]);
      else this.#refuseAll(sent.refused);
      this.#done(sent.lines);
    }
  }

  /** What another writer overtook is decided again, and with it what was decided, or refused, on top of it. */
  async #decideAgain(overtaken: readonly Valid[]): Promise<void> {
    let open = [...overtaken];
    for (const sent of this.#underway) open.push(...this.#overtaken(sent, await sent.results), ...sent.refused);
    for (const { lines } of this.#underway.splice(0)) this.#done(lines);
    while (open.length > 0) {
      this.session.forget();
      const batch = await this.#decide(open.toSorted((a, b) => a.line.line - b.line.line));
      open = this.#overtaken(batch, await this.store.append(batch.decided.map(({ append }) => append)));
      if (open.length > 0) open.push(...batch.refused);
      else this.#refuseAll(batch.refused);
    }
  }

  /** Counts what is done, and answers what is not, as another writer came first. */
  #overtaken({ decided }: Batch, results: readonly AppendResult[]): Valid[] {
    return decided.filter(({ append }, index) => {
      const result = results[index];
      if (result) this.session.settle(append, result);
      return !this.#count(result);
    });
  }

  /** All in one transaction or none; where another writer came between, everything is decided anew. */
  async #recordTogether(entries: readonly Valid[]): Promise<void> {
    for (;;) {
      const repeatedBefore = this.#repeated;
      const { decided, refused } = await this.#decide(entries);
      this.#refuseAll(refused);
      if (this.#refused + this.#notRead > 0) {
        this.#repeated = 0;
        this.#notRead = this.#rows - this.#refused - this.#leftOut;
        return;
      }
      if (this.options.dryRun) {
        this.#countDry(decided);
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

  async #decide(entries: readonly Valid[]): Promise<Batch> {
    await this.session.prepare(entries.map(({ entry }) => entry));
    const decided: Decided[] = [];
    const refused: Refused[] = [];
    for (const { line, entry } of entries) {
      const pause = this.#slice.pause();
      if (pause !== undefined) await pause;
      try {
        const recorded = this.session.recorded(entry);
        if (recorded === undefined) {
          decided.push({ line, entry, ...this.session.decide(entry) });
          this.#remark(line, entry);
        } else {
          await this.session.checkRepeat(entry, recorded);
          this.#repeat(recorded.position);
        }
      } catch (error) {
        refused.push({ line, entry, error: domainError(error) });
      }
    }
    return { decided, refused };
  }

  #done(lines: number): void {
    this.#lines += lines;
    this.options.onProgress?.(this.#lines);
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

  #refuseAll(refused: readonly Refused[]): void {
    for (const { line, error } of refused) this.#refuse(line, error);
  }

  #refuse(line: ImportLine, error: DomainError): void {
    this.#refused += 1;
    if (!this.#followers.take(line, error)) this.#list(problemsOfLine(line, error));
  }

  #remark(line: ImportLine, entry: ValidRecord): void {
    if (this.#remarks.size >= MOST_REMARKS) return;
    if (!('columnOf' in line)) return;
    const remarks = [...(line.remarks ?? []), ...this.session.remarksOn(entry)];
    if (remarks.length === 0) return;
    this.#remarks.set(
      line.line,
      remarks.map((remark) => ({ line: line.line, column: line.columnOf(remark.pointer), ...remark })),
    );
  }

  get #isFull(): boolean {
    return this.#problems.length >= MOST_PROBLEMS || this.#characters >= MOST_CHARACTERS;
  }

  #list(problems: readonly ImportProblem[]): void {
    if (this.#isFull) return;
    this.#problems.push(...problems);
    this.#characters += JSON.stringify(problems).length;
  }
}

const ALL_REFUSED = `The first ${MOST_REFUSED.toLocaleString('en-US')} rows were all refused; the rows from here on were not read.`;

/** Throws what is no refusal. */
function domainError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  throw error;
}
