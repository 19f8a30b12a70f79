import type { FieldChange } from '#libs/cases';
import type { Json } from '#libs/kernel';
import { newsInWords, type MeasureAnswer } from '#libs/timeline';
import { dateInWords } from './case-table.js';
import { textOf } from './format.js';
import { toldOf } from './state.js';

/** What changed, one line for each field: `status: filed -> resolved`; of a measure the new state. */
export function changesInWords(changes: readonly FieldChange[]): string {
  return changes.map(inOneLine).join('\n');
}

function inOneLine({ field, before, after }: FieldChange): string {
  const name = textOf(field.replace('.', ' '));
  if (field === 'measures') return `${name}: ${measuresInWords(after)}`;
  const [from, to] = [before, after].map((value) => toldOf(value).replaceAll('\n', '; ') || 'nothing');
  return `${name}: ${from} -> ${to}`;
}

function measuresInWords(measures: Json): string {
  if (!Array.isArray(measures) || measures.length === 0) return 'none';
  return measures.map((entry) => measureInWords(entry as MeasureAnswer)).join(', ');
}

/** The measures of a case as a row of a table, one to a line; no row where there is none. */
export function measurePairs(measures: readonly MeasureAnswer[]): (readonly [name: string, value: string])[] {
  return measures.length === 0 ? [] : [['measures', measures.map(measureInWords).join('\n')]];
}

/** A measure and how it stands: in force when last reported, lifted, with no end on record, or not certainly taken. */
export function measureInWords({ kind, until, state, asOf, possible }: MeasureAnswer): string {
  const others = possible?.length ? possible.map(textOf).join(', ') : null;
  if (state === null) return `${textOf(kind)} not certainly taken (may be: ${others})`;
  const stands = {
    'in-force': `in force when last reported${asOf ? `, ${newsInWords(asOf)}` : ''}`,
    lifted: until ? `lifted ${dateInWords(until)}` : 'lifted, on a day that no source gives',
    'no-end-on-record': 'no end on record',
  }[state];
  return `${textOf(kind)} ${stands}${others === null ? '' : ` (may also be: ${others})`}`;
}
