import { Command, InvalidArgumentError } from 'commander';
import { headText, SignedHeads, verifyAndSign, type Head, type SignedHead, type VerifyReport } from '#libs/event-store';
import { counted } from '../format.js';
import { examples } from '../help.js';
import { Failure } from '../failure.js';
import { Progress } from '../progress.js';
import { does } from '../run.js';
import { harmless, type Terminal } from '../terminal.js';

/** `dateline verify`: computes every hash of the log again. */
export function verifyCommand(): Command {
  return new Command('verify')
    .summary('check that the log is as it was recorded')
    .description(
      'Check the log: compute every hash again, and find the first event that was altered, removed or moved. A cut tail and a chain that was rewritten show against the newest signed head in DATA_DIR/heads, and against one that you kept.',
    )
    .option('--head <position:hash>', 'a head that was kept, as an earlier verify or /health/ready showed it', readHead)
    .option('--sign', 'sign the head with LOG_SIGNING_KEY and keep it in DATA_DIR/heads, also on another host')
    .addHelpText(
      'after',
      examples(
        ['verify', 'Check the log, and learn its head:'],
        [`verify --head 845:${'9f'.repeat(3)}...`, 'Check that nothing was cut or rewritten since that head was kept:'],
        [
          'verify --sign   # with DATABASE_URL, DATA_DIR and LOG_SIGNING_KEY of that host',
          'Keep signed heads on another host, for instance every hour:',
        ],
        ['verify --json', 'For a program; the exit code is 1 where something is wrong:'],
      ),
    )
    .action(
      does<{ head?: Head; sign?: boolean }>(async ({ settings, terminal, json, open }, { head, sign = false }) => {
        const { dataDir, logSigningKey } = settings;
        const signedHeads = new SignedHeads({ dataDir, logSigningKey });
        const newest = signedHeads.newest();
        if (sign && !signedHeads.maySign())
          throw new Failure('LOG_SIGNING_KEY is a public key; signing takes the private one.');
        const earlier = signedHeads.newestOfEarlierKeys();
        // Where the key lies here a verification signs what it found sound; only --sign makes a key.
        const signs = sign || signedHeads.maySign(false);
        const heads = [head, earlier].filter((one) => one !== undefined);
        const report = await open('inspect', async ({ store }) => {
          const end = Number((await store.head()).position);
          const progress = new Progress(terminal, 'Verifying', end);
          const onProgress = (position: bigint): void => progress.show(Number(position), counted(position, 'event'));
          try {
            if (signs) return await verifyAndSign(store, signedHeads, { heads, onProgress });
            return await store.verify({ heads: newest === undefined ? heads : [...heads, newest], onProgress });
          } finally {
            progress.end();
          }
        });
        if (json) terminal.json(inJson(report, newest));
        else write(terminal, report, newest, earlier);
        return report.ok ? 0 : 1;
      }),
    );
}

function inJson(report: VerifyReport, newest: SignedHead | undefined): object {
  const signedHead = newest === undefined ? null : headText(newest);
  return report.ok ? { ...report, head: headText(report.head), signedHead } : { ...report, signedHead };
}

function write(terminal: Terminal, report: VerifyReport, newest?: SignedHead, earlier?: SignedHead): void {
  if (report.ok) {
    const { position } = report.head;
    terminal.say(terminal.look('green', `The log is sound: ${counted(position, 'event')}, every hash fits.`));
    terminal.say(`Head: ${headText(report.head)}`);
    for (const { position: at, event, at: instant, ground, reason } of report.redacted) {
      const why = `${ground}: ${harmless(reason)}`;
      terminal.say(`The text of event ${at} (${harmless(event)}) was redacted on ${instant.slice(0, 10)}, ${why}`);
    }
  } else terminal.say(terminal.look('red', report.sentence));
  if (earlier !== undefined)
    terminal.say(`Checked against the head ${headText(earlier)}, which an earlier key has signed.`);
  if (newest === undefined && earlier === undefined) {
    terminal.say('No signed head is kept in DATA_DIR/heads, so a chain that was rewritten would not show.');
  } else if (newest !== undefined) terminal.say(`Checked against the signed head ${headText(newest)}.`);
}

function readHead(text: string): Head {
  // Names of files have `-` for `:`.
  const [, position, hash] = /^(\d{1,18})[:-]([0-9a-fA-F]{64})$/.exec(text) ?? [];
  if (position === undefined || hash === undefined) {
    throw new InvalidArgumentError('It must be a position and a hash of 64 hexadecimal digits, such as 845:9f3c....');
  }
  return { position: BigInt(position), hash: hash.toLowerCase() };
}
