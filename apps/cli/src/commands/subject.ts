import { Command } from 'commander';
import { MilestonesQuery, type MilestoneItem } from '#libs/milestones';
import {
  singleParameters,
  SubjectQuery,
  TimelineQuery,
  type MeasureAnswer,
  type RawParameters,
  type SubjectDetail,
  type TimelineItem,
} from '#libs/timeline';
import type { Context } from '../context.js';
import { measurePairs } from '../change-words.js';
import { lastNewsInWords } from '../case-table.js';
import { counted, textOf } from '../format.js';
import { coverageUnder, sayCoverage } from '../coverage-line.js';
import { examples } from '../help.js';
import { milestoneTable } from '../milestone-table.js';
import { addParameters, givenParameters } from '../parameters.js';
import { does } from '../run.js';
import { standingPairs, statePairs } from '../state.js';
import { storyTable } from '../story.js';
import { tableOf } from '../table.js';
import type { Terminal } from '../terminal.js';

interface Portrait {
  subject: SubjectDetail;
  milestones: MilestoneItem[];
  timeline: TimelineItem[];
}

/** `dateline subject`: one subject, as it stands, with what is due and what happened. */
export function subjectCommand(): Command {
  const command = new Command('subject')
    .summary('show one subject: its state, what is due, its story')
    .description('Show one subject: its state, what is due, and its whole story, undated facts last.')
    .argument('<id>', 'the id of the subject, such as usmca')
    .addHelpText(
      'after',
      examples(
        ['subject usmca', 'An agreement, with its reviews:'],
        ['subject usmca --as-of 2025-12-31', 'The same as it stood at the end of 2025:'],
        ['subject hlsd --known-at 2024-09-16', 'A dialogue as it was known on 16 September 2024:'],
        ['subject usmca --json', 'For a program:'],
      ),
    );
  return addParameters(command, singleParameters).action(
    does<Record<string, unknown>>(async ({ terminal, json, open }, options, [id = '']) => {
      const clocks = givenParameters(options, singleParameters);
      const [portrait, coverage] = await open(
        'read',
        async (context) => [await portray(context, id, clocks), await coverageUnder(context.ask, clocks)] as const,
      );
      if (json) return terminal.json(portrait);
      show(terminal, portrait);
      sayCoverage(terminal, coverage, [...portrait.timeline, ...portrait.milestones]);
    }),
  );
}

async function portray({ ask }: Context, id: string, clocks: RawParameters): Promise<Portrait> {
  const subject = await ask(new SubjectQuery(id, clocks));
  const about: RawParameters = { ...clocks, subject: id, limit: '200' };
  const milestones = await allPages((cursor) => ask(new MilestonesQuery({ ...about, from: '0001', cursor })));
  const timeline = await allPages((cursor) => ask(new TimelineQuery({ ...about, undated: 'include', cursor })));
  return { subject, milestones, timeline };
}

async function allPages<Item>(
  read: (cursor?: string) => Promise<{ items: Item[]; page: { next: string | null } }>,
): Promise<Item[]> {
  const all: Item[] = [];
  for (let cursor: string | undefined; ;) {
    const { items, page } = await read(cursor);
    all.push(...items);
    if (page.next === null) return all;
    cursor = page.next;
  }
}

function show(terminal: Terminal, { subject, milestones, timeline }: Portrait): void {
  terminal.say(terminal.look('bold', textOf(subject.name)));
  const kind = [subject.type, subject.parties.join(', '), subject.topics.join(', ')].filter((part) => part !== '');
  terminal.say(terminal.look('dim', [subject.id, ...kind].join(' · ')));
  const { measures, ...state } = subject.state;
  const pairs = [
    ...(subject.partOf === null ? [] : [['part of', subject.partOf] as const]),
    ...standingPairs(state),
    ...statePairs({ mayAlsoBe: subject.possible }),
    ...measurePairs((measures ?? []) as MeasureAnswer[]),
    ['news', lastNewsInWords(subject)] as const,
    ...statePairs(subject.attributes),
    ...(subject.parts.length === 0 ? [] : [['parts', subject.parts.map(({ id }) => id).join(', ')] as const]),
  ];
  terminal.say(`\n${plainTable(terminal, pairs)}`);
  if (milestones.length > 0)
    terminal.say(`\n${heading(terminal, 'Milestones')}\n${milestoneTable(terminal, milestones)}`);
  if (timeline.length > 0) terminal.say(`\n${heading(terminal, 'Story')}\n${storyTable(terminal, timeline)}`);
  terminal.say(
    `\n${terminal.look('dim', `${counted(timeline.length, 'fact')}. As of position ${subject.position} of the log.`)}`,
  );
}

function heading(terminal: Terminal, text: string): string {
  return terminal.look(['bold', 'underline'], text);
}

function plainTable(terminal: Terminal, pairs: readonly (readonly [string, string])[]): string {
  return tableOf(terminal, [{ title: '', most: 0.3 }, { title: '' }], pairs, {
    dress: (line, _row, column) => (column === 0 ? terminal.look('dim', line) : line),
  });
}
