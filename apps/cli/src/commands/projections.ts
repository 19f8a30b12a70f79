import { Command } from 'commander';
import { VIEWS } from '#libs/milestones';
import { Checkpoints, replayQuarantine, viewNamed, type ReplayedStream, type ViewStatus } from '#libs/projections';
import { audited } from '../audited.js';
import { UsageError } from '../failure.js';
import { counted } from '../format.js';
import { examples } from '../help.js';
import { does } from '../run.js';
import { tableOf } from '../table.js';
import { harmless, type Terminal } from '../terminal.js';

/** `dateline projections`: where the views stand, and taking up again what they have set aside. */
export function projectionsCommand(): Command {
  return new Command('projections')
    .summary('tell where the views stand, and replay what one has set aside')
    .description(
      'Tell how far each view is, which process keeps it, what it has set aside and how its last rebuild ended. With --replay: apply the streams that a view has set aside, after a fix.',
    )
    .argument('[stream]', 'with --replay: only this stream, such as subject-usmca')
    .option('--replay <view>', 'apply what this view has set aside, and take it up again')
    .addHelpText(
      'after',
      examples(
        ['projections', 'See where the views stand:'],
        ['projections --replay milestones', 'After a fix, take up again whatever is set aside:'],
        ['projections --replay milestones subject-usmca', 'One stream of it:'],
      ),
    )
    .action(
      does<{ replay?: string }>(async ({ terminal, json, open }, { replay }, [stream]) => {
        if (replay === undefined) {
          if (stream !== undefined) throw new UsageError('A stream is named with --replay only.');
          const views = await open('inspect', ({ db }) => new Checkpoints(db).status());
          if (json) terminal.json(views);
          else terminal.say(statusTable(terminal, views));
          return;
        }
        const view = viewNamed(VIEWS, replay);
        const replayed = await open('inspect', (context) =>
          audited(context, { action: 'projection-replay', target: view.name }, () =>
            replayQuarantine(context.db, context.store.shapes, view, stream),
          ),
        );
        if (json) terminal.json(replayed);
        else terminal.say(replaySentence(replay, replayed));
      }),
    );
}

function statusTable(terminal: Terminal, views: readonly ViewStatus[]): string {
  if (views.length === 0) return 'No view has begun yet.';
  const rows = views.map(({ name, version, position, lag, holder }) => [
    `${name} ${version}`,
    String(position),
    lag === 0n ? 'up to date' : `${counted(lag, 'event')} behind`,
    harmless(holder?.owner ?? 'nobody'),
  ]);
  const columns = [
    { title: 'View', most: 0.25 },
    { title: 'Position', most: 0.15 },
    { title: 'State', most: 0.25 },
    { title: 'Held by' },
  ];
  return tableOf(terminal, columns, rows, {
    below: (row) => ({ column: 3, text: remarksOn(views[row]!).join('\n'), look: 'yellow' }),
  });
}

/** What there is to say of a view beside its figures, in sentences. */
function remarksOn({ error, quarantine, rebuild, lastRebuild }: ViewStatus): string[] {
  return [
    ...(error === null ? [] : [`Does not go on since ${error.since.toISOString()}: ${error.message}`]),
    ...quarantine.map(
      ({ stream, position, tries, error: why }) =>
        `Set aside: ${stream} from position ${position} on, after ${counted(tries, 'try', 'tries')}: ${why}`,
    ),
    ...(rebuild === null
      ? []
      : [
          `Rebuild of version ${rebuild.version}: ${rebuild.phase}, at position ${rebuild.position}${rebuild.target === null ? '' : ` of ${rebuild.target}`}, held by ${rebuild.holder ?? 'nobody'}.`,
        ]),
    ...(lastRebuild === null || lastRebuild.finishedAt === null
      ? []
      : [
          `Last rebuild (${lastRebuild.finishedAt.toISOString()}): ${lastRebuild.outcome}. ${lastRebuild.report ?? ''}`,
        ]),
  ].map(harmless);
}

function replaySentence(view: string, replayed: readonly ReplayedStream[]): string {
  if (replayed.length === 0) return `The view ${view} has set nothing aside.`;
  return replayed
    .map(({ stream, events }) => `${harmless(stream)} is taken up again, with ${counted(events, 'event')}.`)
    .join('\n');
}
