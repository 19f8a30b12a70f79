import { Command, type Option, type OutputConfiguration } from 'commander';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#libs/database';
import { auditCommand } from './commands/audit.js';
import { caseCommand } from './commands/case.js';
import { casesCommand } from './commands/cases.js';
import { changesCommand } from './commands/changes.js';
import { coverageCommand } from './commands/coverage.js';
import { exportCommand } from './commands/export.js';
import { factCommand } from './commands/fact.js';
import { importCommand } from './commands/import.js';
import { keyCommand } from './commands/key.js';
import { migrateCommand } from './commands/migrate.js';
import { milestonesCommand } from './commands/milestones.js';
import { projectionsCommand } from './commands/projections.js';
import { rebuildCommand } from './commands/rebuild.js';
import { redactCommand } from './commands/redact.js';
import { restoreCommand } from './commands/restore.js';
import { sourcesCommand } from './commands/sources.js';
import { statisticsCommand } from './commands/statistics.js';
import { subjectCommand } from './commands/subject.js';
import { subscribeCommand } from './commands/subscribe.js';
import { timelineCommand } from './commands/timeline.js';
import { upCommand } from './commands/up.js';
import { verifyCommand } from './commands/verify.js';
import { deliveriesCommand } from './commands/deliveries.js';
import { recoverCommand } from './commands/recover.js';
import { examples } from './help.js';

/**
 * `dateline`, with all its commands.
 *
 * @param output where help and complaints about the usage go (the terminal)
 */
export function dateline(output: OutputConfiguration = {}): Command {
  const program = new Command('dateline')
    .configureOutput(output)
    .exitOverride()
    .description('A timeline of dated public facts: what happened in order, and what was known when.')
    .version(versionOfProject(), '-V, --version', 'tell the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand(false)
    .option('--json', 'answer for programs: JSON on standard output, nothing else there')
    .option('--no-color', 'no colours (as with NO_COLOR in the environment)')
    .configureHelp({ showGlobalOptions: true, optionDescription: describe })
    .addHelpText(
      'after',
      `${examples(
        ['up', 'Start the service; its address is printed when it is ready:'],
        ['timeline --subject usmca', 'Read one story:'],
        ['import facts.ndjson', 'Record facts of your own:'],
        ['help key create', 'See what a command can do, by example:'],
      )}

Settings come from the environment: DATA_DIR (.dateline), DATABASE_URL, LOG_LEVEL and others.
Exit codes: 0 done, 1 refused or failed, 2 not written as it has to be.`,
    );
  const commands = [
    upCommand(),
    timelineCommand(),
    subjectCommand(),
    factCommand(),
    milestonesCommand(),
    casesCommand(),
    caseCommand(),
    changesCommand(),
    statisticsCommand(),
    coverageCommand(),
    sourcesCommand(),
    subscribeCommand(),
    importCommand(),
    exportCommand(),
    restoreCommand(),
    redactCommand(),
    verifyCommand(),
    projectionsCommand(),
    rebuildCommand(),
    keyCommand(),
    auditCommand(),
    deliveriesCommand(),
    recoverCommand(),
    migrateCommand(),
  ];
  for (const command of commands) program.addCommand(command);
  return inherit(program.addCommand(helpCommand(program)));
}

/** `dateline help`: unlike that of commander it finds the commands below a command too. */
function helpCommand(program: Command): Command {
  return new Command('help')
    .description('Show what a command takes, by example.')
    .argument('[command...]', 'its name, such as key create')
    .addHelpText('after', examples(['help', 'All commands:'], ['help key create', 'One that stands below another:']))
    .action((names: readonly string[]) => {
      let command = program;
      for (const name of names) {
        const below = command.commands.find((one) => one.name() === name || one.aliases().includes(name));
        if (below === undefined) command.error(`error: unknown command '${name}'`);
        else command = below;
      }
      command.help();
    });
}

/**
 * Applies the settings of a command to those below it. An error is followed by the list of commands where a command has
 * others below it, since none of them was named.
 */
function inherit(command: Command): Command {
  command.showHelpAfterError(command.commands.length > 0 ? true : 'See --help for examples.');
  for (const part of command.commands) inherit(part.copyInheritedSettings(command));
  return command;
}

/** What an option is for, with what it takes; that a switch may be given without a value shows in its brackets. */
function describe({ description, argChoices }: Option): string {
  return argChoices === undefined ? description : `${description}: ${argChoices.join(', ')}`;
}

function versionOfProject(): string {
  const manifest = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as { version: string };
  return manifest.version;
}
