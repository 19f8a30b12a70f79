import { Command, Option } from 'commander';
import { createKey, SCOPES, type Scope } from '#libs/access';
import { examples } from '../help.js';
import { does } from '../run.js';
import { harmless } from '../terminal.js';

/** `dateline key`: keys for programs and people who write. */
export function keyCommand(): Command {
  return new Command('key')
    .summary('make keys for the HTTP interface')
    .description('Make keys for the HTTP interface.')
    .addCommand(createCommand());
}

function createCommand(): Command {
  return new Command('create')
    .description(
      'Make a key and tell it, this once: only its hash is kept. Programs send it as "Authorization: Bearer KEY".',
    )
    .requiredOption('--name <name>', 'whose key it is, or what for')
    .addOption(
      new Option('--scope <scope>', 'what it allows, admin including write, and write read')
        .choices(SCOPES)
        .makeOptionMandatory(),
    )
    .addHelpText(
      'after',
      examples(
        ['key create --name "Nightly import" --scope write', 'A key for a program that records facts:'],
        ['key create --name Ana --scope admin --json', 'A key for an administrator, for a script:'],
      ),
    )
    .action(
      does<{ name: string; scope: Scope }>(async ({ terminal, json, open }, { name, scope }) => {
        const made = await open('write', ({ db }) => createKey(db, { name, scopes: [scope] }));
        if (json) return terminal.json(made);
        terminal.say(made.key);
        terminal.note(
          `This is the key of "${harmless(made.name)}" (${made.scopes.join(', ')}). Keep it: it is not told again.`,
        );
      }),
    );
}
