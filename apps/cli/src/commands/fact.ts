import { Command } from 'commander';
import { namesOfActors } from '#libs/access';
import {
  FactQuery,
  singleParameters,
  withRecorders,
  type EventRecorder,
  type FactDetail,
  type FactWithRecorders,
} from '#libs/timeline';
import { changesInWords } from '../change-words.js';
import { counted, knownInWords, markText, marksOf, saidBy, textOf } from '../format.js';
import { coverageUnder, sayCoverage } from '../coverage-line.js';
import { examples } from '../help.js';
import { addParameters, givenParameters } from '../parameters.js';
import { does } from '../run.js';
import { statePairs } from '../state.js';
import { versionsOf, type FactVersion } from '../fact-versions.js';
import { tableOf } from '../table.js';
import type { Terminal } from '../terminal.js';

/** `dateline fact`: one fact with every wording that it had, when each held, why it changed, and who says so. */
export function factCommand(): Command {
  const command = new Command('fact')
    .summary('show one fact: who says so, and every wording it had')
    .description(
      'Show one fact: what it says and on which sources, each wording with the time in which it was known and on record, and why it changed.',
    )
    .argument('<id>', 'the id of the fact, such as usmca-in-force')
    .addHelpText(
      'after',
      examples(
        ['fact usmca-in-force', 'A fact with its sources:'],
        ['fact rrm-resolved-2024-07-30', 'One about which sources disagree, each with what it says:'],
        ['fact usmca-in-force --known-at 2024-09-16 --json', 'As it was known on a day, for a program:'],
      ),
    );
  return addParameters(command, singleParameters).action(
    does<Record<string, unknown>>(async ({ terminal, json, open }, options, [id = '']) => {
      const clocks = givenParameters(options, singleParameters);
      const [fact, coverage] = await open('read', async ({ ask, store, db }) => {
        const found = await ask(new FactQuery(id, clocks));
        const names = (actors: Parameters<typeof namesOfActors>[1]) => namesOfActors(db, actors);
        return [await withRecorders(store, found, names), await coverageUnder(ask, clocks)] as const;
      });
      if (json) return terminal.json(fact);
      show(terminal, fact);
      sayCoverage(terminal, coverage, [fact]);
    }),
  );
}

function show(terminal: Terminal, fact: FactWithRecorders): void {
  const marks = marksOf(fact).map(({ word, look }) => terminal.look(look, markText(word)));
  terminal.say([terminal.look('bold', textOf(fact.title)), ...marks].join(' '));
  terminal.say(terminal.look('dim', [fact.id, fact.type, textOf(fact.subject.name)].join(' · ')));
  const pairs = [
    ['when', fact.occurred?.text ?? 'no date'],
    [
      'known',
      fact.known.basis === 'recorded' ? knownInWords(fact.known) : `since ${fact.known.at} (${fact.known.basis})`,
    ],
    ['on record', `since ${minuteOf(fact.recordedAt)}, position ${fact.recordedPosition}`],
    ['recorded by', nameOf(fact.recorder)],
    ...fact.marks.map(({ detail }) => ['remark', detail]),
    ...(fact.summary === null ? [] : [['summary', textOf(fact.summary)]]),
    ...statePairs(fact.body),
  ];
  terminal.say(`\n${tableOf(terminal, [{ title: '', most: 0.3 }, { title: '' }], pairs)}`);
  terminal.say(`\n${heading(terminal, 'Sources')}\n${sourceTable(terminal, fact)}`);
  const versions = versionsOf(fact.wordings);
  if (fact.wordings.length > 1) terminal.say(`\n${heading(terminal, 'Wordings')}\n${wordingTable(terminal, versions)}`);
  if (fact.changes.length > 0) terminal.say(`\n${heading(terminal, 'Changes')}\n${changeTable(terminal, fact)}`);
  if (fact.redactions.length > 0)
    terminal.say(`\n${heading(terminal, 'Removed texts')}\n${removalTable(terminal, fact)}`);
  const footer = `${counted(versions.length, 'wording')}. As of position ${fact.position} of the log.`;
  terminal.say(`\n${terminal.look('dim', footer)}`);
}

/** Who says so, side by side; below, what a source says differently. */
function sourceTable(terminal: Terminal, { sources }: FactDetail): string {
  const rows = sources.map(({ title, publisher, publishedOn, locator }) => [
    publishedOn ?? 'no date',
    [title, publisher, locator]
      .filter((part) => part !== null && part !== '')
      .map((part) => textOf(part))
      .join(', '),
  ]);
  const told = sources.map(({ says }) => {
    if (says === null) return '';
    const pairs = [...(says.occurred ? [['when', says.occurred.text] as const] : []), ...statePairs(says.body ?? {})];
    return `says: ${pairs.map(([name, value]) => `${name} ${value}`).join('; ')}`;
  });
  return tableOf(terminal, [{ title: 'Published', most: 0.2 }, { title: 'Source' }], rows, {
    dress: (line, _row, column) => (column === 0 ? terminal.look('cyan', line) : line),
    below: (row) => ({ column: 1, text: told[row] ?? '', look: 'magenta' }),
  });
}

function wordingTable(terminal: Terminal, versions: readonly FactVersion[]): string {
  const rows = versions.map(({ first: { known, recorded, title, occurred, retracted }, last }) => [
    known.basis === 'recorded'
      ? knownInWords({ at: known.from, basis: known.basis })
      : spanOf(known.from, last.known.to),
    spanOf(minuteOf(recorded.since), last.recorded.until && minuteOf(last.recorded.until)),
    `${retracted ? '[retracted] ' : ''}${occurred?.text ?? 'no date'}: ${textOf(title)}`,
  ]);
  const columns = [{ title: 'Known', most: 0.2 }, { title: 'On record', most: 0.26 }, { title: 'What it said' }];
  return tableOf(terminal, columns, rows, {
    dress: (line, row, column) => (column === 2 && versions[row]!.first.retracted ? terminal.look('red', line) : line),
    below: (row) => ({ column: 2, text: groundsOf(versions[row]!), look: 'dim' }),
  });
}

/** The corrections that a wording takes in, the sources that said so first, and those that came later with their days. */
function groundsOf({ first: { sources, changedBy }, later }: FactVersion): string {
  return [
    ...(sources.length === 0 ? [] : [`said by ${sources.map(({ source }) => source).join(', ')}`]),
    ...(changedBy.length === 0 ? [] : [`with ${changedBy.join(', ')}`]),
    ...later.map(({ source, known, recorded }) => `${source} since ${known}, on record since ${minuteOf(recorded)}`),
  ].join('; ');
}

function changeTable(terminal: Terminal, { changes }: FactWithRecorders): string {
  const rows = changes.map(({ id, known, recordedAt, kind, reason, sources, recorder }) => [
    knownInWords(known),
    `[${kind}] ${textOf(reason)} (${id}; ${saidBy(sources)}; recorded by ${nameOf(recorder)} on ${minuteOf(recordedAt)})`,
  ]);
  return tableOf(terminal, [{ title: 'Known', most: 0.2 }, { title: 'Why' }], rows, {
    dress: (line, _row, column) => (column === 0 ? terminal.look('cyan', line) : line),
    below: (row) => ({ column: 1, text: changesInWords(changes[row]!.changes), look: 'dim' }),
  });
}

/** Whose text was removed, on what ground, why, by whom and by which request or run. */
function removalTable(terminal: Terminal, { redactions }: FactWithRecorders): string {
  const rows = redactions.map(({ event, at, ground, reason, recorder }) => {
    const run = recorder?.requestId ? `, request ${recorder.requestId}` : '';
    return [minuteOf(at), `[${ground}] ${textOf(reason)} (${event}; removed by ${nameOf(recorder)}${run})`];
  });
  return tableOf(terminal, [{ title: 'Removed', most: 0.26 }, { title: 'Why' }], rows);
}

/** The actor, with the name of its key; an earlier release recorded none. */
function nameOf(recorder: EventRecorder | null): string {
  if (recorder === null) return 'not on record';
  return recorder.name === null ? recorder.by : `${recorder.by} (${textOf(recorder.name)})`;
}

function spanOf(from: string, to: string | null): string {
  return to === null ? `${from} on` : `${from} to ${to}`;
}

/** An instant to the minute, UTC, as people read it. */
function minuteOf(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)}`;
}

function heading(terminal: Terminal, text: string): string {
  return terminal.look(['bold', 'underline'], text);
}
