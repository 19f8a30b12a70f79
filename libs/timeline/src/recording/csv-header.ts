import { FORBIDDEN_NAME } from '#libs/kernel';
import { RECORD_KINDS } from '../domain/record.js';

/** More columns than any kind of record has fields. */
const MOST_COLUMNS = 1_000;

/** What the first row says. */
export interface Header {
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

/** Why the first row cannot be used. `column` is from 1. */
export interface BadHeader {
  column: number;
  unreadable: string;
  /** The rule that is broken, as in `UnreadableLine`. */
  rule: string;
}

function bad(column: number, unreadable: string, rule = 'file-header'): BadHeader {
  return { column, unreadable, rule };
}

/** Reads the names of the columns, and of which kind of record they are where no column says so. */
export function readHeader(fields: readonly string[]): Header | BadHeader {
  const names = fields.map((field) => field.trim());
  if (names.length > MOST_COLUMNS)
    return bad(MOST_COLUMNS + 1, `The first row names more than ${MOST_COLUMNS} columns.`);
  const double = names.findIndex((name, index) => name === '' || names.indexOf(name) < index);
  if (double >= 0) {
    const name = names[double];
    const what = name === '' ? 'A column has no name.' : `Two columns have the name "${name}".`;
    return bad(double + 1, `${what} Name each column in the first row.`, 'file-columns-named');
  }
  const unsafe = names.findIndex((name) => name.split('.').some((step) => step === '' || step === FORBIDDEN_NAME));
  if (unsafe >= 0) return bad(unsafe + 1, `"${names[unsafe]}" is no name of a field.`);
  if (names.includes('record')) return { names };
  const tops = new Set(names.map((name) => name.split('.')[0] ?? ''));
  const fitting = Object.entries(SHAPES)
    .filter(([, { needs, not }]) => needs.every((name) => tops.has(name)) && !not.some((name) => tops.has(name)))
    .map(([kind]) => kind);
  const [record] = fitting;
  if (record !== undefined && fitting.length === 1) return { names, record };
  const isOther = names.length === 1 && /[;\t]/.test(names[0] ?? '');
  const hint = isOther ? ' Columns are separated by commas.' : '';
  return bad(
    1,
    `The first row has no column "record" (${RECORD_KINDS.join(', ')}), and its columns do not show which kind of record follows.${hint}`,
    isOther ? 'file-commas' : 'file-header',
  );
}
