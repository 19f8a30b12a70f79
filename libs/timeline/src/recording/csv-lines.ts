import { FORBIDDEN_NAME, hasForbiddenName, type Json, type JsonObject } from '#libs/kernel';
import { RECORD_KINDS } from '../domain/record.js';
import { cellValue } from './csv-cells.js';
import { csvRows } from './csv-rows.js';
import type { ImportLine } from './import-report.js';

/**
 * Reads records from CSV: the first row names the fields, nested ones with dots (`body.endsOn`, `sources.0.source`). An
 * empty cell is left out; of a fact without a date `occurred` is null. `source` and `locator` name a single source, but
 * in a correction that names neither a fact nor a subject `source` is what it corrects. A file without a column `record`
 * is read where its columns fit one kind of record and no other. The column of a problem is the number of the field.
 */
export async function* csvLines(chunks: AsyncIterable<Uint8Array | string>): AsyncIterable<ImportLine> {
  let header: Header | undefined;
  for await (const row of csvRows(chunks)) {
    if ('unreadable' in row) yield row;
    else if (header) yield readRecord(row.line, row.fields, header);
    else {
      const read = readHeader(row.fields);
      if ('unreadable' in read) {
        yield { line: row.line, ...read };
        return;
      }
      header = read;
    }
  }
}

/** More columns than any kind of record has fields. */
const MOST_COLUMNS = 1_000;

interface Header {
  names: string[];
  /** The kind of every record, where the file has no column that says so. */
  record?: string;
}

const SHAPES: Readonly<Record<string, { needs: readonly string[]; not: readonly string[] }>> = {
  source: { needs: ['id', 'title', 'publisher'], not: ['subject', 'fact', 'reason'] },
  subject: { needs: ['id', 'type', 'name'], not: ['subject', 'fact', 'reason'] },
  fact: { needs: ['id', 'subject', 'type', 'title', 'occurred'], not: ['fact', 'reason'] },
  correction: { needs: ['id', 'reason', 'changes'], not: ['title'] },
  retraction: { needs: ['id', 'fact', 'reason'], not: ['changes', 'title'] },
};

function readHeader(fields: readonly string[]): Header | { column: number; unreadable: string } {
  const names = fields.map((field) => field.trim());
  if (names.length > MOST_COLUMNS)
    return { column: MOST_COLUMNS + 1, unreadable: `The first row names more than ${MOST_COLUMNS} columns.` };
  const double = names.findIndex((name, index) => name === '' || names.indexOf(name) < index);
  if (double >= 0) {
    const name = names[double];
    const unreadable = name === '' ? 'A column has no name.' : `Two columns have the name "${name}".`;
    return { column: double + 1, unreadable: `${unreadable} Name each column in the first row.` };
  }
  const unsafe = names.findIndex((name) => name.split('.').some((step) => step === '' || step === FORBIDDEN_NAME));
  if (unsafe >= 0) return { column: unsafe + 1, unreadable: `"${names[unsafe]}" is no name of a field.` };
  if (names.includes('record')) return { names };
  const tops = new Set(names.map((name) => name.split('.')[0] ?? ''));
  const fitting = Object.entries(SHAPES)
    .filter(([, { needs, not }]) => needs.every((name) => tops.has(name)) && !not.some((name) => tops.has(name)))
    .map(([kind]) => kind);
  const [record] = fitting;
  if (record !== undefined && fitting.length === 1) return { names, record };
  const hint = names.length === 1 && /[;\t]/.test(names[0] ?? '') ? ' Columns are separated by commas.' : '';
  return {
    column: 1,
    unreadable: `The first row has no column "record" (${RECORD_KINDS.join(', ')}), and its columns do not tell which kind of record follows.${hint}`,
  };
}

function readRecord(line: number, fields: readonly string[], header: Header): ImportLine {
  if (fields.length > header.names.length) {
    const unreadable = `The row has ${fields.length} fields, but the first row names ${header.names.length}.`;
    return { line, column: header.names.length + 1, unreadable };
  }
  const cells = header.names.map((name, index) => ({ name, cell: fields[index] ?? '', column: index + 1 }));
  const cellOf = (name: string): string => cells.find((cell) => cell.name === name)?.cell.trim() ?? '';
  const record = header.record ?? cellOf('record');
  const kind = { record, type: cellOf('type') || undefined };
  const columns = new Map<string, number>();
  const input: JsonObject = { record };
  const namesSource = record === 'correction' && cellOf('fact') === '' && cellOf('subject') === '';
  for (const { name, cell, column } of cells) {
    if (name === 'record') columns.set('/record', column);
    else if (cell.trim() === '') {
      if (name === 'occurred' && record === 'fact') place(input, ['occurred'], null, column, columns);
    } else {
      const path = pathOf(name, record, namesSource);
      const value = cellValue(path.join('.'), cell, kind);
      if (hasForbiddenName(value)) return { line, column, unreadable: `A field cannot be named ${FORBIDDEN_NAME}.` };
      place(input, path, value, column, columns);
    }
  }
  const bytes = fields.reduce((sum, field) => sum + field.length, 0);
  return { line, bytes, input: closeGaps(input), columnOf: (pointer) => columnOf(pointer, columns, header.names) };
}

function pathOf(name: string, record: string, namesSource: boolean): string[] {
  const short = (name === 'source' && !namesSource) || name === 'locator';
  if (short && !['source', 'subject'].includes(record)) return ['sources', '0', name];
  return name.split('.');
}

/** Puts a value into the record, making what it stands in on the way: a list where the next step is a number. */
function place(into: JsonObject, path: readonly string[], value: Json, column: number, columns: Map<string, number>) {
  let at: JsonObject | Json[] = into;
  let pointer = '';
  for (const [index, step] of path.entries()) {
    pointer += `/${step}`;
    const next = path[index + 1];
    const held: Json | undefined = Object.hasOwn(at, step) ? (at as JsonObject)[step] : undefined;
    if (next === undefined) (at as JsonObject)[step] = value;
    else if (held !== null && typeof held === 'object') at = held;
    else at = (at as JsonObject)[step] = /^\d{1,2}$/.test(next) ? [] : {};
    if (next === undefined || !columns.has(pointer)) columns.set(pointer, column);
  }
}

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
