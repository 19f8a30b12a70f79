import { Command } from 'commander';
import { troubledDeliveries, troubledParameters, type TroubledDelivery } from '#libs/reminders';
import { filtersOf, readParameters } from '#libs/timeline';
import { counted } from '../format.js';
import { examples } from '../help.js';
import { addParameters, asTyped, givenParameters } from '../parameters.js';
import { does } from '../run.js';
import { tableOf } from '../table.js';
import { harmless, type Terminal } from '../terminal.js';

/** `dateline deliveries`: what could not be sent or is late, over all subscriptions. */
export function deliveriesCommand(): Command {
  const command = new Command('deliveries')
    .summary('list the messages that are late or could not be sent')
    .description(
      'List the messages of all subscriptions that are late or could not be sent, the latest attempt first, with the reason and whose fault it is: the recipient, the operator (mail server, network) or the service. It shows no address.',
    )
    .addHelpText(
      'after',
      examples(
        ['deliveries --status failed --fault operator', 'What was lost while the mail server refused everything:'],
        ['deliveries --since 2026-07-01 --json', 'For a program:'],
      ),
    );
  return addParameters(command, troubledParameters).action(
    does<Record<string, unknown>>(async ({ terminal, json, open }, options) => {
      const raw = givenParameters(options, troubledParameters);
      const parameters = readParameters(troubledParameters, raw);
      const { items, page } = await open('inspect', ({ db, now }) =>
        troubledDeliveries(db, parameters, filtersOf(raw), now()),
      );
      if (json) return terminal.json({ items, page });
      if (items.length > 0) terminal.say(`${deliveryTable(terminal, items)}\n`);
      terminal.say(terminal.look('dim', `${counted(items.length, 'message')}. Instants are UTC.`));
      const { cursor: _cursor, ...filters } = raw;
      for (const [word, cursor] of [
        ['Next', page.next],
        ['Back', page.prev],
      ] as const) {
        if (cursor === null) continue;
        const again = ['dateline deliveries', asTyped(filters)].filter((part) => part !== '').join(' ');
        terminal.say(terminal.look('dim', `${word}: ${again} --cursor ${cursor}`));
      }
    }),
  );
}

function deliveryTable(terminal: Terminal, items: readonly TroubledDelivery[]): string {
  const rows = items.map(({ id, subscription, channel, kind, status, dueAt, next, attempts, reason, fault }) => [
    `${id}\n${subscription}`,
    `${channel}\n${kind}`,
    `due ${minute(dueAt)}\n${next === null ? 'not tried again' : `next ${minute(next)}`}`,
    [
      `${status}, ${counted(attempts, 'attempt')}${fault === null ? '' : `, fault of the ${fault}`}`,
      ...(reason === null ? [] : [harmless(reason)]),
    ].join('\n'),
  ]);
  const columns = [
    { title: 'Message, subscription', most: 0.34 },
    { title: 'Channel', most: 0.16 },
    { title: 'Time', most: 0.22 },
    { title: 'What happened' },
  ];
  return tableOf(terminal, columns, rows);
}

function minute(instant: string): string {
  return instant.slice(0, 16).replace('T', ' ');
}
