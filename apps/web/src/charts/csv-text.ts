import type { Table } from './chart.js';

/** What makes a spreadsheet take a cell for a formula; such a cell begins with an apostrophe instead. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;

/** The figures of a drawing as CSV (RFC 4180), for those that no address of the API answers with. */
export function csvText({ columns, rows }: Table): string {
  return [columns, ...rows.map(({ cells }) => cells)].map((cells) => `${cells.map(written).join(',')}\r\n`).join('');
}

function written(cell: string | number | null): string {
  const text = typeof cell === 'string' && FORMULA.test(cell) ? `'${cell}` : String(cell ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}
