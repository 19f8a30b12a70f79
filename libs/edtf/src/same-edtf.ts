import { readStatement } from './read-statement.js';
import { windowOfShape } from './shape-window.js';
import type { IntervalEnd, Statement } from './statement.js';

/**
 * Whether two strings of EDTF mean the same: the same days with the same precision and the same marks, as one date, as a
 * time that lasted, or as some day of a range. So `2024-02/2024-02` means `2024-02`, and `[..2024-02]` means `../2024-02`.
 *
 * @throws EdtfError for what `parseEdtf` refuses
 */
export function isSameEdtf(one: string, other: string): boolean {
  return one === other || meaningOf(readStatement(one)) === meaningOf(readStatement(other));
}

function meaningOf(statement: Statement): string {
  if (statement.kind === 'date') return `date ${endOf(statement.date)}`;
  return `${statement.kind} ${endOf(statement.start)} ${endOf(statement.end)}`;
}

/** An empty end is treated as an open one. */
function endOf(end: IntervalEnd): string {
  if (typeof end === 'string') return 'open';
  const { earliest, latest } = windowOfShape(end);
  return [end.precision, earliest, latest, end.approximate, end.uncertain].join(':');
}
