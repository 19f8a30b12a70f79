import { Command } from 'commander';
import { parseDayOrInstant } from '#libs/kernel';
import type { Context } from '../context.js';
import { audited } from '../audited.js';
import { UsageError } from '../failure.js';
import { counted } from '../format.js';
import { examples } from '../help.js';
import { Progress } from '../progress.js';
import { does } from '../run.js';

/** `dateline subscribe rotate-links`: new links for subscriptions by e-mail of an earlier release. */
export function rotateLinksCommand(): Command {
  return new Command('rotate-links')
    .description(
      'Make new links for subscriptions by e-mail that were made before a day or instant, and mail them. The old links end, also those to unsubscribe in mails that were sent. Without --yes only their number is shown.',
    )
    .requiredOption('--made-before <day|instant>', 'the upgrade, say; a day begins at 00:00 UTC')
    .option('--yes', 'do it')
    .addHelpText(
      'after',
      examples(
        ['subscribe rotate-links --made-before 2026-12-01', 'See how many there are:'],
        [
          'subscribe rotate-links --made-before 2026-12-01 --yes',
          'Rotate them; again goes on with those that are left:',
        ],
      ),
    )
    .action(
      does<{ madeBefore: string; yes?: boolean }>(async ({ terminal, json, open }, { madeBefore, yes }) => {
        const before = parseDayOrInstant(madeBefore, 'beginning');
        if (before === null) throw new UsageError('--made-before: must be a day or an instant.');
        const refuseFuture = ({ now }: Context): void => {
          if (before > now()) throw new UsageError('--made-before: must not lie in the future.');
        };
        if (yes !== true) {
          const left = await open('inspect', (context) => {
            refuseFuture(context);
            return context.linkRotations.count(before);
          });
          if (json) return terminal.json({ rotated: 0, left, retryAfterSeconds: null });
          terminal.say(`${counted(left, 'subscription')} by e-mail would get new links.`);
          return terminal.say('Nothing was changed; --yes does it.');
        }
        const done = await open('write', async (context) => {
          refuseFuture(context);
          const { linkRotations, signal } = context;
          const progress = new Progress(terminal, 'Rotating', await linkRotations.count(before));
          const onProgress = (rotated: number): void => progress.show(rotated, counted(rotated, 'subscription'));
          try {
            return await audited(context, { action: 'links-rotate', target: before.toISOString() }, () =>
              linkRotations.rotate(before, { onProgress, signal }),
            );
          } finally {
            progress.end();
          }
        });
        if (json) terminal.json({ ...done });
        else {
          terminal.say(`${counted(done.rotated, 'subscription')} got new links; the service mails them while it runs.`);
          if (done.retryAfterSeconds !== null)
            terminal.say(
              `The mails of an hour are used up: run it again in ${counted(Math.ceil(done.retryAfterSeconds / 60), 'minute')}.`,
            );
          if (done.left > 0) terminal.say(`${counted(done.left, 'subscription')} left.`);
        }
        return done.left === 0 ? 0 : 1;
      }),
    );
}
