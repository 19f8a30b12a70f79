import { Command } from 'commander';
import { checkOnRecord, readDraft, readSubscription, type OwnSubscription } from '#libs/reminders';
import { Failure } from '../failure.js';
import type { Context } from '../context.js';
import { coverageUnder, sayCoverage } from '../coverage-line.js';
import { counted } from '../format.js';
import { examples } from '../help.js';
import { previewed } from '../previewed.js';
import { does } from '../run.js';
import { addWanted, naming, wantedOf, type WantedOptions } from '../subscription-options.js';
import { nothingAhead, previewTable, saySubscription } from '../subscription-words.js';
import { rotateLinksCommand } from './rotate-links.js';
import { changerOf, ownedCommands } from './subscription.js';

/** How many coming messages are shown when a subscription is made. */
const SOME = 5;

function unknownAddress(): Failure {
  return new Failure(
    'No service runs on this DATA_DIR and PUBLIC_URL is not set, so the address in the links is not known; start the service, or set PUBLIC_URL.',
  );
}

/** `dateline subscribe`: to be told in time, and what becomes of it. */
export function subscribeCommand(): Command {
  const command = new Command('subscribe')
    .summary('be told in time, by mail, webhook or calendar')
    .description(
      'Be told of what is due before it comes, and of what is new. Reminders are sent by the service, while it runs.',
    )
    .addHelpText(
      'after',
      examples(
        ['subscribe preview --subject usmca --time-zone America/Mexico_City', 'See what would come, and when:'],
        ['subscribe email ana@example.org --subject usmca --lead-time P30D --lead-time P7D', 'Be told by mail:'],
        ['subscribe webhook https://example.org/hook --topic labor --kind developments', 'Tell a program what is new:'],
        ['subscribe calendar --topic water', 'Get the address of a private calendar and feed:'],
        ['subscribe deliveries LINK', 'See what went out, and why not; LINK is the link to manage it:'],
      ),
    );
  command.addCommand(
    making('email', '<address>', 'Get mail. One mail asks the address first, and carries the links.', (address) => ({
      type: 'email',
      address,
    })),
  );
  command.addCommand(
    making(
      'webhook',
      '<url>',
      'Tell a program, by Standard Webhooks 1.0. The secret that signs is told this once.',
      (url) => ({ type: 'webhook', url }),
    ),
  );
  command.addCommand(
    making('calendar', '', 'Get a private calendar and feed of what is due.', () => ({ type: 'calendar' })),
  );
  command.addCommand(previewCommand());
  for (const owned of ownedCommands()) command.addCommand(owned);
  command.addCommand(rotateLinksCommand());
  return command;
}

function making(
  name: 'email' | 'webhook' | 'calendar',
  argument: string,
  about: string,
  channelOf: (target: string) => object,
): Command {
  const to = { email: 'ana@example.org ', webhook: 'https://example.org/hook ', calendar: '' }[name];
  const command = new Command(name)
    .description(about)
    .addHelpText(
      'after',
      examples(
        [`subscribe ${name} ${to}--subject usmca --time-zone America/Mexico_City`, 'About one agreement:'],
        [
          `subscribe ${name} ${to}--topic labor --kind milestones --kind developments`,
          'Deadlines and news of a topic:',
        ],
      ),
    );
  if (argument !== '') command.argument(argument);
  return addWanted(command).action(
    does<WantedOptions>(async ({ terminal, json, open }, options, [target = '']) => {
      const form = await naming(() => readSubscription({ channel: channelOf(target), ...wantedOf(options) }));
      await open('write', async (context) => {
        if (name !== 'email' && context.isUrlGuessed) throw unknownAddress();
        await context.bringViewsUpToDate();
        const { id, status, own } = await naming(() => context.signUps.create(form, changerOf(context)));
        if (own === undefined) {
          if (json) return terminal.json({ id, status });
          return terminal.say(
            'At most one confirmation mail a day is sent to that address. Its link opens a page that lists the requests and confirms them; nothing else is sent before.',
          );
        }
        const [secret] = own.secrets;
        if (json) return terminal.json({ id, status, ...own.links, secret });
        saySubscription(terminal, own);
        if (secret !== undefined) terminal.say(`${terminal.look('dim', 'Secret, shown this once:')}\n  ${secret}`);
        if (name !== 'calendar') await sayNext(own, context, (text) => terminal.say(text), terminal);
      });
    }),
  );
}

async function sayNext(
  { subscription, links }: OwnSubscription,
  context: Context,
  say: (text: string) => void,
  terminal: Parameters<typeof previewTable>[0],
): Promise<void> {
  const { items, milestones } = await previewed({ ...subscription, links }, context);
  if (items.length === 0) return say(`\n${nothingAhead(subscription)}`);
  say(`\n${previewTable(terminal, items.slice(0, SOME))}`);
  if (items.length > SOME) say(terminal.look('dim', `and ${counted(items.length - SOME, 'more reminder')}.`));
  sayCoverage(terminal, await coverageUnder(context.ask, {}), milestones);
}

function previewCommand(): Command {
  const command = new Command('preview')
    .description('See what would come, and when, without subscribing.')
    .addHelpText(
      'after',
      examples(
        ['subscribe preview --subject usmca --lead-time P30D', 'When one agreement would be told:'],
        ['subscribe preview --party MX --digest weekly --full', 'With the words of each message:'],
      ),
    )
    .option('--full', 'with the words of each message');
  return addWanted(command).action(
    does<WantedOptions & { full?: boolean }>(async ({ terminal, json, open }, { full, ...options }) => {
      const { channel, filter, ...schedule } = await naming(() => readDraft(wantedOf(options)));
      const { preview, coverage } = await open('read', async (context) => {
        const manageUrl = `${context.publicUrl}/subscriptions/…`;
        const links = { manageUrl, unsubscribeUrl: `${manageUrl}/unsubscribe` };
        await checkOnRecord(context.db.kysely, filter);
        const draft = { id: 'preview', channel: channel.type, filter, schedule, links };
        return { preview: await previewed(draft, context), coverage: await coverageUnder(context.ask, {}) };
      });
      if (json) return terminal.json(preview);
      if (preview.items.length === 0) return terminal.say(nothingAhead({ filter }));
      if (full)
        for (const { localTime, text } of preview.items) terminal.say(`${terminal.look('cyan', localTime)}\n${text}`);
      else terminal.say(previewTable(terminal, preview.items));
      terminal.say(terminal.look('dim', `\n${counted(preview.items.length, 'reminder')}.`));
      sayCoverage(terminal, coverage, preview.milestones);
    }),
  );
}
