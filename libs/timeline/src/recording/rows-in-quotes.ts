import { isSlug } from '#libs/kernel';
import { RECORD_KINDS } from '../domain/record.js';

/**
 * How many lines of a cell look like rows of its file, which a quote that is not closed takes into the cell: they begin as
 * a row does, and have at least half as many fields.
 *
 * @param names of the columns of the file
 */
export function rowsInQuotes(cell: string, names: readonly string[]): number {
  const [, ...lines] = cell.split(/\r\n|\r|\n/);
  return lines.filter((line) => {
    const fields = line.split(',');
    return fields.length > 1 && fields.length * 2 >= names.length && begins(names[0], fields[0]!.trim());
  }).length;
}

function begins(column: string | undefined, cell: string): boolean {
  if (column === 'record') return (RECORD_KINDS as readonly string[]).includes(cell);
  return column !== 'id' || isSlug(cell);
}
