import { Command } from 'commander';
import { examples } from '../help.js';
import { does } from '../run.js';

/** `dateline migrate`: everything that `up` does before it starts the programs, for those who run them otherwise. */
export function migrateCommand(): Command {
  return new Command('migrate')
    .summary('bring the database up to date, then exit')
    .description(
      'Bring the database to this release: tables, clock, administrator key (ADMIN_KEY) and the data of SEED. For installations that run API and worker by themselves; "dateline up" does it by itself.',
    )
    .addHelpText(
      'after',
      examples(
        ['migrate', 'Before the new API and worker are started:'],
        ['migrate   # with SEED=none in the environment', 'Tables only, no data set:'],
      ),
    )
    .action(
      does<object>(async ({ terminal, json, prepare }) => {
        await prepare((line) => (json ? terminal.note(line) : terminal.say(line)));
        if (json) terminal.json({ migrated: true });
        else terminal.say('The database is ready for this release.');
      }),
    );
}
