import { inWords, parseEdtf } from '#libs/edtf';
import {
  DEADLINE_CAUTION,
  deadlineInWords,
  deadlineStateInWords,
  movedInWords,
  USUAL_PERIOD,
  type MilestoneItem,
} from '#libs/milestones';
import { looksOfStatus, textOf } from './format.js';
import { tableOf } from './table.js';
import type { Terminal } from './terminal.js';

/** Milestones as a table: when, what (with why it is due), and where each stands; below it how deadlines are computed. */
export function milestoneTable(terminal: Terminal, items: readonly MilestoneItem[]): string {
  const rows = items.map((item) => [inWords(parseEdtf(item.window.edtf)), textOf(item.title), standing(item)]);
  const columns = [{ title: 'When', most: 0.26 }, { title: 'What' }, { title: 'Status', most: 0.2 }];
  const table = tableOf(terminal, columns, rows, {
    dress: (line, row, column) => {
      if (column === 0) return terminal.look('cyan', line);
      const look = column === 2 ? looksOfStatus[items[row]!.status] : undefined;
      return look === undefined ? line : terminal.look(look, line);
    },
    below: (row) => ({ column: 1, text: reasons(items[row]!), look: 'dim' }),
  });
  return [
    table,
    ...citedTexts(
      terminal,
      items.flatMap(({ deadline }) => deadline?.rule.texts ?? []),
    ),
  ].join('\n');
}

/** How legal deadlines are computed, and the texts, each once; nothing where there are none. */
export function citedTexts(terminal: Terminal, texts: readonly { citation: string }[]): string[] {
  if (texts.length === 0) return [];
  const citations = [...new Set(texts.map(({ citation }) => citation))];
  const table = tableOf(
    terminal,
    [{ title: 'Texts' }],
    citations.map((citation) => [citation]),
  );
  return [terminal.look('dim', DEADLINE_CAUTION), table];
}

/** Why a milestone is due, by which article, and what moved its last day, and how its text can be read where that is open. */
function reasons({ rule: { text, article }, deadline }: MilestoneItem): string {
  const readings = (deadline?.readings ?? []).map(
    (reading) =>
      `${reading.text}: ${inWords(parseEdtf(reading.lastDay))}, ${deadlineStateInWords(reading.state, reading)}`,
  );
  const moved = deadline ? movedInWords(deadline) : null;
  const usual = deadline?.kind === 'indicative' ? [USUAL_PERIOD] : [];
  const cited = textOf(article === undefined ? text : `${text} (${article})`);
  return [cited, ...(moved === null ? [] : [moved]), ...usual, ...readings].join('\n');
}

/** Statuses that one word would say too much or too little of. */
const STATUS_WORDS: Partial<Record<MilestoneItem['status'], string>> = {
  unconfirmed: 'no confirmation on record',
  overdue: 'overdue by a record',
};

/** The status and what else it may be, and how near it is where that says more. */
function standing({ status, possible, flag, deadline }: MilestoneItem): string {
  if (deadline && status !== 'upcoming' && status !== 'due') return deadlineInWords(deadline);
  const near = status === 'upcoming' && flag !== null && flag !== 'far';
  const certain = near ? `${status}, ${flag.replaceAll('-', ' ')}` : (STATUS_WORDS[status] ?? status);
  const others = possible.map((other) => STATUS_WORDS[other] ?? other);
  return others.length === 0 ? certain : `${certain}; may also be ${others.join(', ')}`;
}
