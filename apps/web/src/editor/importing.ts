import type { ImportReport } from '../api/answers.js';
import { asking, type Answered } from './editing-api.js';

/** So many lines go in one request, so that there is progress to tell. */
const LINES = 250;

/** How an import is done. */
export interface ImportOptions {
  dryRun: boolean;
  atomic: boolean;
  /** Told after every part: how many of how many lines were decided. */
  onProgress: (done: number, all: number) => void;
}

/**
 * Sends records to be imported. Lines of JSON go in parts, one after the other, unless they must stand or fall together or
 * only be tried: a try of a part would not know of the parts before it. The lines of the report are those of the text.
 */
export async function importText(text: string, options: ImportOptions): Promise<Answered<ImportReport>> {
  const isCsv = !/^\s*[{[]/.test(text);
  const lines = linesOf(text);
  if (isCsv || options.atomic || options.dryRun || !isLineByLine(lines)) {
    options.onProgress(0, lines.length);
    const answer = await importPart(text, isCsv, options);
    options.onProgress(lines.length, lines.length);
    return answer;
  }
  return importInParts(lines, options);
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

async function importInParts(all: string[], options: ImportOptions): Promise<Answered<ImportReport>> {
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
    if (lines.every((line) => line.trim() === '')) continue;
    const answer = await importPart(lines.join('\n'), false, options);
    if (!answer.ok) return answer;
    const { problems, remarks, position, ...counts } = answer.body;
    for (const name of COUNTS) sum[name] += counts[name];
    sum.position = position;
    sum.problems.push(...problems.map((problem) => ({ ...problem, line: problem.line + at })));
    sum.remarks.push(...remarks.map((remark) => ({ ...remark, line: remark.line + at })));
  }
  options.onProgress(all.length, all.length);
  return { ok: true, body: sum };
}

const COUNTS = ['rows', 'recorded', 'repeated', 'refused', 'notRead'] as const;

function importPart(body: string, isCsv: boolean, { dryRun, atomic }: ImportOptions): Promise<Answered<ImportReport>> {
  const type = isCsv ? 'text/csv' : 'application/x-ndjson';
  return asking<ImportReport>(`/v1/import?dryRun=${dryRun}&atomic=${atomic}`, { method: 'POST', body, type });
}
