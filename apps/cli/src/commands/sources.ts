import { Command } from 'commander';
import { dayOfInstant, isoOfDay } from '#libs/edtf';
import { guardedAgent } from '#libs/reminders';
import { SourceQuery, SourcesQuery } from '#libs/timeline';
import type { Context } from '../context.js';
import { UsageError } from '../failure.js';
import { counted } from '../format.js';
import { examples } from '../help.js';
import { Progress } from '../progress.js';
import { does } from '../run.js';
import { checkSource, correctionOf, FINDINGS, type CheckedSource, type SourceCheck } from '../sources/check-source.js';
import type { FetchBounds } from '../sources/fetch-address.js';
import { tableOf } from '../table.js';
import { harmless, type Terminal } from '../terminal.js';

const BOUNDS: FetchBounds = { timeoutMs: 30_000, maxBytes: 50 * 1024 * 1024 };
/** Addresses that are fetched at the same time. */
const AT_ONCE = 4;

/** `dateline sources`: the documents that facts rest on. */
export function sourcesCommand(): Command {
  return new Command('sources')
    .summary('check the addresses of sources')
    .description('Check the addresses of sources.')
    .addHelpText(
      'after',
      examples(
        ['sources check', 'Whether every source is still where the record says:'],
        ['sources check --as-corrections', 'The same, as corrections that can be imported:'],
      ),
    )
    .addCommand(checkCommand());
}

function checkCommand(): Command {
  return new Command('check')
    .summary('fetch the addresses of each source and report what is gone, moved or changed')
    .description(
      'Fetch the address of each source, and that of its archived copy, and report what is gone (404, 410), moved (permanent redirect), changed (another SHA-256 than on record), unknown (packed, so that its SHA-256 cannot be compared) or unreachable. Addresses in private ranges are fetched only with WEBHOOK_ALLOW_PRIVATE=true, public ones only over https on port 443 or 8443. Nothing is recorded. Exit code 0: every address answers as on record; 1: some do not.',
    )
    .argument('[id...]', 'ids of sources; without them all sources')
    .option('--as-corrections', 'print corrections as NDJSON, which an editor can import')
    .addHelpText(
      'after',
      examples(
        ['sources check', 'Every source:'],
        ['sources check state-fact-sheet-2024 --json', 'One source, for a program:'],
        ['sources check --as-corrections > checked.ndjson', 'What can be imported after a look at it:'],
      ),
    )
    .action(
      does<{ asCorrections?: true }>(async ({ settings, terminal, json, open }, { asCorrections }, ids) => {
        if (json && asCorrections) throw new UsageError('--json and --as-corrections exclude each other.');
        const { checks, day } = await open('read', async (context) => {
          const rules = { allowPrivate: settings.webhookAllowPrivate, nat64Prefixes: settings.nat64Prefixes };
          const agent = guardedAgent(rules, BOUNDS.timeoutMs);
          try {
            const sources = await sourcesToCheck(context, ids);
            return {
              checks: await checkAll(agent, sources, terminal, context.signal),
              day: isoOfDay(dayOfInstant(context.now())),
            };
          } finally {
            await agent.destroy();
          }
        });
        const findings = checks.filter(({ state }) => FINDINGS.includes(state));
        if (json) terminal.json({ checkedOn: day, checks });
        else if (asCorrections) {
          const lines = checks.filter(({ state }) => state !== 'no-address').map((check) => correctionOf(check, day));
          for (const line of lines) terminal.say(JSON.stringify(line));
        } else terminal.say(reportOf(terminal, checks, findings));
        return findings.length === 0 ? 0 : 1;
      }),
    );
}

async function sourcesToCheck(context: Context, ids: readonly string[]): Promise<CheckedSource[]> {
  const sources: CheckedSource[] = [];
  for (const id of ids) sources.push(await context.ask(new SourceQuery(id, {})));
  if (ids.length > 0) return sources;
  for (let cursor: string | null | undefined; cursor !== null;) {
    const { items, page } = await context.ask(new SourcesQuery({ limit: '200', ...(cursor && { cursor }) }));
    sources.push(...items);
    cursor = page.next;
  }
  return sources;
}

async function checkAll(
  agent: ReturnType<typeof guardedAgent>,
  sources: readonly CheckedSource[],
  terminal: Terminal,
  signal: AbortSignal,
): Promise<SourceCheck[]> {
  const progress = new Progress(terminal, 'Checking sources', sources.length);
  const checks: SourceCheck[][] = [];
  const waiting = [...sources.entries()];
  let done = 0;
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, source] = next;
      checks[index] = await checkSource(agent, source, BOUNDS, signal);
      done += 1;
      progress.show(done, `${done} of ${sources.length}`);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } finally {
    progress.end();
  }
  return checks.flat();
}

function reportOf(terminal: Terminal, checks: readonly SourceCheck[], findings: readonly SourceCheck[]): string {
  const without = checks.filter(({ state }) => state === 'no-address').length;
  const fine = checks.length - findings.length - without;
  const summary = [
    `${counted(fine, 'address', 'addresses')} as on record, ${findings.length.toLocaleString('en-US')} not`,
    ...(without === 0 ? [] : [`${counted(without, 'source')} without an address`]),
  ];
  const rows = findings.map(({ id, address, state, status, url }) => [
    address === 'url' ? id : `${id} (archived copy)`,
    status === null ? state : `${state} (${status})`,
    harmless(url ?? ''),
  ]);
  const columns = [{ title: 'Source', most: 0.35 }, { title: 'State', most: 0.25 }, { title: 'Address' }];
  const table = tableOf(terminal, columns, rows, {
    below: (row) => {
      const { movedTo, detail } = findings[row]!;
      return { column: 2, text: harmless(movedTo === null ? (detail ?? '') : `now at ${movedTo}`), look: 'yellow' };
    },
  });
  return [...(findings.length === 0 ? [] : [table]), `${summary.join('; ')}.`].join('\n');
}
