import { Command } from 'commander';
import { parseDayOrInstant } from '#libs/kernel';
import {
  allSubscriptions,
  deliveriesOf,
  readSubscriptionPatch,
  type OwnSubscription,
  type SubscriptionLinks,
  type Changer,
} from '#libs/reminders';
import type { Context } from '../context.js';
import { coverageUnder, sayCoverage } from '../coverage-line.js';
import { Failure, UsageError } from '../failure.js';
import { counted } from '../format.js';
import { examples } from '../help.js';
import { previewed } from '../previewed.js';
import { does, type Run } from '../run.js';
import { addWanted, naming, wantedOf, type WantedOptions } from '../subscription-options.js';
import { deliveryTable, nothingAhead, previewTable, saySubscription } from '../subscription-words.js';
import { tableOf } from '../table.js';
import { harmless } from '../terminal.js';

/** Who asks, where requests are counted by who asks. */
export const COMMAND_LINE = 'command line';

/** Who changes a subscription from the command line. */
export function changerOf({ recorder }: Pick<Context, 'recorder'>): Changer {
  return { caller: COMMAND_LINE, recorder, authority: 'operator' };
}

/** Which subscription, and what shows that it is one's own. */
interface Named {
  token?: string;
}

/** What an owner, or who runs the service, does with subscriptions that are there. */
export function ownedCommands(): Command[] {
  return [list(), show(), upcoming(), deliveries(), change(), test(), recover(), end()];
}

function list(): Command {
  return new Command('list')
    .description('List every subscription of the service: without addresses, which only their owners see.')
    .addHelpText(
      'after',
      examples(
        ['subscribe list', 'What is asked for, and by which channel:'],
        ['subscribe list --json', 'For a program:'],
      ),
    )
    .action(
      does(async ({ terminal, json, open }) => {
        const all = await open('inspect', ({ db, readAccess }) =>
          allSubscriptions(db.kysely, { readAccess: readAccess ?? 'public' }),
        );
        if (json) return terminal.json({ items: all });
        if (all.length === 0) return terminal.say('There is no subscription yet.');
        const rows = all.map(({ id, channel, status, disabledReason, about }) => [
          id,
          channel,
          disabledReason === null ? status : `${status}: ${harmless(disabledReason)}`,
          about,
        ]);
        const columns = [
          { title: 'Id', most: 0.34 },
          { title: 'Channel', most: 0.12 },
          { title: 'Status', most: 0.2 },
          { title: 'Tells' },
        ];
        terminal.say(tableOf(terminal, columns, rows));
        terminal.say(terminal.look('dim', `\n${counted(all.length, 'subscription')}.`));
      }),
    );
}

function show(): Command {
  return owned('show', 'Show a subscription, with its links.', [
    ['subscribe show LINK', 'A subscription, by its link to manage it:'],
    ['subscribe show sub-0123 --token TOKEN', 'The same by id and token:'],
  ]).action(
    does<Named>(async (run, options, [link = '']) => {
      const { own, links } = await opened(run, link, options);
      if (run.json) return run.terminal.json({ ...own.subscription, address: own.address, ...links });
      saySubscription(run.terminal, { ...own, links });
    }),
  );
}

function upcoming(): Command {
  return owned('next', 'See what will come, and when.', [
    ['subscribe next LINK', 'What will come:'],
    ['subscribe next LINK --json', 'With the words of each message, for a program:'],
  ]).action(
    does<Named>(async ({ terminal, json, open }, options, [link = '']) => {
      const {
        subscription: own,
        preview,
        coverage,
      } = await open('read', async (context) => {
        const { subscription, links } = await context.subscriptions.open(...nameOf(link, options));
        return {
          subscription,
          preview: await previewed({ ...subscription, links }, context),
          coverage: await coverageUnder(context.ask, {}),
        };
      });
      if (json) return terminal.json(preview);
      terminal.say(preview.items.length === 0 ? nothingAhead(own) : previewTable(terminal, preview.items));
      sayCoverage(terminal, coverage, preview.milestones);
    }),
  );
}

function deliveries(): Command {
  return owned('deliveries', 'See what went out, what did not and why, and what is planned; the latest first.', [
    ['subscribe deliveries LINK', 'What went out, and why not:'],
    ['subscribe deliveries LINK --json', 'For a program:'],
  ]).action(
    does<Named>(async ({ terminal, json, open }, options, [link = '']) => {
      const { items, coverage } = await open('inspect', async ({ ask, db, subscriptions }) => {
        const { subscription } = await subscriptions.open(...nameOf(link, options));
        return { items: await deliveriesOf(db, subscription.id), coverage: await coverageUnder(ask, {}) };
      });
      if (json) return terminal.json({ items });
      terminal.say(items.length === 0 ? 'Nothing went out and nothing is planned.' : deliveryTable(terminal, items));
      sayCoverage(terminal, coverage, []);
    }),
  );
}

function change(): Command {
  const command = owned('change', 'Change what is asked for; what is not named stays as it is.', [
    ['subscribe change LINK --lead-time P30D --lead-time P1D', 'Other lead times:'],
    ['subscribe change LINK --time-zone Europe/Madrid --quiet none', 'Another time zone, no quiet hours:'],
    ['subscribe change LINK --pause', 'Pause it:'],
  ])
    .option('--pause', 'send nothing until it is switched on again')
    .option('--resume', 'switch it on again')
    .option('--rotate-secret', 'make a new secret for a webhook; the one before signs as well for 24 hours')
    .option('--rotate-links', 'make new links; the old ones end, and those of a subscription by e-mail are sent there');
  return addWanted(command).action(
    does<Named & WantedOptions & ChangeOptions>(
      async ({ terminal, json, open }, { pause, resume, rotateSecret, rotateLinks, ...options }, [link = '']) => {
        if (pause && resume) throw new UsageError('--pause and --resume are not given together.');
        const status = pause ? 'disabled' : resume ? 'active' : undefined;
        const { own, links } = await open('write', async (context) => {
          const { subscriptions } = context;
          const [id, token] = nameOf(link, options);
          const { subscription } = await subscriptions.open(id, token);
          if (rotateLinks && subscription.channel !== 'email' && context.isUrlGuessed)
            throw new Failure('The address in new links is not known; start the service, or set PUBLIC_URL.');
          await context.bringViewsUpToDate();
          const { filter, ...wanted } = wantedOf(options);
          const patch = await naming(() =>
            readSubscriptionPatch({
              ...wanted,
              ...(filter !== undefined && { filter: { ...subscription.filter, ...filter } }),
              ...(status !== undefined && { status }),
              ...(rotateSecret && { rotateSecret }),
              ...(rotateLinks && { rotateLinks }),
            }),
          );
          const changed = await naming(() => subscriptions.change(id, token, patch, changerOf(context)));
          const isMailed = rotateLinks === true && subscription.channel === 'email';
          return { own: changed, links: isMailed ? undefined : shownLinks(changed, context) };
        });
        const secret = rotateSecret ? own.secrets[0] : undefined;
        if (json) return terminal.json({ ...own.subscription, address: own.address, ...links, secret });
        saySubscription(terminal, { ...own, links });
        if (rotateLinks && links === undefined) terminal.say('The new links are sent to that address.');
        if (secret !== undefined) terminal.say(`${terminal.look('dim', 'New secret, shown this once:')}\n  ${secret}`);
      },
    ),
  );
}

function test(): Command {
  return owned('test', 'Send a message to try the channel.', [
    ['subscribe test LINK', 'A message to try the channel:'],
    ['subscribe test LINK --json', 'For a program:'],
  ]).action(
    does<Named>(async ({ terminal, json, open }, options, [link = '']) => {
      const message = await open('write', ({ subscriptions }) =>
        subscriptions.sendTest(...nameOf(link, options), { caller: COMMAND_LINE }),
      );
      if (json) return terminal.json({ message });
      terminal.say(`The service sends ${message} while it runs.`);
    }),
  );
}

function recover(): Command {
  return owned('recover', 'Send again what was due since a day or instant and could not be sent.', [
    ['subscribe recover LINK --since 2026-07-01', 'What failed since a day:'],
    ['subscribe recover LINK --since 2026-07-01T09:00:00Z', 'Or since an instant:'],
  ])
    .requiredOption('--since <day|instant>', 'from when on')
    .action(
      does<Named & { since: string }>(async ({ terminal, json, open }, { since, ...options }, [link = '']) => {
        const instant = parseDayOrInstant(since, 'beginning');
        if (instant === null) throw new UsageError('--since: must be a day or an instant.');
        const recovered = await open('write', ({ subscriptions }) =>
          subscriptions.recover(...nameOf(link, options), instant, { caller: COMMAND_LINE }),
        );
        if (json) return terminal.json({ recovered });
        terminal.say(`${counted(recovered, 'message')} will be sent again, under the same id.`);
      }),
    );
}

function end(): Command {
  return owned('end', 'End a subscription and erase its address, and prove it.', [
    ['subscribe end LINK', 'End it and erase the address:'],
    ['subscribe end LINK --json', 'The proof, for a file:'],
  ]).action(
    does<Named>(async ({ terminal, json, open }, options, [link = '']) => {
      const erasure = await open('write', ({ subscriptions, recorder }) =>
        subscriptions.erase(...nameOf(link, options), recorder),
      );
      const { id, erasedAt, proof } = erasure;
      const { position = null, hash = null } = proof ?? {};
      if (json) return terminal.json({ id, erasedAt, position, hash });
      if (proof === null) return terminal.say(`Its rows were deleted at ${erasedAt}.`);
      terminal.say(
        `Its rows were deleted at ${erasedAt}. Event ${proof.position} of the log says so; its hash is ${proof.hash}.`,
      );
    }),
  );
}

type Example = [command: string, what: string];

function owned(name: string, about: string, told: Example[]): Command {
  return new Command(name)
    .description(about)
    .addHelpText('after', examples(...told))
    .argument('<link>', 'its link to manage it, or its id together with --token')
    .option('--token <token>', 'the token of that link');
}

interface ChangeOptions {
  pause?: boolean;
  resume?: boolean;
  rotateSecret?: boolean;
  rotateLinks?: boolean;
}

/** A subscription, and its links where their address is known. */
interface Shown {
  own: OwnSubscription;
  links: SubscriptionLinks | undefined;
}

function opened({ open }: Run, link: string, options: Named): Promise<Shown> {
  return open('inspect', async (context) => {
    const own = await context.subscriptions.open(...nameOf(link, options));
    return { own, links: shownLinks(own, context) };
  });
}

/** A token for a guessed host would go to whatever runs there. */
function shownLinks({ links }: OwnSubscription, { isUrlGuessed }: Context): SubscriptionLinks | undefined {
  return isUrlGuessed ? undefined : links;
}

/** The id and the token out of a link, or out of an argument and an option. */
function nameOf(link: string, { token }: Named): [id: string, token: string | undefined] {
  if (!URL.canParse(link)) return [link, token];
  const { pathname, searchParams } = new URL(link);
  const id = /\/subscriptions\/([^/]+)/.exec(pathname)?.[1];
  if (id === undefined) throw new UsageError('That is no link of a subscription.');
  return [id, token ?? searchParams.get('token') ?? undefined];
}
