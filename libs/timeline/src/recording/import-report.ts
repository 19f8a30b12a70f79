import type { DomainError, Problem } from '#libs/kernel';
import { ownRule } from '../domain/broken-rule.js';
import type { RecordRemark } from './remarks.js';
import type { Written } from '../domain/form-words.js';
import type { ValidRecord } from '../domain/validation.js';

/** How an import is done. */
export interface ImportOptions {
  /** All lines or none; without it each line is kept or dropped on its own. */
  atomic?: boolean;
  /** Decides everything and records nothing. */
  dryRun?: boolean;
  /** Says of a valid record whether it lies within the trial's clock; what does not is counted and left out. */
  admits?: (entry: ValidRecord) => boolean;
  /**
   * Called with the bytes of each record that an atomic import keeps in memory until its end. What it throws ends the
   * import, with nothing recorded.
   */
  hold?: (bytes: number) => void;
  /** Asked before each batch goes to the log: with false the import ends there, and its lines count as not read. */
  mayGoOn?: () => Promise<boolean>;
  /** Called now and then with the number of lines that are done. */
  onProgress?: (lines: number) => void;
}

/**
 * One line of an import: a record, or why there is none. `line` is from 1, `column` from 1 in characters; for CSV the
 * number of the field.
 */
export type ImportLine = ReadLine | UnreadableLine;

/** A line that was read. Whether it is a record that can stand is decided later. */
export interface ReadLine {
  line: number;
  /** How much of memory it takes, at the least. */
  bytes?: number;
  input: unknown;
  columnOf: (pointer: string) => number;
  /** What of it would be recorded as something else than was sent, such as a number of too many digits. */
  losses?: readonly Problem[];
  /** What of it can be recorded and was hardly meant, as its file shows. */
  remarks?: readonly RecordRemark[];
  /** In what it was written, so that a refusal can say how a value is written in it; JSON where it is left out. */
  written?: Written;
}

/** A line that could not be read. */
export interface UnreadableLine {
  line: number;
  column: number;
  unreadable: string;
  /** The rule that is broken, for programs that word it themselves. */
  rule?: string;
  /** How many rows of the file were not read because of it, this one included; without it the line alone is refused. */
  notRead?: number;
}

/** Rows of a file that were not read, and why. */
export function notRead(line: number, rows: number, rule: string, unreadable: string, column = 1): UnreadableLine {
  return { line, column, unreadable, rule, notRead: rows };
}

/** How many rows of the file a line stands for. */
export function rowsOf(line: ImportLine): number {
  return ('notRead' in line ? line.notRead : undefined) ?? 1;
}

/** One thing that is wrong with one line. */
export interface ImportProblem {
  /** From 1. */
  line: number;
  /** From 1, in characters; for CSV the number of the field. */
  column: number;
  /** JSON Pointer into the record; empty for the whole of it. */
  pointer: string;
  /** The stable type of the problem. */
  type: string;
  detail: string;
  /** Which rule is broken, and what its words carry: as in the problems of a record. */
  code?: string;
  params?: Problem['params'];
  /** How many rows it stands for, where that is not one. */
  count?: number;
}

/** What is right in a line and was hardly meant. */
export interface ImportRemark extends RecordRemark {
  line: number;
  column: number;
}

/**
 * What an import did. Every row is recorded, repeated, refused or not read (or left out), so that these add up to `rows`.
 */
export interface ImportReport {
  /** The rows of the input: lines that are not blank, without the first row of CSV. */
  rows: number;
  recorded: number;
  repeated: number;
  refused: number;
  /** Rows that could not be separated or read; with `atomic` also those that another row kept from being recorded. */
  notRead: number;
  /** Records that lie after a trial's clock (CLOCK_START) and stay out. */
  leftOut: number;
  /** The position of the log's last event that this import recorded or found; the head where it did neither. */
  position: bigint;
  problems: ImportProblem[];
  /** In the order of the lines; the first MOST_REMARKS of them. */
  remarks: ImportRemark[];
}

/** The stable type of a problem, as a URI reference, from the code of a domain error. */
export function problemType(code: string): string {
  return `/problems/${code.toLowerCase().replaceAll('_', '-')}`;
}

/** The problem of a line that could not be read. */
export function problemOfUnreadable(line: UnreadableLine): ImportProblem {
  const { rule, unreadable: detail, column } = line;
  const type = problemType('LINE_UNREADABLE');
  return { line: line.line, column, pointer: '', type, detail, ...(rule !== undefined && ownRule(rule)) };
}

/** The problems of a refused line. */
export function problemsOfLine(line: ImportLine, error: DomainError): ImportProblem[] {
  const problems: Problem[] = error.problems.length > 0 ? error.problems : [{ detail: error.message }];
  return problems.map(({ pointer = '', detail, code, params }) => ({
    line: line.line,
    column: 'columnOf' in line ? line.columnOf(pointer) : line.column,
    pointer,
    type: problemType(error.code),
    detail,
    ...(code !== undefined && { code, params }),
  }));
}

const EMPTY = ['file-empty', 'file-header-alone'];

/** The problem of rows that were not read. */
export function problemOfFile(line: UnreadableLine): ImportProblem {
  const { rule = '', notRead: count = 0, unreadable: detail, column } = line;
  const type = problemType(EMPTY.includes(rule) ? 'IMPORT_EMPTY' : 'FILE_UNREADABLE');
  return { line: line.line, column, pointer: '', type, detail, ...ownRule(rule), count };
}
