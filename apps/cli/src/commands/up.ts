import { Command } from 'commander';
import { examples } from '../help.js';
import { does } from '../run.js';
import { up } from '../up/up.js';

/** `dateline up`: the whole service, until it is told to stop. */
export function upCommand(): Command {
  return new Command('up')
    .summary('start the service, and keep it running')
    .description(
      'Start the service: Postgres (unless DATABASE_URL is set), API, pages and worker. Ctrl-C stops all of it.',
    )
    .addHelpText(
      'after',
      examples(
        ['up', 'Start with the bundled data set, on http://127.0.0.1:3000:'],
        ['up   # with PORT=8080 DATA_DIR=/srv/dateline in the environment', 'Another port, another folder:'],
        ['up   # with SEED=none in the environment', 'Start with an empty log:'],
      ),
    )
    .action(does<object>(({ settings }) => up(settings)));
}
