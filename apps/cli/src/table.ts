import Table from 'cli-table3';
import { columnsOf, type Look, type Terminal } from './terminal.js';
import { wrap } from './wrap.js';

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
