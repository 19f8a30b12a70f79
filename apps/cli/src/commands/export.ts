import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command, InvalidArgumentError } from 'commander';
import { codeOf, harmlessJson } from '#libs/kernel';
import { exportRecords } from '#libs/timeline';
import type { Context } from '../context.js';
import { Failure } from '../failure.js';
import { counted } from '../format.js';
import { examples } from '../help.js';
import { Progress } from '../progress.js';
import { does } from '../run.js';
import { harmless, type Terminal } from '../terminal.js';

const FILE_ERRORS = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EEXIST', 'EDQUOT']);

interface Options {
  from?: bigint;
  output?: string;
}

/** `dateline export`: the whole log as records, for `import` and `restore`, and for any other program. */
export function exportCommand(): Command {
  return new Command('export')
    .summary('write all records as NDJSON')
    .description(
      'Write all records as NDJSON in the order of the log, each with its place in it (meta). "import" takes them into any log, "restore" makes the same log again.',
    )
    .option('--from <position>', 'begin with this position of the log', readPosition)
    .option('--output <file>', 'write into this file, which is there only when it is complete')
    .addHelpText(
      'after',
      examples(
        ['export --output backup.ndjson', 'Keep a copy, which "dateline restore" makes the same log of:'],
        ['export | gzip > backup.ndjson.gz', 'The same, compressed:'],
        ['export --from 846', 'Only what was recorded from position 846 on:'],
        ['export | grep \'"record":"subject"\' | head', 'Look at some subjects:'],
      ),
    )
    .action(
      does<Options>(async ({ terminal, json, open }, options) => {
        const { output } = options;
        const written = await open('inspect', (context) =>
          output === undefined
            ? write(context, process.stdout, options)
            : writeFile(context, terminal, output, options),
        );
        if (output === undefined) return;
        if (json) terminal.json({ file: output, records: written });
        else terminal.say(`${counted(written, 'record')} in ${harmless(output)}.`);
      }),
    );
}

/** Under another name until all of it is there, so that nobody takes half an export for a whole one. */
async function writeFile(context: Context, terminal: Terminal, name: string, options: Options): Promise<number> {
  const unfinished = `${name}.${process.pid}.part`;
  const progress = new Progress(terminal, 'Exporting', Number((await context.store.head()).position));
  try {
    const file = createWriteStream(unfinished, { flags: 'wx' });
    const written = await write(context, file, options, (count) => progress.show(count, counted(count, 'record')));
    await rename(unfinished, name);
    return written;
  } catch (error) {
    await rm(unfinished, { force: true });
    const code = codeOf(error);
    if (code === undefined || !FILE_ERRORS.has(code)) throw error;
    throw new Failure(`${name} cannot be written (${code}); choose a file in a folder that this user may write.`, {
      cause: error,
    });
  } finally {
    progress.end();
  }
}

/** Writes no faster than is read on the other side; answers how many records. */
async function write(
  { store, signal }: Context,
  to: Writable,
  { from }: Options,
  onProgress: (count: number) => void = () => {},
): Promise<number> {
  let written = 0;
  const lines = async function* (): AsyncIterable<string> {
    for await (const record of exportRecords(store, { from })) {
      written += 1;
      if (written % 100 === 0) onProgress(written);
      yield `${harmlessJson(JSON.stringify(record))}\n`;
    }
  };
  await pipeline(lines, to, { signal, end: to !== process.stdout });
  return written;
}

function readPosition(text: string): bigint {
  if (/^[1-9]\d{0,17}$/.test(text)) return BigInt(text);
  throw new InvalidArgumentError('It must be a position of the log, 1 or more.');
}
