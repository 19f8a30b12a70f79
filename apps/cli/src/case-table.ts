import { inWords, parseEdtf } from '#libs/edtf';
import type { CaseItem } from '#libs/cases';
import { deadlineStateInWords, USUAL_PERIOD } from '#libs/milestones';
import { newsInWords } from '#libs/timeline';
import { textOf } from './format.js';
import { citedTexts } from './milestone-table.js';
import { tableOf } from './table.js';
import type { Terminal } from './terminal.js';

/** Cases as a table: since when, which, and how each stands, with what is due next and the last news below the name; below it the texts of what is due. */
export function caseTable(terminal: Terminal, items: readonly CaseItem[]): string {
  const rows = items.map((item) => [dateInWords(item.openedOn), textOf(item.name), standing(item)]);
  const columns = [{ title: 'Opened', most: 0.24 }, { title: 'Case' }, { title: 'Status', most: 0.3 }];
  const table = tableOf(terminal, columns, rows, {
    dress: (line, _row, column) => (column === 0 ? terminal.look('cyan', line) : line),
    below: (row) => ({ column: 1, text: belowName(items[row]!), look: 'dim' }),
  });
  const texts = items.flatMap(({ nextMilestone }) => nextMilestone?.deadline?.rule.texts ?? []);
  return [table, ...citedTexts(terminal, texts)].join('\n');
}

/** What is due next in a case, in one line; null where nothing is. */
export function nextInWords({ nextMilestone }: CaseItem): string | null {
  if (nextMilestone === null) return null;
  const { title, window, status, deadline } = nextMilestone;
  const isOver = deadline && status === 'unconfirmed';
  const stands = isOver ? deadlineStateInWords(deadline.state, deadline) : status;
  const ends = isOver && deadline.sourcesEndBefore ? '; the sources end before its last day' : '';
  const usual = deadline?.kind === 'indicative' ? `; ${USUAL_PERIOD}` : '';
  return `${textOf(title.split(': ')[0])}, due ${dateInWords(window.edtf)}: ${stands}${ends}${usual}`;
}

/** EDTF in words; "no date" where there is none. */
export function dateInWords(edtf: string | null): string {
  return edtf === null ? 'no date' : inWords(parseEdtf(edtf));
}

/** The last news of a case or another subject, in words. */
export function lastNewsInWords({ lastNews }: Pick<CaseItem, 'lastNews'>): string {
  return lastNews === null ? 'no dated news on record' : `last news ${newsInWords(lastNews)}`;
}

function belowName(item: CaseItem): string {
  return [nextInWords(item), lastNewsInWords(item)].filter((line) => line !== null).join('; ');
}

function standing({ status, possible, outcome }: CaseItem): string {
  const certain = outcome === null ? status : `${status}: ${textOf(outcome)}`;
  return possible.length === 0 ? certain : `${certain}; may also be ${possible.join(', ')}`;
}
