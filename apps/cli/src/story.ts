import type { MilestoneOnTimeline } from '#libs/milestones';
import type { TimelineItem } from '#libs/timeline';
import { dressMarks, markText, marksOf, textOf } from './format.js';
import { tableOf } from './table.js';
import type { Terminal } from './terminal.js';

/** From so many columns on, the subject has a column of its own; below it stands under the title. */
const ROOM_FOR_SUBJECT = 100;

/** Entries of a timeline as a table: when (in words), what, and of which subject unless all are of one. */
export function storyTable(terminal: Terminal, items: readonly (TimelineItem | MilestoneOnTimeline)[]): string {
  const named = new Set(items.map(({ subject }) => subject.id)).size > 1;
  const beside = named && terminal.width >= ROOM_FOR_SUBJECT;
  const marks = items.map(marksOf);
  const rows = items.map((item, row) => {
    const title = [textOf(item.title), ...marks[row]!.map(({ word }) => markText(word))].join(' ');
    const subject = textOf(item.subject.name);
    return [item.occurred?.text ?? 'no date', title, ...(beside ? [subject] : [])];
  });
  const columns = [
    { title: 'When', most: beside ? 0.22 : 0.32 },
    { title: 'What' },
    ...(beside ? [{ title: 'Subject', most: 0.3 }] : []),
  ];
  const below = named && !beside ? items.map(({ subject }) => textOf(subject.name)) : [];
  return tableOf(terminal, columns, rows, {
    dress: (line, row, column) => {
      if (column === 0) return terminal.look('cyan', line);
      return column === 2 ? terminal.look('dim', line) : dressMarks(terminal, line, marks[row]!);
    },
    below: (row) => ({ column: 1, text: below[row] ?? '', look: 'dim' }),
  });
}
