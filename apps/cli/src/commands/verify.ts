import { Command, InvalidArgumentError } from 'commander';
import { counted } from '../format.js';
import { examples } from '../help.js';
import { Progress } from '../progress.js';
import { does } from '../run.js';

interface Head {
  position: bigint;
  hash: string;
}

/** `dateline verify`: computes every hash of the log again. */
export function verifyCommand(): Command {
  return new Command('verify')
    .summary('check that the log is as it was recorded')
    .description(
      'Check the log: compute every hash again, and find the first event that was altered, removed or moved. A cut tail shows against a head that was kept.',
    )
    .option('--head <position:hash>', 'a head that was kept, as an earlier verify or /health/ready told it', readHead)
    .addHelpText(
      'after',
      examples(
        ['verify', 'Check the log, and learn its head:'],
        [`verify --head 845:${'9f'.repeat(3)}...`, 'Check that nothing was cut or rewritten since that head was kept:'],
        ['verify --json', 'For a program; the exit code is 1 where something is wrong:'],
      ),
    )
    .action(
      does<{ head?: Head }>(async ({ terminal, json, open }, { head }) => {
        const report = await open('inspect', async ({ store }) => {
          const end = Number((await store.head()).position);
          const progress = new Progress(terminal, 'Verifying', end);
          const onProgress = (position: bigint): void => progress.show(Number(position), counted(position, 'event'));
          try {
            return await store.verify({ head, onProgress });
          } finally {
            progress.end();
          }
        });
        if (json) terminal.json(report.ok ? { ...report, head: headOf(report.head) } : report);
        else if (report.ok) {
          const { position } = report.head;
          terminal.say(terminal.look('green', `The log is sound: ${counted(position, 'event')}, every hash fits.`));
          terminal.say(`Head: ${headOf(report.head)}`);
        } else terminal.say(terminal.look('red', report.sentence));
        return report.ok ? 0 : 1;
      }),
    );
}

function headOf({ position, hash }: Head): string {
  return `${position}:${hash}`;
}

function readHead(text: string): Head {
  const [, position, hash] = /^(\d{1,18}):([0-9a-fA-F]{64})$/.exec(text) ?? [];
  if (position === undefined || hash === undefined) {
    throw new InvalidArgumentError('It must be a position and a hash of 64 hexadecimal digits, such as 845:9f3c....');
  }
  return { position: BigInt(position), hash: hash.toLowerCase() };
}
