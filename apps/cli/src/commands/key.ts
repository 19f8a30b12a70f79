import { Command, InvalidArgumentError, Option } from 'commander';
import {
  createKey,
  listKeys,
  revokeKey,
  rotateKey,
  SCOPES,
  type ListedKey,
  type NewKey,
  type Scope,
} from '#libs/access';
import { countSubscriptionsOfKey } from '#libs/reminders';
import { audited } from '../audited.js';
import type { Context } from '../context.js';
import { counted } from '../format.js';
import { examples } from '../help.js';
import { does } from '../run.js';
import { tableOf } from '../table.js';
import { harmless, type Terminal } from '../terminal.js';

/** `dateline key`: keys for programs and people who write. */
export function keyCommand(): Command {
  return new Command('key')
    .summary('make, list, revoke and rotate keys for the HTTP interface')
    .description('Make, list, revoke and rotate keys for the HTTP interface.')
    .addHelpText(
      'after',
      examples(
        ['key create --name Ana --scope write', 'A key for somebody who records facts:'],
        ['key list', 'Which keys there are:'],
        ['key rotate 3 --grace PT1H', 'A new one in the place of another:'],
      ),
    )
    .addCommand(createCommand())
    .addCommand(listCommand())
    .addCommand(revokeCommand())
    .addCommand(rotateCommand());
}

function createCommand(): Command {
  return new Command('create')
    .description(
      'Make a key and print it, this once: only its hash is kept. Programs send it as "Authorization: Bearer KEY".',
    )
    .requiredOption('--name <name>', 'whose key it is, or what for')
    .addOption(
      new Option('--scope <scope>', 'what it allows, admin including write, and write read')
        .choices(SCOPES)
        .argParser(readScope)
        .makeOptionMandatory(),
    )
    .option('--expires <duration|day|instant>', 'when it ends, such as P90D or 2027-01-31; without it never')
    .addHelpText(
      'after',
      examples(
        ['key create --name "Nightly import" --scope write --expires P90D', 'A key for a program that records facts:'],
        ['key create --name Ana --scope admin --json', 'A key for an administrator, for a script:'],
      ),
    )
    .action(
      does<{ name: string; scope: Scope; expires?: string }>(
        async ({ terminal, json, open }, { name, scope, expires }) => {
          const made = await open('write', (context) =>
            audited(
              context,
              { action: 'key-create' },
              () => createKey(context.db, { name, scopes: [scope], expires }),
              ({ id }) => ({ target: id }),
            ),
          );
          if (json) terminal.json(made);
          else sayNew(terminal, made);
        },
      ),
    );
}

/** A key has one scope here: of two the last one would hold without a word. */
function readScope(text: string, before: Scope | undefined): Scope {
  if (before !== undefined) throw new InvalidArgumentError('It is given once; admin includes write, and write read.');
  const scope = SCOPES.find((one) => one === text);
  if (scope === undefined) throw new InvalidArgumentError(`Allowed choices are ${SCOPES.join(', ')}.`);
  return scope;
}

function listCommand(): Command {
  return new Command('list')
    .description('List every key with its scopes, its expiry and the day of its last use.')
    .addHelpText(
      'after',
      examples(['key list', 'Which keys there are:'], ['key list --json', 'The same, for a program:']),
    )
    .action(
      does<object>(async ({ terminal, json, open }) => {
        const keys = await open('inspect', ({ db }) => listKeys(db));
        if (json) return terminal.json(keys);
        if (keys.length > 0) terminal.say(`${keyTable(terminal, keys)}\n`);
        terminal.say(terminal.look('dim', `${counted(keys.length, 'key')}. Days and instants are UTC.`));
      }),
    );
}

function revokeCommand(): Command {
  return new Command('revoke')
    .description(
      'Revoke a key: it is refused from the next request on. With READ_ACCESS=key the subscriptions of the key end with it.',
    )
    .argument('<id>', 'its id, as "key list" shows it')
    .addHelpText('after', examples(['key revoke 3', 'After a leak:'], ['key revoke 3 --json', 'For a program:']))
    .action(
      does<object>(async ({ terminal, json, open }, _options, [id = '']) => {
        const { revoked, subscriptions, readAccess } = await open('inspect', async (context) => {
          const made = await countSubscriptionsOfKey(context.db, id);
          const key = await audited(context, { action: 'key-revoke', target: id }, () =>
            revokeKey(context.db, id, context.recorder.by),
          );
          return { revoked: key, subscriptions: made, readAccess: context.readAccess };
        });
        if (json) return terminal.json({ ...revoked, subscriptions });
        terminal.say(`The key ${revoked.id} (${harmless(revoked.name)}) was revoked at ${revoked.revokedAt}.`);
        sayEnded(terminal, subscriptions, readAccess);
      }),
    );
}

function rotateCommand(): Command {
  return new Command('rotate')
    .description(
      'Make a new key with the name, the scopes and the expiry rule of another one, which expires at once or after a grace period. With a grace period the subscriptions of the old key go on with the new one; without one they end, where READ_ACCESS=key.',
    )
    .argument('<id>', 'the id of the old key, as "key list" shows it')
    .option('--grace <duration>', 'how long the old key stays valid, at most P30D', 'PT0S')
    .addHelpText(
      'after',
      examples(
        ['key rotate 3 --grace PT1H', 'With an hour to put the new key in its place:'],
        ['key rotate 3', 'After a leak: the old key ends at once, with what it made:'],
      ),
    )
    .action(
      does<{ grace: string }>(async ({ terminal, json, open }, { grace }, [id = '']) => {
        const { made, old, subscriptions, readAccess } = await open('inspect', async (context) => {
          const before = await countSubscriptionsOfKey(context.db, id);
          const key = await audited(
            context,
            { action: 'key-rotate', target: id },
            () => rotateKey(context.db, id, context.recorder.by, grace),
            (rotated) => ({ details: { made: rotated.id } }),
          );
          const left = before - (await countSubscriptionsOfKey(context.db, key.id));
          const replaced = (await listKeys(context.db)).find((one) => one.id === id);
          return { made: key, old: replaced, subscriptions: left, readAccess: context.readAccess };
        });
        if (json) return terminal.json({ ...made, subscriptions });
        sayNew(terminal, made);
        terminal.note(
          old?.state === 'valid'
            ? `The key ${id} is valid until ${old.expiresAt}.`
            : `The key ${id} is not valid any more.`,
        );
        sayEnded(terminal, subscriptions, readAccess);
      }),
    );
}

/** Whether subscriptions ended with their key, which depends on how the service runs. */
function sayEnded(terminal: Terminal, subscriptions: number, readAccess: Context['readAccess']): void {
  if (subscriptions === 0) return;
  const made = `${counted(subscriptions, 'subscription')} made with it`;
  if (readAccess === 'key') terminal.say(`${made} ended as well.`);
  else if (readAccess === 'public')
    terminal.say(`${made} ${subscriptions === 1 ? 'goes' : 'go'} on, since reading needs no key (READ_ACCESS=public).`);
  else
    terminal.say(
      `${made} ${subscriptions === 1 ? 'ends' : 'end'} as well if the service runs with READ_ACCESS=key; no service runs on DATA_DIR, and READ_ACCESS is not set here.`,
    );
}

function sayNew(terminal: Terminal, { key, id, name, scopes, expiresAt }: NewKey): void {
  terminal.say(key);
  const end = expiresAt === null ? 'It does not expire.' : `It expires at ${expiresAt}.`;
  terminal.note(
    `This is key ${id}, "${harmless(name)}" (${scopes.join(', ')}). ${end} Keep it: it is not shown again.`,
  );
}

function keyTable(terminal: Terminal, keys: readonly ListedKey[]): string {
  const rows = keys.map(({ id, name, scopes, state, expiresAt, lastUsedOn }) => [
    id,
    harmless(name),
    scopes.join(', '),
    state,
    expiresAt === null ? 'never' : expiresAt.slice(0, 16).replace('T', ' '),
    lastUsedOn ?? 'never',
  ]);
  const columns = [
    { title: 'Id', most: 0.1 },
    { title: 'Name', most: 0.3 },
    { title: 'Scope', most: 0.15 },
    { title: 'State', most: 0.12 },
    { title: 'Expires', most: 0.2 },
    { title: 'Last used' },
  ];
  return tableOf(terminal, columns, rows, {
    dress: (line, row, column) => (column === 3 && keys[row]!.state !== 'valid' ? terminal.look('red', line) : line),
  });
}
