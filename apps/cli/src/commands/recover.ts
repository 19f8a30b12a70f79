import { Command, Option } from 'commander';
import { parseDayOrInstant } from '#libs/kernel';
import { FAULTS, type Fault } from '#libs/reminders';
import { audited } from '../audited.js';
import { UsageError } from '../failure.js';
import { counted } from '../format.js';
import { examples } from '../help.js';
import { does } from '../run.js';

interface Options {
  since: string;
  subscription?: string;
  fault?: Fault;
  dryRun?: boolean;
}

/** `dateline recover`: sends again what could not be sent, over all subscriptions. */
export function recoverCommand(): Command {
  return new Command('recover')
    .summary('send again what could not be sent, over all subscriptions')
    .description(
      'Send again, under the same ids, the messages of all subscriptions that could not be sent: those that were given up, and those that would be tried again by themselves. What no longer helps is skipped with the reason.',
    )
    .requiredOption('--since <day|instant>', 'only what was to be tried from then on')
    .option('--subscription <id>', 'only the messages of one subscription')
    .addOption(new Option('--fault <fault>', 'only what failed for this fault').choices(FAULTS))
    .option('--dry-run', 'only say how many there are')
    .addHelpText(
      'after',
      examples(
        ['recover --since 2026-07-01T09:00:00Z --fault operator --dry-run', 'How many a broken mail server cost:'],
        ['recover --since 2026-07-01T09:00:00Z --fault operator', 'Send them, once it is repaired:'],
      ),
    )
    .action(
      does<Options>(async ({ terminal, json, open }, { since, subscription, fault, dryRun }) => {
        const instant = parseDayOrInstant(since, 'beginning');
        if (instant === null) throw new UsageError('--since: must be a day or an instant.');
        const filter = { since: instant, subscription, fault };
        const { recovered, left } = await open(dryRun ? 'inspect' : 'write', (context) =>
          dryRun
            ? context.recoveries.count(filter)
            : audited(
                context,
                { action: 'deliveries-recover', ...(subscription !== undefined && { target: subscription }) },
                () => context.recoveries.recover(filter),
                (done) => ({ details: { since: instant.toISOString(), fault: fault ?? null, ...done } }),
              ),
        );
        if (json) return terminal.json({ recovered, left, dryRun: dryRun === true });
        terminal.say(
          dryRun
            ? `${counted(recovered, 'message')} would be sent again. Nothing was changed.`
            : `${counted(recovered, 'message')} will be sent again, under the same id; the service sends while it runs.`,
        );
        if (left > 0)
          terminal.say(`${counted(left, 'message')} left: their subscriptions are switched off or not confirmed.`);
      }),
    );
}
