import { Command } from 'commander';
import { VIEWS } from '#libs/milestones';
import { ProjectionRunner, type Rebuild } from '#libs/projections';
import { audited } from '../audited.js';
import { examples } from '../help.js';
import { Progress } from '../progress.js';
import { does } from '../run.js';
import { harmless } from '../terminal.js';

/** `dateline rebuild NAME`: derives a view from the log again, beside the rows that readers see. */
export function rebuildCommand(): Command {
  return new Command('rebuild')
    .summary('derive a view from the log again, while it is read')
    .description(
      `Derive a view (${VIEWS.map(({ name }) => name).join(', ')}) from the log again, beside the rows that readers see; compare the two; then put the new rows in the place of the old ones. Nothing is sent again. It works with and without a running service.`,
    )
    .argument('<view>', 'which one')
    .option('--check', 'only compare; the exit code is 1 where a row is not as the log has it')
    .option(
      '--keep-quarantine',
      'leave out the streams that the view has set aside, instead of stopping at their events',
    )
    .addHelpText(
      'after',
      examples(
        ['rebuild timeline', 'Derive the timeline again:'],
        ['rebuild timeline --check', 'See whether every row is as the log has it:'],
        ['rebuild milestones --keep-quarantine', 'Although a stream cannot be applied yet:'],
      ),
    )
    .action(
      does<{ check?: boolean; keepQuarantine?: boolean }>(
        async ({ terminal, json, open }, { check: checkOnly, keepQuarantine }, [name]) => {
          const ended = await open('inspect', async (context) => {
            const { db, store, signal, bringViewsUpToDate } = context;
            const logger = { log: () => {}, error: () => {} };
            const runner = new ProjectionRunner(db, store, VIEWS, { logger });
            // What keeps the live view from going on does not keep it from being rebuilt up to where it is.
            await bringViewsUpToDate().catch((error: unknown) => terminal.note(harmless(String(error))));
            const { position } = await store.head();
            const progress = new Progress(terminal, `Rebuilding ${name}`, Number(position));
            try {
              return await audited(context, { action: 'projection-rebuild', target: name }, () =>
                runner.rebuild(
                  name!,
                  { checkOnly, keepQuarantine },
                  (done, target) => progress.show(Number(done), `${done} of ${target}`),
                  signal,
                ),
              );
            } finally {
              progress.end();
            }
          });
          if (json) terminal.json(ended);
          else terminal.say(terminal.look(isGood(ended) ? 'green' : 'red', harmless(sentenceOf(ended))));
          return isGood(ended) ? 0 : 1;
        },
      ),
    );
}

function isGood({ outcome }: Rebuild): boolean {
  return outcome === 'same' || outcome === 'swapped';
}

function sentenceOf({ view, outcome, report }: Rebuild): string {
  const beginning = outcome === 'swapped' ? `The view ${view} is rebuilt. ` : '';
  return `${beginning}${report ?? ''}`;
}
