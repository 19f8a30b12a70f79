import { Command } from 'commander';
import { CaseHistoryQuery, CaseQuery, type CaseAnswer, type CaseHistoryItem } from '#libs/cases';
import { MilestonesQuery, type MilestoneItem } from '#libs/milestones';
import { singleParameters } from '#libs/timeline';
import { dateInWords, lastNewsInWords, nextInWords } from '../case-table.js';
import { changesInWords, measurePairs } from '../change-words.js';
import { counted, knownInWords, saidBy, textOf } from '../format.js';
import { coverageUnder, sayCoverage } from '../coverage-line.js';
import { examples } from '../help.js';
import { milestoneTable } from '../milestone-table.js';
import { addParameters, givenParameters } from '../parameters.js';
import { does } from '../run.js';
import { statePairs } from '../state.js';
import { tableOf } from '../table.js';
import type { Terminal } from '../terminal.js';

/** `dateline case`: one case as it stands, what changed in it, and its deadlines. */
export function caseCommand(): Command {
  const command = new Command('case')
    .summary('show one case: how it stands, what changed in it, and its deadlines')
    .description(
      'Show one case: how it stands, what is due next, its history with what each step changed, and its deadlines, those that were met as well.',
    )
    .argument('<id>', 'the id of the case, such as tridonex')
    .addHelpText(
      'after',
      examples(
        ['case tridonex', 'The story of one case:'],
        ['case tridonex --as-of 2021-07-31', 'The same as it stood on a day:'],
        ['case tridonex --known-at 2021-08-01 --json', 'As it was known on a day, for a program:'],
      ),
    );
  return addParameters(command, singleParameters).action(
    does<Record<string, unknown>>(async ({ terminal, json, open }, options, [id = '']) => {
      const clocks = givenParameters(options, singleParameters);
      const [found, history, milestones, coverage] = await open(
        'read',
        async ({ ask }) =>
          [
            await ask(new CaseQuery(id, clocks)),
            (await ask(new CaseHistoryQuery(id, clocks))).items,
            (await ask(new MilestonesQuery({ ...clocks, from: '0001', subject: id }))).items,
            await coverageUnder(ask, clocks),
          ] as const,
      );
      if (json) terminal.json({ case: found, history, milestones });
      else {
        show(terminal, found, history, milestones);
        sayCoverage(terminal, coverage, [found]);
      }
    }),
  );
}

function show(
  terminal: Terminal,
  found: CaseAnswer,
  history: readonly CaseHistoryItem[],
  milestones: readonly MilestoneItem[],
): void {
  terminal.say(terminal.look('bold', textOf(found.name)));
  const about = [found.id, found.parties.join(', '), found.topics.join(', ')].filter((part) => part !== '');
  terminal.say(terminal.look('dim', about.join(' · ')));
  const { status, possible, outcome, openedOn, requestedOn, closedOn, measures, attributes } = found;
  const days = Object.entries({ opened: openedOn, requested: requestedOn, closed: closedOn });
  const pairs = [
    ...statePairs({ status, mayAlsoBe: possible, outcome }),
    ...days.flatMap(([name, day]) => (day === null ? [] : [[name, dateInWords(day)] as const])),
    ['news', lastNewsInWords(found)] as const,
    ...(found.nextMilestone === null ? [] : [['next', nextInWords(found) ?? ''] as const]),
    ...measurePairs(measures),
    ...statePairs(attributes),
  ];
  terminal.say(`\n${tableOf(terminal, [{ title: '', most: 0.3 }, { title: '' }], pairs)}`);
  if (history.length > 0)
    terminal.say(`\n${terminal.look(['bold', 'underline'], 'History')}\n${historyTable(terminal, history)}`);
  if (milestones.length > 0)
    terminal.say(`\n${terminal.look(['bold', 'underline'], 'Deadlines')}\n${milestoneTable(terminal, milestones)}`);
  const footer = `${counted(history.length, 'step')}. As of position ${found.position} of the log.`;
  terminal.say(`\n${terminal.look('dim', footer)}`);
}

function historyTable(terminal: Terminal, history: readonly CaseHistoryItem[]): string {
  const rows = history.map(({ occurred, known, recordedAt, title, kind, reason }) => [
    occurred?.text ?? 'no date',
    kind === 'development'
      ? textOf(title)
      : `[${kind}] ${textOf(title)}: ${textOf(reason)} (on record since ${recordedAt.slice(0, 10)})`,
    knownInWords(known),
  ]);
  return tableOf(terminal, [{ title: 'When', most: 0.28 }, { title: 'What' }, { title: 'Known', most: 0.22 }], rows, {
    dress: (line, row, column) => {
      if (column === 0) return terminal.look('cyan', line);
      return column === 1 && history[row]!.kind !== 'development' ? terminal.look('yellow', line) : line;
    },
    below: (row) => ({ column: 1, text: stepInWords(history[row]!), look: 'dim' }),
  });
}

/** What a step did, and who says so. */
function stepInWords({ changes, sources }: CaseHistoryItem): string {
  const source = sources.length === 0 ? '' : `source: ${saidBy(sources)}`;
  return [changesInWords(changes), source].filter((line) => line !== '').join('\n');
}
