import { createInterface } from 'node:readline/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import {
  eventsHolding,
  findRedaction,
  readRedactions,
  redact,
  REDACTED,
  REDACTION_GROUNDS,
  type EventStore,
  type RedactionGround,
  type StoredEvent,
} from '#libs/event-store';
import { forgetContent } from '#libs/reminders';
import { whatRemains } from '#libs/timeline';
import { audited } from '../audited.js';
import { Failure } from '../failure.js';
import { counted } from '../format.js';
import { examples } from '../help.js';
import { does } from '../run.js';
import { harmless, type Terminal } from '../terminal.js';

interface RedactOptions {
  reason: string;
  ground: RedactionGround;
  yes?: boolean;
}

/** `dateline redact EVENT`: removes the text of an event where a law demands it. */
export function redactCommand(): Command {
  return new Command('redact')
    .summary('remove the text of an event where a law demands it')
    .description(
      'Remove the text of an event for good: from the log, and so from every view, search, feed and export. Its place, its hash, its day and its sources stay, and an event says who removed it, when and on what ground. What follows from its body (milestones, amounts, outcomes) goes with it. Backups, replicas and WAL keep what they have. A mistake is corrected by a correction, not by this.',
    )
    .argument('<event>', 'its id (fact:ID, correction:ID, retraction:ID, subject:ID, source:ID) or its position')
    .requiredOption('--reason <text>', 'for readers; it must not repeat what is removed', readReason)
    .addOption(new Option('--ground <ground>', 'what demands it').choices(REDACTION_GROUNDS).default('data-protection'))
    .option('--yes', 'do not ask first')
    .addHelpText(
      'after',
      examples(
        ['redact fact:acme-petition --ground sealed --reason "Sealed by the panel"', 'Remove the text of a fact:'],
        ['redact 845 --reason "Names a private person" --yes', 'By its position, in a script:'],
      ),
    )
    .action(
      does<RedactOptions>(async ({ terminal, json, open }, { reason, ground, yes }, [named = '']) => {
        const done = await open('own', async (context) => {
          const { asOwner, bringViewsUpToDate, db, store, recorder } = context;
          const event = await findEvent(store, named);
          const remains = whatRemains(event.type, event.data);
          if (yes !== true) await confirm(terminal, event);
          const earlier = await findRedaction(db.pool, event.id);
          const position =
            earlier ??
            (await audited(context, { action: 'log-redact', target: event.id }, () =>
              asOwner((owner) => redact(owner, { event: event.id, ground, reason, recorder, remainsOf: whatRemains })),
            ));
          const id = event.id.slice(event.id.indexOf(':') + 1);
          const kept = new Set(textsIn(remains));
          const removed = textsIn(event.data).filter((text) => !kept.has(text));
          const messages = await forgetContent(db, id, removed);
          await bringViewsUpToDate();
          const related = new Set([...(await changesOf(store, event)), ...(await eventsHolding(db, removed))]);
          const wasRemoved = await readRedactions(db.kysely, [...related]);
          const left = [...related].filter((one) => one !== event.id && !wasRemoved.has(one));
          return { event: event.id, position, alreadyRemoved: earlier !== undefined, messages, related: left };
        });
        if (json) return terminal.json(done);
        if (done.alreadyRemoved) {
          terminal.say(`The text of ${harmless(done.event)} was removed already (event ${done.position}).`);
        } else {
          terminal.say(`The text of ${harmless(done.event)} was removed; event ${done.position} says so.`);
          terminal.say('What follows from its body (milestones, amounts, outcomes) goes with it.');
        }
        if (done.messages > 0) terminal.say(`${counted(BigInt(done.messages), 'stored message')} lost its content.`);
        if (done.related.length > 0) {
          terminal.say(
            'These events change the same record or repeat its text, and keep theirs; remove it there too where it must go:',
          );
          for (const id of done.related) terminal.say(`  dateline redact ${harmless(id)} --reason ...`);
        }
        terminal.say('Backups, replicas and WAL made before still hold it.');
      }),
    );
}

async function findEvent(store: EventStore, named: string): Promise<StoredEvent> {
  const byPosition = /^\d{1,18}$/.test(named);
  const [event] = byPosition
    ? await store.readAll({ after: BigInt(named) - 1n, upTo: BigInt(named), limit: 1, asRecorded: true })
    : await store.readById([named]);
  if (event === undefined) throw new Failure(`The log holds no event "${named}".`);
  return event;
}

async function confirm(terminal: Terminal, event: StoredEvent): Promise<void> {
  if (!process.stdin.isTTY) throw new Failure('Not a terminal; pass --yes to confirm.');
  terminal.note(
    `The text of event ${event.position} (${harmless(event.id)}, ${harmless(event.type)}) will be removed for good.`,
  );
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    if ((await lines.question(`Type its id to go on: `)).trim() === event.id) return;
  } finally {
    lines.close();
  }
  throw new Failure('Nothing was removed.');
}

/** What else was recorded of the same fact, subject or source. */
async function changesOf(store: EventStore, event: StoredEvent): Promise<string[]> {
  const [kind = '', id] = [event.id.split(':')[0], event.id.slice(event.id.indexOf(':') + 1)];
  const fact = kind === 'fact' ? id : event.data['fact'];
  const events = await store.readStream(event.stream, {});
  return events
    .filter(({ data }) => (fact === undefined ? data[kind] === id : data['fact'] === fact || data['id'] === fact))
    .map((other) => other.id)
    .filter((other) => !other.startsWith(REDACTED));
}

/** Every text in a document. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

function readReason(text: string): string {
  if (text.trim() === '' || text.length > 2_000) throw new InvalidArgumentError('It has 1 to 2,000 characters.');
  return text.trim();
}
