import { Command } from 'commander';
import { MilestonesQuery, milestonesParameters } from '#libs/milestones';
import { coverageUnder } from '../coverage-line.js';
import { examples } from '../help.js';
import { milestoneTable } from '../milestone-table.js';
import { sayFooter } from '../page-footer.js';
import { addParameters, givenParameters } from '../parameters.js';
import { does } from '../run.js';

/** `dateline milestones`: what is due, and how near it is. */
export function milestonesCommand(): Command {
  const command = new Command('milestones')
    .summary('tell what is due, and how near it is')
    .description(
      'Tell what is due, in order, what is due next first: reviews, terms, legal deadlines and announced plans.',
    )
    .addHelpText(
      'after',
      examples(
        ['milestones --within P90D', 'What is due in the next 90 days:'],
        ['milestones --subject usmca', 'The reviews and the term of one agreement:'],
        ['milestones --from 2020', 'Also what was due since a year:'],
        ['milestones --status unconfirmed', 'Plans whose time has passed with no outcome on record:'],
        ['milestones --status upcoming --status due --json', 'Everything that lies ahead, for a program:'],
      ),
    );
  return addParameters(command, milestonesParameters).action(
    does<Record<string, unknown>>(async ({ terminal, json, open }, options) => {
      const raw = givenParameters(options, milestonesParameters);
      const [page, coverage] = await open(
        'read',
        async ({ ask }) => [await ask(new MilestonesQuery(raw)), await coverageUnder(ask, raw)] as const,
      );
      if (json) return terminal.json(page);
      if (page.items.length > 0) terminal.say(`${milestoneTable(terminal, page.items)}\n`);
      sayFooter(
        terminal,
        page,
        { command: 'milestones', raw, one: 'milestone', many: 'milestones' },
        coverage,
        page.items,
      );
    }),
  );
}
