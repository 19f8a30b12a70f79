import type { ImportReport } from '../api/answers.js';
import type { ApiProblem } from '../page.js';
import { asking, type Answered } from './editing-api.js';
import { shownText, type Content } from './file-content.js';

/** So many lines go in one request, so that there is progress to tell. */
const LINES = 250;

/** How an import is done. */
export interface ImportOptions {
  dryRun: boolean;
  atomic: boolean;
  /** Told after every part: how many of how many lines were decided. */
  onProgress: (done: number, all: number) => void;
}

/** What an import came to. One in parts that stopped has both: a report that counts the rest as not read, and why. */
export interface Imported {
  report: ImportReport | null;
  problem: ApiProblem['problem'] | null;
  /** The line from which on nothing was answered, of an import that stopped. */
  stoppedAt?: number;
}

/**
 * Sends records to be imported. Lines of JSON go in parts, one after the other, unless they must stand or fall together or
 * only be tried: a try of a part would not know of the parts before it. The lines of the report are those of the content.
 */
export async function importContent(content: Content, options: ImportOptions): Promise<Imported> {
  const text = shownText(content);
  const lines = linesOf(text);
  if (typeof content === 'string' && !isCsv(text) && !options.atomic && !options.dryRun && isLineByLine(lines))
    return importInParts(lines, options);
  options.onProgress(0, lines.length);
  const answer = await importPart(content, isCsv(text), options);
  options.onProgress(lines.length, lines.length);
  return answer.ok ? { report: answer.body, problem: null } : { report: null, problem: answer.problem };
}

/** Whether a text is sent as CSV: it does not begin as JSON. */
export function isCsv(text: string): boolean {
  return !/^\s*[{[]/.test(text);
}

/** The lines of a text, as an import counts them. */
export function linesOf(text: string): string[] {
  return text.replace(/(\r\n|\r|\n)$/, '').split(/\r\n|\r|\n/);
}

/** Whether each line is a record by itself; of a text in another form the API says what it is, if it sees the whole. */
function isLineByLine(lines: readonly string[]): boolean {
  try {
    JSON.parse(lines.find((line) => line.trim() !== '') ?? '');
    return true;
  } catch {
    return false;
  }
}

async function importInParts(all: string[], options: ImportOptions): Promise<Imported> {
  const sum: ImportReport = {
    rows: 0,
    recorded: 0,
    repeated: 0,
    refused: 0,
    notRead: 0,
    position: '0',
    problems: [],
    remarks: [],
  };
  for (let at = 0; at < all.length; at += LINES) {
    options.onProgress(at, all.length);
    const lines = all.slice(at, at + LINES);
    // Blank lines alone would be answered as an empty file.
    if (filled(lines) === 0) continue;
    const answer = await importPart(lines.join('\n'), false, options);
    if (!answer.ok) {
      const rest = filled(all.slice(at));
      const report = { ...sum, rows: sum.rows + rest, notRead: sum.notRead + rest };
      return { report, problem: answer.problem, stoppedAt: at + 1 };
    }
    const { problems, remarks, position, ...counts } = answer.body;
    for (const name of COUNTS) sum[name] += counts[name];
    sum.position = position;
    sum.problems.push(...problems.map((problem) => ({ ...problem, line: problem.line + at })));
    sum.remarks.push(...remarks.map((remark) => ({ ...remark, line: remark.line + at })));
  }
  options.onProgress(all.length, all.length);
  return { report: sum, problem: null };
}

/** How many of some lines are not blank, which are the rows of a file. */
function filled(lines: readonly string[]): number {
  return lines.filter((line) => line.trim() !== '').length;
}

const COUNTS = ['rows', 'recorded', 'repeated', 'refused', 'notRead'] as const;

function importPart(body: Content, asCsv: boolean, { dryRun, atomic }: ImportOptions): Promise<Answered<ImportReport>> {
  const type = asCsv ? 'text/csv' : 'application/x-ndjson';
  return asking<ImportReport>(`/v1/import?dryRun=${dryRun}&atomic=${atomic}`, { method: 'POST', body, type });
}
