import { Command } from 'commander';
import { CasesQuery, casesParameters } from '#libs/cases';
import { caseTable } from '../case-table.js';
import { coverageUnder } from '../coverage-line.js';
import { examples } from '../help.js';
import { sayFooter } from '../page-footer.js';
import { addParameters, givenParameters } from '../parameters.js';
import { does } from '../run.js';

/** `dateline cases`: which cases there are, and how they stand. */
export function casesCommand(): Command {
  const command = new Command('cases')
    .summary('list cases and how they stand')
    .description(
      'List cases by name: since when they are open, how they stand and may stand besides, what is due next, and their last news.',
    )
    .addHelpText(
      'after',
      examples(
        ['cases --status resolved --as-of 2024-07-31', 'What was resolved by the end of July 2024:'],
        ['cases --status resolved --match possible --as-of 2024-07-31', 'Also what may have been:'],
        ['cases --measure liquidation-suspended', 'Where customs accounts are suspended:'],
        ['cases --company Stellantis', 'Everything about one company:'],
        ['cases --known-at 2024-09-16 --json', 'As it was known on a day, for a program:'],
      ),
    );
  return addParameters(command, casesParameters).action(
    does<Record<string, unknown>>(async ({ terminal, json, open }, options) => {
      const raw = givenParameters(options, casesParameters);
      const [page, coverage] = await open(
        'read',
        async ({ ask }) => [await ask(new CasesQuery(raw)), await coverageUnder(ask, raw)] as const,
      );
      if (json) return terminal.json(page);
      if (page.items.length > 0) terminal.say(`${caseTable(terminal, page.items)}\n`);
      sayFooter(terminal, page, { command: 'cases', raw, one: 'case', many: 'cases' }, coverage, page.items);
    }),
  );
}
