import { readSent, SentNumber, type Sent } from './sent-json.js';

/** A row of CSV with the line on which it begins. */
export interface SentRow {
  line: number;
  cells: string[];
}

/**
 * Reads CSV by the grammar of RFC 4180, character for character, with lines that end as any of the three ends; null where
 * the text is no CSV. Blank rows are left out.
 */
export function readRows(text: string): SentRow[] | null {
  const rows: SentRow[] = [];
  let line = 1;
  let row: SentRow = { line, cells: [] };
  let cell = '';
  let state: 'begin' | 'plain' | 'quoted' | 'closed' = 'begin';
  const endRow = (): void => {
    row.cells.push(cell);
    if (row.cells.some((one) => one.trim() !== '')) rows.push(row);
    row = { line: line + 1, cells: [] };
    cell = '';
    state = 'begin';
  };
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at]!;
    const isEnd = sign === '\n' || sign === '\r';
    const end = sign === '\r' && text[at + 1] === '\n' ? '\r\n' : sign;
    if (state === 'quoted') {
      if (sign === '"' && text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else if (sign === '"') state = 'closed';
      else cell += isEnd ? end : sign;
    } else if (isEnd) endRow();
    else if (sign === ',') {
      row.cells.push(cell);
      cell = '';
      state = 'begin';
    } else if (sign === '"' && state === 'begin') state = 'quoted';
    else if (sign === '"' || state === 'closed') return null;
    else {
      cell += sign;
      state = 'plain';
    }
    if (isEnd) {
      line += 1;
      at += end.length - 1;
    }
  }
  if (state === 'quoted') return null;
  endRow();
  return rows;
}

const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** What the cell of a column says, in each way in which it may be recorded. */
export function meaningsOf(column: string, cell: string): Sent[] {
  if (column === 'topics' && !cell.trim().startsWith('['))
    return [
      cell
        .split(';')
        .map((item) => item.trim())
        .filter((item) => item !== ''),
    ];
  if (column.startsWith('body') || column === 'topics') {
    if (/^[[{]/.test(cell.trim())) return [jsonOf(cell)];
    if (JSON_NUMBER.test(cell.trim())) return [cell, new SentNumber(cell.trim())];
  }
  return [cell];
}

/** A cell that begins as JSON does and is none is text. One whose JSON has a name twice is no value at all. */
function jsonOf(cell: string): Sent {
  try {
    JSON.parse(cell);
  } catch {
    return cell;
  }
  return readSent(cell);
}
