import { stringify } from 'csv-stringify/sync';
import { harmlessText } from '#libs/kernel';
import type { TimelineWithMilestonesPage } from '#libs/milestones';

type Item = TimelineWithMilestonesPage['items'][number];

/** The columns, named as the fields of an item, dotted where they are nested. */
const COLUMNS = [
  'id',
  'position',
  'type',
  'headline',
  'subject.id',
  'subject.type',
  'subject.name',
  'occurred.edtf',
  'occurred.earliest',
  'occurred.latest',
  'occurred.precision',
  'occurred.text',
  'title',
  'summary',
  'topics',
  'parties',
  'related',
  'body',
  'sources',
  'disputed',
  'known.at',
  'known.basis',
  'recordedAt',
  'revision',
  'status',
  'flag',
  'rule.text',
  'deadline.state',
  'deadline.kind',
  'deadline.statutoryDay',
  'deadline.movedDay',
] as const;

/**
 * A whole timeline as CSV (RFC 4180, UTF-8), one item a row under a row of names. Lists are divided by semicolons, of a
 * source there is its id, a body is JSON. A cell that a spreadsheet would take for a formula begins with an apostrophe.
 */
export async function* csvText(items: AsyncIterable<Item>): AsyncIterable<string> {
  yield csvRow(COLUMNS);
  for await (const item of items) yield csvRow(COLUMNS.map((column) => text(column, valueAt(item, column))));
}

function valueAt(item: Item, column: string): unknown {
  return column
    .split('.')
    .reduce<unknown>((value, field) => (value as Record<string, unknown> | null | undefined)?.[field], item);
}

function text(column: string, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (column === 'sources') return (value as { source: string }[]).map(({ source }) => source).join(';');
  if (Array.isArray(value)) return value.join(';');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** One row of CSV (RFC 4180), which no spreadsheet takes for a formula. */
export function csvRow(cells: readonly string[]): string {
  return stringify([cells.map(harmlessText)], { record_delimiter: 'windows', escape_formulas: true });
}
