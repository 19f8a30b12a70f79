import type { ImportReport } from '#libs/timeline';
import type { MutatedFile } from './files.js';
import { meaningsOf, readRows } from './sent-csv.js';
import { isSame, readSent, type Sent } from './sent-json.js';

/** What is on record: the data of the event with an id, such as `fact:a`, and the ids that the import has added. */
export interface OnRecord {
  events: ReadonlyMap<string, Record<string, unknown>>;
  added: readonly string[];
}

/** What is wrong with an import, in words; empty where nothing is. */
export type Wrongs = string[];

/** The counts of a report must add up to its rows, whatever the file is. */
export function wrongCounts({ rows, recorded, repeated, refused, notRead, problems }: ImportReport): Wrongs {
  const sum = recorded + repeated + refused + notRead;
  const named = problems.reduce((total, { count = 1 }) => total + count, 0);
  return [
    ...(sum === rows ? [] : [`${recorded} + ${repeated} + ${refused} + ${notRead} are not ${rows} rows`]),
    ...(refused + notRead > 0 && problems.length === 0 ? ['rows are missing and no problem names them'] : []),
    ...(rows === 0 && problems.length === 0 ? ['nothing was there, and no problem says so'] : []),
    ...(named >= refused ? [] : [`the problems name ${named} rows, and ${refused} were refused`]),
  ];
}

/** Each row that has no problem must be on record as it was sent, and the rows must be those of the file. */
export function wrongRecords(file: MutatedFile, report: ImportReport, onRecord: OnRecord): Wrongs {
  const { added } = onRecord;
  const count = added.length === report.recorded ? [] : [`${added.length} added, ${report.recorded} recorded`];
  if (report.problems.some(({ params }) => isWhole(String(params?.['rule']))))
    return [...count, ...wholeFile(report, file)];
  return [
    ...count,
    ...(file.format === 'ndjson' ? wrongLines(file, report, onRecord) : wrongRows(file, report, onRecord)),
  ];
}

const isWhole = (rule: string): boolean => rule.startsWith('file-');

/** So many records may stand alone on a line of an NDJSON file that was not read, by why it was not read. */
const RECORDS_ALONE: Readonly<Record<string, number>> = { 'file-spread': 0, 'file-csv': 0, 'file-json-array': 1 };
/** So many lines of a file are looked at for such a record. */
const LOOKED_AT = 100;

/**
 * Of a file that was not read nothing may be on record by it, no line of it may be a record beside a comma, and its first
 * lines may not be records by themselves.
 */
function wholeFile({ rows, notRead, problems }: ImportReport, { bytes }: MutatedFile): Wrongs {
  const [problem] = problems;
  const isSpread = problem?.params?.['rule'] === 'file-spread';
  const isEmpty = problem?.type === '/problems/import-empty';
  const isFilled = bytes.toString('latin1').trim().length > 0;
  const filled = linesOf(bytes).filter((text) => text === null || text.trim() !== '');
  const alone = filled.slice(0, LOOKED_AT).filter(isRecord).length;
  return [
    ...(problems.length === 1 && notRead === rows ? [] : ['a file that was not read has other problems or rows']),
    ...(isEmpty && rows > 0 ? ['an empty file has rows'] : []),
    ...(!isFilled && rows > 0 ? ['a blank file has rows'] : []),
    ...(isSpread && isBesideComma(linesOf(bytes)[problem.line - 1] ?? '')
      ? ['a line that is a record beside a comma is taken for a part of one']
      : []),
    ...(alone > (RECORDS_ALONE[String(problem?.params?.['rule'])] ?? Infinity)
      ? [`${alone} lines are records by themselves and were not read`]
      : []),
  ];
}

function isRecord(text: string | null): boolean {
  try {
    const sent = readSent(text ?? '');
    return sent instanceof Map && sent.has('record');
  } catch {
    return false;
  }
}

function isBesideComma(text: string): boolean {
  try {
    return readSent(text.replaceAll(/^\s*,|,\s*$/g, '')) instanceof Map;
  } catch {
    return false;
  }
}

function wrongLines(file: MutatedFile, report: ImportReport, onRecord: OnRecord): Wrongs {
  const lines = linesOf(file.bytes).map((text, index) => ({ line: index + 1, text }));
  const filled = lines.filter(({ text }) => text === null || text.trim() !== '');
  const wrongs = filled.length === report.rows ? [] : [`${filled.length} lines are ${report.rows} rows`];
  return [...wrongs, ...missing(filled, report, ({ text }) => isOnRecord(text, onRecord))];
}

/** Null where a line is no UTF-8. A mark of byte order counts at the begin of the file only. */
function linesOf(bytes: Buffer): (string | null)[] {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const latin = bytes.toString('latin1');
  return latin.split(/\r\n|\r|\n/).map((line, index) => {
    try {
      const text = decoder.decode(Buffer.from(line, 'latin1'));
      return index === 0 && text.startsWith('\uFEFF') ? text.slice(1) : text;
    } catch {
      return null;
    }
  });
}

function isOnRecord(text: string | null, { events }: OnRecord): boolean {
  if (text === null) return false;
  let sent: Sent;
  try {
    sent = readSent(text);
  } catch {
    return false;
  }
  if (!(sent instanceof Map)) return false;
  const data = events.get(`${String(sent.get('record'))}:${String(sent.get('id'))}`);
  if (data === undefined) return false;
  const { changes, ...others } = data;
  const changed = sent.get('changes');
  sent.delete('record');
  sent.delete('meta');
  sent.delete('changes');
  if (!isSame(others, sent)) return false;
  if (!(changed instanceof Map)) return changes === undefined;
  // An empty value in the changes clears a field, and is on record as null.
  return isSame(
    Object.fromEntries(Object.entries(changes as object).filter(([, value]) => value !== null)),
    new Map([...changed].filter(([, value]) => value !== null)),
  );
}

function wrongRows(file: MutatedFile, report: ImportReport, onRecord: OnRecord): Wrongs {
  const text = linesOf(file.bytes).includes(null) ? null : file.bytes.toString().replace(/^\uFEFF/, '');
  const rows = text === null ? null : readRows(text);
  // What is no CSV by its grammar has no rows to compare, but what was recorded of it must stand in it.
  if (rows === null) return notInFile(file, onRecord);
  const [header, ...records] = rows;
  const names = header?.cells.map((name) => name.trim()) ?? [];
  const wrongs = records.length === report.rows ? [] : [`${records.length} rows are ${report.rows} rows`];
  return [...wrongs, ...missing(records, report, ({ cells }) => isRowOnRecord(names, cells, onRecord))];
}

/** The texts of what was recorded that do not stand in the file, as a cell holds them or as JSON in a cell does. */
function notInFile({ bytes }: MutatedFile, { events, added }: OnRecord): Wrongs {
  const text = bytes.toString();
  const plain = text.replaceAll('""', '"');
  const isThere = (value: unknown): boolean => {
    if (typeof value !== 'object' || value === null)
      return typeof value !== 'string' || [text, plain].some((all) => all.includes(value));
    return Object.values(value).every(isThere);
  };
  return added.filter((id) => !isThere(events.get(id))).map((id) => `${id} does not stand in the file`);
}

function isRowOnRecord(names: readonly string[], cells: readonly string[], { events }: OnRecord): boolean {
  const cellOf = (name: string): string => (cells[names.indexOf(name)] ?? '').trim();
  const data = events.get(`${cellOf('record')}:${cells[names.indexOf('id')] ?? ''}`);
  if (data === undefined || cells.length > names.length) return false;
  return names.every((name, index) => {
    const cell = cells[index] ?? '';
    if (name === 'record' || name.startsWith('meta.')) return true;
    const recorded = name
      .split('.')
      .reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], data);
    if (cell.trim() === '') return recorded === undefined;
    try {
      // As a field, so that a list without items, such as `;`, is what was left out.
      return meaningsOf(name, cell).some((meaning) =>
        isSame(recorded === undefined ? {} : { cell: recorded }, new Map([['cell', meaning]])),
      );
    } catch {
      return false;
    }
  });
}

/**
 * The rows without a problem that are not on record, but for those that a folded problem stands for (the same row may come
 * again later and be recorded then).
 */
function missing<Row extends { line: number }>(
  rows: readonly Row[],
  { problems, recorded, repeated }: ImportReport,
  isKept: (row: Row) => boolean,
): Wrongs {
  const named = new Set(problems.map(({ line }) => line));
  const folded = problems.reduce(
    (sum, { params, count = 1 }) => sum + (params?.['rule'] === 'follows' ? count - 1 : 0),
    0,
  );
  const unnamed = rows.filter(({ line }) => !named.has(line));
  const lost = unnamed.filter((row) => !isKept(row));
  return [
    ...(lost.length <= folded
      ? []
      : [`lines ${lost.map(({ line }) => line).join(', ')} have no problem and are not on record as sent`]),
    ...(unnamed.length - folded === recorded + repeated
      ? []
      : [`${unnamed.length - folded} rows without a problem, ${recorded + repeated} kept`]),
  ];
}
