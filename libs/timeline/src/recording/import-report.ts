import type { DomainError, Problem } from '#libs/kernel';
import type { ValidRecord } from '../domain/validation.js';

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

/** One line of an import: what was read, or why it could not be read. `bytes`: how much of memory it takes, at the least. */
export type ImportLine = { line: number; bytes?: number } & (
  { input: unknown; columnOf: (pointer: string) => number } | { unreadable: string; column: number }
);

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
}

/** What an import did. */
export interface ImportReport {
  recorded: number;
  repeated: number;
  refused: number;
  /** Records that lie after a trial's clock (CLOCK_START) and stay out. */
  leftOut: number;
  /** The position of the log's last event that this import recorded or found; the head where it did neither. */
  position: bigint;
  problems: ImportProblem[];
}

/** The stable type of a problem, as a URI reference, from the code of a domain error. */
export function problemType(code: string): string {
  return `/problems/${code.toLowerCase().replaceAll('_', '-')}`;
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
