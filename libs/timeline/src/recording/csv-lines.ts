import { cutPointer, FORBIDDEN_NAME, hasForbiddenName, type Json, type JsonObject, type Problem } from '#libs/kernel';
import { ownRule } from '../domain/broken-rule.js';
import { cellValue } from './csv-cells.js';
import { readHeader, type BadHeader, type Header } from './csv-header.js';
import { csvRows, type CsvRow } from './csv-rows.js';
import { recordsOf, type FileForm } from './file-form.js';
import { notRead, type ImportLine } from './import-report.js';
import type { RecordRemark } from './remarks.js';
import { rowsInQuotes } from './rows-in-quotes.js';

/**
 * Reads records from CSV: the first row names the fields, nested ones with dots (`body.endsOn`, `sources.0.source`). An
 * empty cell is left out; of a fact without a date `occurred` is null. `source` and `locator` name a single source, but
 * in a correction that names neither a fact nor a subject `source` is what it corrects. A file without a column `record`
 * is read where its columns fit one kind of record and no other. The column of a problem is the number of the field.
 */
export function csvLines(chunks: AsyncIterable<Uint8Array | string>): AsyncIterable<ImportLine> {
  return recordsOf(chunks, readRows, [JSON_LINES]);
}

const JSON_LINES: FileForm = {
  begins: /^(\xEF\xBB\xBF)?[{[]/,
  rule: 'file-ndjson',
  detail: 'The file begins as JSON does, and was read as CSV; import it as NDJSON.',
};

async function* readRows(chunks: AsyncIterable<Uint8Array | string>): AsyncIterable<ImportLine> {
  let header: Header | undefined;
  /** Of a first row that names no columns: what is wrong with it, and how many rows follow. */
  let unnamed: (Omit<BadHeader, 'rule'> & { rule?: string; line: number; rows: number }) | undefined;
  let isAlone = true;
  for await (const row of csvRows(chunks)) {
    if (unnamed !== undefined) unnamed.rows += rowsOf(row);
    else if (header === undefined) {
      const read = 'unreadable' in row ? row : readHeader(row.fields);
      // The first row is none of the rows, but what a wrong quote took in behind it is.
      if ('unreadable' in read) unnamed = { ...read, line: row.line, rows: rowsOf(row) - 1 };
      else header = read;
    } else {
      isAlone = false;
      if (!('unreadable' in row)) yield readRecord(row.line, row.fields, header);
      else if (rowsOf(row) === 1) yield row;
      else yield notRead(row.line, rowsOf(row), 'quotes', row.unreadable, row.column);
    }
  }
  if (unnamed !== undefined)
    yield notRead(unnamed.line, unnamed.rows, unnamed.rule ?? 'file-header', unnamed.unreadable, unnamed.column);
  else if (header !== undefined && isAlone)
    yield notRead(1, 0, 'file-header-alone', 'The file names its columns and has no row below them.');
}

/** How many rows of the file a row of CSV may be, which a wrong quote can make one of. */
function rowsOf(row: CsvRow): number {
  return ('lines' in row ? row.lines : undefined) ?? 1;
}

function readRecord(line: number, fields: readonly string[], header: Header): ImportLine {
  const within = fields.map((field) =>
    field.includes('\n') || field.includes('\r') ? rowsInQuotes(field, header.names) : 0,
  );
  const swallowed = within.reduce((sum, rows) => sum + rows, 0);
  if (fields.length > header.names.length) {
    const words = `The row has ${fields.length} fields, but the first row names ${header.names.length}`;
    // By its grammar it is one row, whatever the lines in its quotes look like, and it is counted as one.
    const unreadable = swallowed === 0 ? `${words}.` : `${words}; ${rowsWords(swallowed)} it; check its quotes.`;
    return { line, column: header.names.length + 1, unreadable };
  }
  const cells = header.names.map((name, index) => ({ name, cell: fields[index] ?? '', column: index + 1 }));
  const cellOf = (name: string): string => cells.find((cell) => cell.name === name)?.cell.trim() ?? '';
  const record = header.record ?? cellOf('record');
  const kind = { record, type: cellOf('type') || undefined };
  const columns = new Map<string, number>();
  const input: JsonObject = { record };
  const losses: Problem[] = [];
  const namesSource = record === 'correction' && cellOf('fact') === '' && cellOf('subject') === '';
  for (const { name, cell, column } of cells) {
    if (name === 'record') columns.set('/record', column);
    else if (cell.trim() === '') {
      if (name === 'occurred' && record === 'fact') place(input, ['occurred'], null, column, columns);
    } else {
      const path = pathOf(name, record, namesSource);
      const { value, losses: ofCell } = cellValue(path.join('.'), cell, kind);
      if (hasForbiddenName(value)) return { line, column, unreadable: `A field cannot be named ${FORBIDDEN_NAME}.` };
      const pointer = cutPointer(`/${path.join('/')}`);
      losses.push(...ofCell.map((loss) => ({ ...loss, pointer: cutPointer(`${pointer}${loss.pointer}`) })));
      const unplaced = place(input, path, value, column, columns);
      if (unplaced !== null) losses.push({ pointer, detail: UNPLACED[unplaced], ...ownRule(unplaced) });
    }
  }
  return {
    line,
    bytes: fields.reduce((sum, field) => sum + field.length, 0),
    input: closeGaps(input),
    columnOf: (pointer) => columnOf(pointer, columns, header.names),
    written: 'csv',
    ...(losses.length > 0 && { losses }),
    ...(swallowed > 0 && { remarks: remarksOn(within, header.names, columns) }),
  };
}

/** What a person should look at in a row of which a cell holds what looks like other rows. */
function remarksOn(
  within: readonly number[],
  names: readonly string[],
  columns: ReadonlyMap<string, number>,
): RecordRemark[] {
  return within.flatMap((rows, index) => {
    if (rows === 0) return [];
    const [pointer] = [...columns].find(([, column]) => column === index + 1) ?? [`/${names[index]}`];
    const detail = `${rowsWords(rows)} this field; where they are rows of the file, close its quote.`;
    return [{ pointer, code: 'rows-in-quotes', detail, params: { rows: String(rows) } }];
  });
}

function rowsWords(rows: number): string {
  return rows === 1
    ? 'a line that looks like a row of the file is part of'
    : `${rows} lines that look like rows of the file are part of`;
}

function pathOf(name: string, record: string, namesSource: boolean): string[] {
  const short = (name === 'source' && !namesSource) || name === 'locator';
  if (short && !['source', 'subject'].includes(record)) return ['sources', '0', name];
  return name.split('.');
}

/** Why a value cannot be put into a record: the rule that is broken. */
const UNPLACED = {
  'two-columns': 'is given by two columns; leave one of them empty',
  'list-place':
    'is no place of a list: columns give the places 0 to 99; write a longer list in one cell, such as ["a", "b"]',
} as const;

/**
 * Puts a value into the record, making what it stands in on the way: a list where the next step is a number. Null, or the
 * rule that is broken where another column has given the same field, or one that it would stand in has another form: one
 * of them would be lost.
 */
function place(
  into: JsonObject,
  path: readonly string[],
  value: Json,
  column: number,
  columns: Map<string, number>,
): keyof typeof UNPLACED | null {
  let at: JsonObject | Json[] = into;
  let pointer = '';
  for (const [index, step] of path.entries()) {
    if (Array.isArray(at) && !LIST_PLACE.test(step)) return /^[1-9]\d+$/.test(step) ? 'list-place' : 'two-columns';
    pointer += `/${step}`;
    const next = path[index + 1];
    const held: Json | undefined = Object.hasOwn(at, step) ? (at as JsonObject)[step] : undefined;
    if (next === undefined && held !== undefined) return 'two-columns';
    if (next === undefined) (at as JsonObject)[step] = value;
    else if (held === undefined) at = (at as JsonObject)[step] = LIST_PLACE.test(next) ? [] : {};
    else if (held !== null && typeof held === 'object') at = held;
    else return 'two-columns';
    if (next === undefined || !columns.has(pointer)) columns.set(pointer, column);
  }
  return null;
}

/** A place in a list, from 0. */
const LIST_PLACE = /^(0|[1-9]\d?)$/;

/** A list without the places that no cell filled. */
function closeGaps(value: JsonObject): JsonObject {
  const close = (entry: Json): Json => {
    if (Array.isArray(entry)) return entry.filter((item) => item !== undefined).map(close);
    return entry !== null && typeof entry === 'object' ? closeGaps(entry) : entry;
  };
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, close(entry)]));
}

function columnOf(pointer: string, columns: ReadonlyMap<string, number>, names: readonly string[]): number {
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const column = columns.get(at) ?? names.indexOf(at.slice(1).replaceAll('/', '.')) + 1;
    if (column > 0) return column;
  }
  return 1;
}
