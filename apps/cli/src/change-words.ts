import type { FieldChange } from '#libs/cases';
import type { Json } from '#libs/kernel';
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
  return measures
    .map((entry) => entry as { kind: string; until: string | null; lifted: boolean })
    .map(({ kind, until, lifted }) => `${textOf(kind)} ${lifted ? `lifted${until ? ` ${until}` : ''}` : 'in force'}`)
    .join(', ');
}
