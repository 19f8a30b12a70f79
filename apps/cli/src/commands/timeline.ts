import { Command } from 'commander';
import { TimelineWithMilestonesQuery } from '#libs/milestones';
import { timelineParameters, type RawParameters } from '#libs/timeline';
import { UsageError } from '../failure.js';
import { textOf } from '../format.js';
import { coverageUnder } from '../coverage-line.js';
import { examples } from '../help.js';
import { sayFooter } from '../page-footer.js';
import { addParameters, givenParameters } from '../parameters.js';
import { does } from '../run.js';
import { storyTable } from '../story.js';

/** `dateline timeline`: the facts that answer a question, in the order in which they happened. */
export function timelineCommand(): Command {
  const command = new Command('timeline')
    .summary('tell what happened, in order')
    .description('Tell what happened, in order: all of it, or what the options let through.')
    .argument('[words...]', 'words to search for, the same as --q')
    .addHelpText(
      'after',
      examples(
        ['timeline --subject usmca --include milestones', 'The story of one agreement, with what is still to come:'],
        ['timeline --from 2023 --to 2024 --topic security', 'What happened on security in 2023 and 2024:'],
        ['timeline customs --type dialogue.held --order desc', 'The latest meetings about customs first:'],
        ['timeline --known-at 2024-09-16 --json', 'What was known on 16 September 2024, for a program:'],
      ),
    );
  return addParameters(command, timelineParameters).action(
    does<Record<string, unknown>>(async ({ terminal, json, open }, options, words) => {
      const raw = withWords(givenParameters(options, timelineParameters), words);
      const [page, coverage] = await open(
        'read',
        async ({ ask }) => [await ask(new TimelineWithMilestonesQuery(raw)), await coverageUnder(ask, raw)] as const,
      );
      if (json) return terminal.json(page);
      const [first] = page.items;
      if (first !== undefined) {
        const ofOne = page.items.every(({ subject }) => subject.id === first.subject.id);
        if (ofOne) terminal.say(`${terminal.look('bold', textOf(first.subject.name))}\n`);
        terminal.say(`${storyTable(terminal, page.items)}\n`);
      }
      sayFooter(terminal, page, { command: 'timeline', raw, one: 'entry', many: 'entries' }, coverage, page.items);
    }),
  );
}

function withWords(raw: RawParameters, words: readonly string[]): RawParameters {
  if (words.length === 0) return raw;
  if (raw['q'] !== undefined) throw new UsageError('Give the words to search for once: as arguments or with --q.');
  return { ...raw, q: words.join(' ') };
}
