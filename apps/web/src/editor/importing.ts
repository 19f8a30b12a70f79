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
  const isCsv = !/^\s*\{/.test(text);
  const all = linesOf(text).length;
  if (isCsv || options.atomic || options.dryRun) {
    options.onProgress(0, all);
    const answer = await importPart(text, isCsv, options);
    options.onProgress(all, all);
    return answer;
  }
  return importInParts(linesOf(text), options);
}

/** The lines of a text, as an import counts them. */
export function linesOf(text: string): string[] {
  return text.replace(/\r?\n$/, '').split(/\r?\n/);
}

async function importInParts(lines: string[], options: ImportOptions): Promise<Answered<ImportReport>> {
  const sum: ImportReport = { recorded: 0, repeated: 0, refused: 0, position: '0', problems: [] };
  for (let at = 0; at < lines.length; at += LINES) {
    options.onProgress(at, lines.length);
    const answer = await importPart(lines.slice(at, at + LINES).join('\n'), false, options);
    if (!answer.ok) return answer;
    const { recorded, repeated, refused, position, problems } = answer.body;
    sum.recorded += recorded;
    sum.repeated += repeated;
    sum.refused += refused;
    sum.position = position;
    sum.problems.push(...problems.map((problem) => ({ ...problem, line: problem.line + at })));
  }
  options.onProgress(lines.length, lines.length);
  return { ok: true, body: sum };
}

function importPart(body: string, isCsv: boolean, { dryRun, atomic }: ImportOptions): Promise<Answered<ImportReport>> {
  const type = isCsv ? 'text/csv' : 'application/x-ndjson';
  return asking<ImportReport>(`/v1/import?dryRun=${dryRun}&atomic=${atomic}`, { method: 'POST', body, type });
}
