import { Command, InvalidArgumentError } from 'commander';
import {
  headText,
  LOST_KEY,
  SignedHeads,
  verifyAndSign,
  type Head,
  type SignedHead,
  type VerifyReport,
} from '#libs/event-store';
import { holdsNoText } from '#libs/timeline';
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
        // Looked for before a verification may sign another in the place of one.
        const doubtful = signedHeads.doubtful();
        const hasLostKey = !sign && signedHeads.hasLostKey();
        // Where the key lies here a verification signs what it found sound; only --sign makes a key.
        const signs = sign || signedHeads.maySign(false);
        const heads = [head, earlier].filter((one) => one !== undefined);
        const report = await open('inspect', async ({ store }) => {
          const end = Number((await store.head()).position);
          const progress = new Progress(terminal, 'Verifying', end);
          const onProgress = (position: bigint): void => progress.show(Number(position), counted(position, 'event'));
          try {
            if (signs) return await verifyAndSign(store, signedHeads, { heads, holdsNoText, onProgress });
            return await store.verify({
              heads: newest === undefined ? heads : [...heads, newest],
              holdsNoText,
              onProgress,
            });
          } finally {
            progress.end();
          }
        });
        const found: Found = {
          newest,
          earlier,
          first: newest ?? signedHeads.newest(),
          doubtful,
          hasLostKey,
        };
        if (json) terminal.json(inJson(report, found));
        else write(terminal, report, found);
        return report.ok && doubtful.length === 0 ? 0 : 1;
      }),
    );
}

/** What was kept of heads before this verification, and what it adds. */
interface Found {
  newest?: SignedHead;
  earlier?: SignedHead;
  /** The newest one, else the one that this verification has signed. */
  first?: SignedHead;
  /** Files of heads whose signature does not fit. */
  doubtful: readonly string[];
  /** Heads are kept, and no key signs further ones. */
  hasLostKey: boolean;
}

function inJson(report: VerifyReport, { newest, doubtful }: Found): object {
  const signed = { signedHead: newest === undefined ? null : headText(newest), doubtfulHeads: doubtful };
  return report.ok ? { ...report, head: headText(report.head), ...signed } : { ...report, ...signed };
}

function write(
  terminal: Terminal,
  report: VerifyReport,
  { newest, earlier, first, doubtful, hasLostKey }: Found,
): void {
  if (report.ok) {
    const { position } = report.head;
    terminal.say(terminal.look('green', `The log is sound: ${counted(position, 'event')}, every hash fits.`));
    terminal.say(`Head: ${headText(report.head)}`);
    for (const { position: at, event, at: instant, ground, reason } of report.redacted) {
      const why = `${ground}: ${harmless(reason)}`;
      terminal.say(`The text of event ${at} (${harmless(event)}) was redacted on ${instant.slice(0, 10)}, ${why}`);
    }
  } else terminal.say(terminal.look('red', report.sentence));
  for (const file of doubtful) {
    const sentence = `The signature of the kept head ${file} does not fit: it was changed, or no key that is kept here signed it.`;
    terminal.say(terminal.look('red', sentence));
  }
  if (hasLostKey) terminal.say(LOST_KEY);
  if (earlier !== undefined)
    terminal.say(`Checked against the head ${headText(earlier)}, which an earlier key has signed.`);
  if (newest !== undefined) return terminal.say(`Checked against the signed head ${headText(newest)}.`);
  if (earlier !== undefined) return;
  terminal.say(
    first === undefined
      ? 'No signed head is kept in DATA_DIR/heads, so a chain that was rewritten would not show.'
      : 'The first signed head was kept in DATA_DIR/heads; a chain that was rewritten before does not show.',
  );
}

function readHead(text: string): Head {
  // Names of files have `-` for `:`.
  const [, position, hash] = /^(\d{1,18})[:-]([0-9a-fA-F]{64})$/.exec(text) ?? [];
  if (position === undefined || hash === undefined) {
    throw new InvalidArgumentError('It must be a position and a hash of 64 hexadecimal digits, such as 845:9f3c....');
  }
  return { position: BigInt(position), hash: hash.toLowerCase() };
}
