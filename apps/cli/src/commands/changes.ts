import { Command } from 'commander';
import { CaseChangesQuery, caseChangesParameters, type CaseChange, type CaseChangesPage } from '#libs/cases';
import { changesInWords } from '../change-words.js';
import { knownInWords, saidBy, textOf } from '../format.js';
import { coverageUnder } from '../coverage-line.js';
import { examples } from '../help.js';
import { sayFooter } from '../page-footer.js';
import { addParameters, givenParameters } from '../parameters.js';
import { does } from '../run.js';
import { tableOf } from '../table.js';
import type { Terminal } from '../terminal.js';

/** `dateline changes`: how cases changed between two points of a clock. */
export function changesCommand(): Command {
  const command = new Command('changes')
    .summary('tell how cases changed between two days, instants or positions')
    .description(
      'Tell how the status, the outcome and the measures of cases changed: by when it became known, or by when it was put on record.',
    )
    .addHelpText(
      'after',
      examples(
        ['changes --since 2024-07-31 --until 2024-12-31', 'What became known in the rest of a year:'],
        ['changes --since 2024-07-31 --clock recorded', 'What was put on record since a day:'],
        ['changes --since 120 --json', 'Everything after a position of the log, for a program:'],
      ),
    );
  return addParameters(command, caseChangesParameters).action(
    does<Record<string, unknown>>(async ({ terminal, json, open }, options) => {
      const raw = givenParameters(options, caseChangesParameters);
      const [page, coverage] = await open(
        'read',
        async ({ ask }) => [await ask(new CaseChangesQuery(raw)), await coverageUnder(ask, raw)] as const,
      );
      if (json) return terminal.json(page);
      if (page.items.length > 0) terminal.say(`${changeTable(terminal, page)}\n`);
      sayFooter(
        terminal,
        page,
        { command: 'changes', raw, one: 'change', many: 'changes' },
        coverage,
        page.items.flatMap(({ facts }) => facts),
      );
    }),
  );
}

function changeTable(terminal: Terminal, { clock, items }: CaseChangesPage): string {
  const rows = items.map(({ at, case: { name }, kind, basis, changes }) => [
    knownInWords({ at: at.split('T', 1)[0]!, basis: basis ?? '' }),
    textOf(name),
    `${kind === 'development' ? '' : `[${kind}] `}${changesInWords(changes)}`,
  ]);
  const columns = [
    { title: clock === 'known' ? 'Known' : 'Recorded', most: 0.18 },
    { title: 'Case', most: 0.36 },
    { title: 'What changed' },
  ];
  return tableOf(terminal, columns, rows, {
    dress: (line, row, column) => {
      if (column === 0) return terminal.look('cyan', line);
      return column === 2 && items[row]!.kind !== 'development' ? terminal.look('yellow', line) : line;
    },
    below: (row) => ({ column: 2, text: items[row]!.facts.map(factInWords).join('\n'), look: 'dim' }),
  });
}

/** When it happened, what, and who says so; of what was changed also when that was recorded. */
function factInWords({ title, occurred, sources, kind, recordedAt }: CaseChange['facts'][number]): string {
  const recorded = kind === 'development' ? '' : `; ${kind} recorded on ${recordedAt.slice(0, 10)}`;
  return `${occurred?.text ?? 'no date'}: ${textOf(title)} (${saidBy(sources)}${recorded})`;
}
