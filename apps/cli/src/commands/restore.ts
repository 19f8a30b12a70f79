import { Command } from 'commander';
import { EventStore, type LogHead } from '#libs/event-store';
import { ndjsonLines, restoreRecords } from '#libs/timeline';
import { audited } from '../audited.js';
import type { Context } from '../context.js';
import { counted } from '../format.js';
import { examples } from '../help.js';
import { bytesOf, inputOf, type Input } from '../input.js';
import { Progress } from '../progress.js';
import { does } from '../run.js';
import type { Terminal } from '../terminal.js';

/** `dateline restore`: makes the log again that an export was written from. */
export function restoreCommand(): Command {
  return new Command('restore')
    .summary('make the log again that was exported')
    .description(
      'Fill an empty log with an export, as it was: positions, instants, and every hash checked. All or nothing. Into a log that holds something already, use "import".',
    )
    .argument('<file>', 'what "dateline export" wrote; - for standard input')
    .addHelpText(
      'after',
      examples(
        ['restore backup.ndjson', 'Make the log again in an empty DATA_DIR or database:'],
        ['restore -  < backup.ndjson', 'The same, from standard input:'],
        ['verify --head 845:8ecb...', 'Then compare with the head that was kept:'],
      ),
    )
    .action(
      does<object>(async ({ terminal, json, open }, _options, [file = '']) => {
        const input = inputOf(file, 'ndjson');
        const head = await open('own', (context) =>
          audited(context, { action: 'log-restore' }, () => restore(context, terminal, input)),
        );
        if (json) return terminal.json({ ...head, head: `${head.position}:${head.hash}` });
        terminal.say(`${counted(head.position, 'event')} restored, every hash fits.`);
        terminal.say(`Head: ${head.position}:${head.hash}`);
      }),
    );
}

async function restore(
  { asOwner, signal, bringViewsUpToDate }: Context,
  terminal: Terminal,
  input: Input,
): Promise<LogHead> {
  const progress = new Progress(terminal, 'Restoring', input.size);
  let [bytes, words] = [0, ''];
  const chunks = bytesOf(input, signal, (more) => {
    bytes += more;
    progress.show(bytes, words);
  });
  const onProgress = (position: bigint): void => {
    words = counted(position, 'event');
  };
  try {
    const head = await asOwner((owner) => restoreRecords(new EventStore(owner), ndjsonLines(chunks), { onProgress }));
    await bringViewsUpToDate();
    return head;
  } finally {
    progress.end();
  }
}
