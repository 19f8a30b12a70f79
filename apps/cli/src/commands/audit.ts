import { Command } from 'commander';
import { z } from 'zod';
import { AUDIT_ACTIONS, namesOfActors, type ListedAuditEntry } from '#libs/access';
import { readParameters, wholeNumber } from '#libs/timeline';
import { counted } from '../format.js';
import { examples } from '../help.js';
import { addParameters, givenParameters } from '../parameters.js';
import { does } from '../run.js';
import { tableOf } from '../table.js';
import { harmless, type Terminal } from '../terminal.js';

const parameters = z.object({
  action: z.enum(AUDIT_ACTIONS).optional().meta({ description: 'Only this action.' }),
  since: z.string().optional().meta({ description: 'From this day (UTC) or instant of the real clock on.' }),
  until: z.string().optional().meta({ description: 'Until the end of this day, or before this instant.' }),
  limit: wholeNumber(1, 1_000).default(50).meta({ description: 'How many entries at most, 1 to 1000 (50).' }),
});

/** `dateline audit`: who administered what, and which authorisations failed. */
export function auditCommand(): Command {
  const command = new Command('audit')
    .summary('list who administered what, and which authorisations failed')
    .description(
      'List administration and failed authorisations, the newest first. Administration stays for 400 days; failed authorisations are counted by the hour and stay for 30 days.',
    )
    .addHelpText(
      'after',
      examples(
        ['audit --action key-create', 'Who made which key:'],
        ['audit --since 2026-07-01 --until 2026-07-31 --json', 'A month, for a program:'],
      ),
    );
  return addParameters(command, parameters).action(
    does<Record<string, unknown>>(async ({ terminal, json, open }, options) => {
      const filter = readParameters(parameters, givenParameters(options, parameters));
      const { entries, names } = await open('inspect', async ({ audit, db }) => {
        const found = await audit.list(filter);
        return {
          entries: found,
          names: await namesOfActors(
            db,
            found.map(({ actor }) => actor),
          ),
        };
      });
      if (json) return terminal.json(entries.map((entry) => ({ ...entry, name: names.get(entry.actor) ?? null })));
      if (entries.length > 0) terminal.say(`${auditTable(terminal, entries, names)}\n`);
      terminal.say(terminal.look('dim', `${counted(entries.length, 'entry', 'entries')}. Instants are UTC.`));
    }),
  );
}

function auditTable(
  terminal: Terminal,
  entries: readonly ListedAuditEntry[],
  names: ReadonlyMap<string, string>,
): string {
  const rows = entries.map(({ at, actor, action, target, outcome, count, details }) => [
    at.slice(0, 19).replace('T', ' '),
    harmless(names.has(actor) ? `${actor} (${names.get(actor)})` : actor),
    [action, harmless(target ?? '')].join(' ').trim(),
    [outcome, count > 1 ? `${count} times` : '', harmless(String(details['network'] ?? ''))].join(' ').trim(),
  ]);
  const columns = [
    { title: 'When', most: 0.25 },
    { title: 'Who', most: 0.25 },
    { title: 'What', most: 0.3 },
    { title: 'Outcome' },
  ];
  return tableOf(terminal, columns, rows, {
    dress: (line, row, column) =>
      column === 3 && entries[row]!.outcome !== 'done' ? terminal.look('red', line) : line,
  });
}
