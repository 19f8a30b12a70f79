import { createInterface } from 'node:readline/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import {
  eventsHolding,
  findRedaction,
  readRedactions,
  redact,
  REDACTION_GROUNDS,
  type EventStore,
  type RedactionGround,
  type StoredEvent,
} from '#libs/event-store';
import { orphanedFlags } from '#libs/milestones';
import { forgetContent, forgetReminders } from '#libs/reminders';
import { checkRedactionReason, removedTexts, whatRemains } from '#libs/timeline';
import { audited } from '../audited.js';
import { Failure } from '../failure.js';
import { counted } from '../format.js';
import { examples } from '../help.js';
import { does } from '../run.js';
import { harmless, type Terminal } from '../terminal.js';

/** How many events are listed under each heading. */
const MOST_LISTED = 20;

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
      'Remove the text of an event for good: from the log, and so from every view, search, feed and export. Its place, its hash, its day and its sources stay, and an event says who removed it, when and on what ground. What follows from its body (milestones, amounts, outcomes) goes with it; the ids of milestones stay in the flags that the log has of them, and are listed. Backups, replicas and WAL keep what they have. A mistake is corrected by a correction, not by this.',
    )
    .argument('<event>', 'its id (fact:ID, correction:ID, retraction:ID, subject:ID, source:ID) or its position')
    .requiredOption(
      '--reason <text>',
      'for readers, recorded for good; refused where it repeats a text or a name that is removed',
      readReason,
    )
    .addOption(
      new Option('--ground <ground>', 'what demands it, recorded for good (default data-protection)')
        .choices(REDACTION_GROUNDS)
        .default('data-protection'),
    )
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
          const earlier = await findRedaction(db.pool, event.id);
          const removed = earlier === undefined ? removedTexts(event.type, event.data) : [];
          const askFirst = async (): Promise<void> => {
            if (yes !== true) await confirm(terminal, event);
          };
          if (earlier !== undefined) await askFirst();
          const position =
            earlier ??
            (await audited(context, { action: 'log-redact', target: event.id }, async () => {
              checkRedactionReason(reason, event.type, event.data);
              await askFirst();
              return asOwner((owner) =>
                redact(owner, { event: event.id, ground, reason, recorder, remainsOf: whatRemains }),
              );
            }));
          let messages = await forgetContent(db, idOf(event), removed);
          await bringViewsUpToDate();
          const [, subject] = /^subject-(.+)/.exec(event.stream) ?? [];
          if (subject !== undefined) await forgetReminders(db, subject);
          const milestones = subject === undefined ? [] : await orphanedFlags(db, subject);
          for (const id of milestones) messages += await forgetContent(db, id, []);
          const sameRecord = await changesOf(store, event);
          const holding = (await eventsHolding(db, removed)).filter((id) => !sameRecord.includes(id));
          const redactions = await readRedactions(db.kysely, [event.id, ...sameRecord, ...holding]);
          const left = (ids: readonly string[]): string[] => ids.filter((id) => !redactions.has(id));
          const { ground: onGround, reason: because } = redactions.get(event.id)!;
          return {
            event: event.id,
            position,
            alreadyRemoved: earlier !== undefined,
            ground: onGround,
            reason: because,
            messages,
            milestones,
            sameRecord: left(sameRecord),
            repeating: left(holding),
          };
        });
        if (json) return terminal.json(done);
        if (done.alreadyRemoved) {
          terminal.say(`The text of ${harmless(done.event)} was removed already (event ${done.position}).`);
          terminal.say(`The ground and the reason on record stay: ${done.ground}: ${harmless(done.reason)}`);
          if (done.ground !== ground || done.reason !== reason)
            terminal.say('Those of this command were not recorded.');
        } else {
          terminal.say(`The text of ${harmless(done.event)} was removed; event ${done.position} says so.`);
          terminal.say('What follows from its body (milestones, amounts, outcomes) goes with it.');
        }
        if (done.messages > 0) terminal.say(`${counted(BigInt(done.messages), 'stored message')} lost its content.`);
        if (done.milestones.length > 0) {
          terminal.say(
            'No record derives these milestones any more; their ids stay in the flags that the log has of them:',
          );
          for (const id of done.milestones) terminal.say(`  ${harmless(id)}`);
        }
        sayLeft(
          terminal,
          'Other events of the same record keep their text. Where it must go as well:',
          done.sameRecord,
        );
        sayLeft(terminal, 'These events may repeat the removed text; read them first:', done.repeating);
        terminal.say('Backups, replicas and WAL made before still hold it.');
      }),
    );
}

/** The commands that remove the text of other events; of many, the first. */
function sayLeft(terminal: Terminal, heading: string, events: readonly string[]): void {
  if (events.length === 0) return;
  terminal.say(heading);
  for (const id of events.slice(0, MOST_LISTED)) terminal.say(`  dateline redact ${harmless(id)} --reason ...`);
  const more = events.length - MOST_LISTED;
  if (more > 0) terminal.say(`  and ${counted(more, 'more event')}; --json lists all.`);
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

/** The record of the same fact, subject or source, its corrections and its retraction, other than the event itself. */
async function changesOf(store: EventStore, event: StoredEvent): Promise<string[]> {
  const target = targetOf(event);
  const events = await store.readStream(event.stream, {});
  return events.filter((other) => other.id !== event.id && targetOf(other) === target).map((other) => other.id);
}

/** The id of the event of the record that an event records, corrects or retracts: `fact:acme-petition`. */
function targetOf({ id, type, data }: StoredEvent): string {
  const [, of = ''] = /^(fact|subject|source)\.(?:corrected|retracted)$/.exec(type) ?? [];
  return of === '' ? id : `${of}:${String(data[of])}`;
}

/** The id of the record of an event. */
function idOf({ id }: StoredEvent): string {
  return id.slice(id.indexOf(':') + 1);
}

function readReason(text: string): string {
  if (text.trim() === '' || text.length > 2_000) throw new InvalidArgumentError('It has 1 to 2,000 characters.');
  return text.trim();
}
