import Table from 'cli-table3';
import { columnsOf, type Look, type Terminal } from './terminal.js';

/** A column of a table: as narrow as what it holds, but no wider than `most`; the one that has no bound takes the rest. */
export interface Column {
  title: string;
  /** The most columns of the terminal that it takes, as a share of the width. */
  most?: number;
}

/** One cell: lines are kept apart, and each is wrapped where it is too long. */
export type Cell = string;

const GAP = 2;
const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' '.repeat(GAP),
};

/** What makes a table good to read. */
export interface Finish {
  /** How a line of a cell looks; rows and columns count from 0. */
  dress?: (line: string, row: number, column: number) => string;
  /** What stands under a cell of a row, in another look; an empty text is left out. */
  below?: (row: number) => { column: number; text: string; look: Look };
}

/** Lays rows out in columns that fit the terminal; no line is wider. */
export function tableOf(
  terminal: Terminal,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  { dress = (line) => line, below }: Finish = {},
): string {
  const texts = rows.map((cells, row) => {
    const under = below?.(row);
    return cells.map((cell, column) => (under?.column === column ? `${cell}\n${under.text}` : cell));
  });
  const widths = widthsOf(terminal.width, columns, texts);
  const table = new Table({
    chars: NO_LINES,
    colWidths: widths,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
  });
  if (columns.some(({ title }) => title !== '')) {
    table.push(columns.map(({ title }) => terminal.look('bold', title)));
  }
  rows.forEach((cells, row) =>
    table.push(
      cells.map((cell, column) =>
        [
          ...wrap(cell, widths[column]!).map((line) => dress(line, row, column)),
          ...linesBelow(terminal, below?.(row), column, widths[column]!),
        ].join('\n'),
      ),
    ),
  );
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

function linesBelow(
  terminal: Terminal,
  below: ReturnType<NonNullable<Finish['below']>> | undefined,
  column: number,
  width: number,
): string[] {
  if (below === undefined || below.column !== column || below.text === '') return [];
  return wrap(below.text, width).map((line) => terminal.look(below.look, line));
}

/** Breaks a text into lines of at most `width` columns, between words where that is possible. */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, width));
}

const words = new Intl.Segmenter('en', { granularity: 'word' });
const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

function wrapLine(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of piecesOf(text)) {
    const longer = line + piece;
    if (columnsOf(longer.trimEnd()) <= width) {
      line = longer;
      continue;
    }
    if (line.trim() !== '') lines.push(line.trimEnd());
    line = piece.trimStart();
    while (columnsOf(line.trimEnd()) > width) {
      const head = headOf(line, width);
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  if (line.trim() !== '' || lines.length === 0) lines.push(line.trimEnd());
  return lines;
}

/** What must not be torn apart: a word with the signs that lean on it; scripts without spaces break between words. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  for (const { segment, isWordLike } of words.segment(text)) {
    const last = pieces.at(-1);
    const wide = columnsOf(segment) > [...segment].length;
    const leans = last !== undefined && !/\s$/.test(last) && !(isWordLike && (wide || isWide(last)));
    if (leans) pieces[pieces.length - 1] = last + segment;
    else pieces.push(segment);
  }
  return pieces;
}

function isWide(piece: string): boolean {
  return columnsOf(piece) > [...piece].length;
}

/** As many characters from the start as fit; at least one. */
function headOf(text: string, width: number): string {
  let head = '';
  for (const { segment } of characters.segment(text)) {
    if (head !== '' && columnsOf(head + segment) > width) break;
    head += segment;
  }
  return head;
}

function widthsOf(width: number, columns: readonly Column[], rows: readonly (readonly Cell[])[]): number[] {
  const room = width - GAP * (columns.length - 1);
  const wanted = columns.map(({ title }, column) =>
    Math.max(columnsOf(title), ...rows.map((cells) => Math.max(...(cells[column] ?? '').split('\n').map(columnsOf)))),
  );
  const bounded = columns.map(({ most }, column) =>
    most === undefined ? 0 : Math.max(1, Math.min(wanted[column]!, Math.floor(room * most))),
  );
  const left = room - bounded.reduce((sum, value) => sum + value, 0);
  const open = columns.filter(({ most }) => most === undefined).length;
  return columns.map(({ most }, column) =>
    most === undefined ? Math.max(1, Math.min(wanted[column]!, Math.floor(left / open))) : bounded[column]!,
  );
}
