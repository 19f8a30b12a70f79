import { isUtf8 } from 'node:buffer';
import { CsvError, parse } from 'csv-parse/sync';
import { linesOf, LONGEST_LINE } from './line-bytes.js';

/**
 * One row of a CSV file, or why it could not be read. `line` is the one on which it begins, `column` a field from 1, and
 * `lines` how many lines that are not blank a wrong quote makes one row of.
 */
export type CsvRow =
  | { line: number; fields: string[] }
  | { line: number; column: number; unreadable: string; rule?: string; lines?: number };

const BYTE_ORDER_MARK = Buffer.from('\uFEFF');
const COMMA = ','.charCodeAt(0);
const QUOTE = '"'.charCodeAt(0);
const SENTENCES: Record<string, string> = {
  CSV_INVALID_CLOSING_QUOTE: 'A closing quote must be followed by a comma or the end of the row.',
  INVALID_OPENING_QUOTE: 'A field that holds a quote must itself be quoted, and the quote doubled.',
};

/**
 * Reads CSV (RFC 4180) as it arrives, holding one row: commas, double quotes, lines that end with LF, CRLF or CR, a byte
 * order mark passed over. Blank rows are left out. A row that is no CSV or no UTF-8 says so and leaves the next ones as
 * they are.
 */
export async function* csvRows(chunks: AsyncIterable<Uint8Array | string>): AsyncIterable<CsvRow> {
  let line = 0;
  let begun = { line: 1, parts: [] as Buffer[], bytes: 0, lines: 0, inQuotes: false };
  for await (const { bytes, end } of linesOf(chunks)) {
    line += 1;
    const part = line === 1 && bytes.subarray(0, 3).equals(BYTE_ORDER_MARK) ? bytes.subarray(3) : bytes;
    begun.parts.push(part);
    begun.bytes += part.length + 1;
    if (part.toString('latin1').trim() !== '') begun.lines += 1;
    begun.inQuotes = endsInQuotes(part, begun.inQuotes);
    if (begun.inQuotes && begun.bytes <= LONGEST_LINE) {
      begun.parts.push(Buffer.from(end));
      continue;
    }
    const row = readRow(begun.line, line, Buffer.concat(begun.parts));
    if (row) yield 'unreadable' in row && row.lines !== undefined ? { ...row, lines: begun.lines } : row;
    begun = { line: line + 1, parts: [], bytes: 0, lines: 0, inQuotes: false };
  }
  if (begun.parts.length === 0) return;
  const unreadable = `A quote is opened and not closed; nothing was read from here to the end (line ${line}).`;
  yield { line: begun.line, column: 1, unreadable, lines: begun.lines };
}

/** Whether a field in quotes goes on behind this line. A quote opens a field only at its beginning. */
function endsInQuotes(line: Buffer, begun: boolean): boolean {
  let inQuotes = begun;
  let mayOpen = !begun;
  for (const byte of line) {
    if (byte !== QUOTE) mayOpen = byte === COMMA;
    else if (inQuotes || mayOpen) {
      inQuotes = !inQuotes;
      // Right behind a closing quote another one is the second half of a doubled quote.
      mayOpen = !inQuotes;
    }
  }
  return inQuotes;
}

function readRow(line: number, last: number, bytes: Buffer): CsvRow | null {
  const swallowed = last > line ? ` (lines ${line} to ${last})` : '';
  if (bytes.length > LONGEST_LINE) {
    const unreadable = `The row is longer than ${LONGEST_LINE} bytes${swallowed}; check its quotes.`;
    return { line, column: 1, unreadable, lines: 1 };
  }
  const text = bytes.toString('utf8');
  try {
    const fields = text.includes('"') ? quotedFields(text) : text.split(',');
    if (!isUtf8(bytes))
      return {
        line,
        column: brokenField(bytes),
        unreadable: 'The field is no valid UTF-8; save the file as UTF-8 (it may be in Windows-1252).',
        rule: 'line-no-utf-8',
      };
    return fields.every((field) => field.trim() === '') ? null : { line, fields };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { column } = error as unknown as { column?: number | string };
    const sentence = SENTENCES[error.code] ?? `The row is no valid CSV: ${error.message}.`;
    return {
      line,
      column: typeof column === 'number' ? column + 1 : 1,
      unreadable: swallowed === '' ? sentence : `${sentence.slice(0, -1)}${swallowed}.`,
      lines: 1,
    };
  }
}

/** The fields of one row; a line end in it can only be a part of a field. */
function quotedFields(text: string): string[] {
  return parse(text, { relax_column_count: true, record_delimiter: '\n' })[0] ?? [];
}

/** The field, from 1, in which the first byte stands that is no UTF-8: one of the fields of the same row read byte by byte. */
function brokenField(bytes: Buffer): number {
  const fields = quotedFields(bytes.toString('latin1'));
  return fields.findIndex((field) => !isUtf8(Buffer.from(field, 'latin1'))) + 1;
}
