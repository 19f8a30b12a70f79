/** `npm run bench [-- what …]`: this project, a peer and the floor side by side, in one run on one machine. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import Table from 'cli-table3';
import { Command, InvalidArgumentError } from 'commander';
import { measure } from './figures.js';
import { Ground } from './ground.js';
import type { Measurement } from './measurement.js';
import { MEASUREMENTS } from './measurements/index.js';
import { askedOf, resultOf, type ResultRow } from './result.js';

interface Options {
  quick?: boolean;
  record?: boolean;
  events: number;
}

const LATEST = join(import.meta.dirname, 'results', 'latest.json');

const program = new Command('npm run bench --')
  .description(
    'Measures Dateline, a peer and the floor, round by round in turn, against one embedded Postgres in a temporary ' +
      'folder. A full run writes bench/results/latest.json.',
  )
  .argument(
    '[what...]',
    `which measurements (all of them): ${[...new Set(MEASUREMENTS.map(({ key }) => key))].join(', ')}`,
  )
  .option('--quick', 'little work and one round each: shows that all runs, and roughly how it stands; writes nothing')
  .option('--record', 'put the chosen rows into bench/results/latest.json beside those that are there')
  .option(
    '--events <number>',
    'how many events go through import and rebuild in the long measurements; the note tells another number',
    events,
    1_000_000,
  )
  .action(run);
await program.parseAsync();

async function run(what: string[], options: Options): Promise<void> {
  const chosen = choose(what);
  const isKept = options.quick !== true && (what.length === 0 || options.record === true);
  const ground = await Ground.start(options.quick === true, options.events);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void ground.end().finally(() => process.exit(130)));
  const rows: ResultRow[] = [];
  for (const measurement of chosen) {
    if (measurement.unavailable !== undefined) {
      console.error(`${measurement.key} is left out: ${measurement.unavailable}.`);
      continue;
    }
    const where = circumstances();
    try {
      const figures = await measure(measurement, ground, (words) => console.error(`${measurement.key}: ${words}`));
      rows.push(resultOf(measurement, figures, where));
      console.log(table(rows.slice(-1), chosen));
      // At once: what comes later takes long.
      if (isKept) await keep(rows);
    } catch (error) {
      console.error(`${measurement.key}: ${error instanceof Error ? error.stack : String(error)}`);
      process.exitCode = 1;
    }
  }
  await ground.end();
  if (rows.length > 1) console.log(table(rows, chosen));
  for (const { name, note } of rows) console.log(`${name}: ${note}`);
  console.log(isKept ? `Written to ${LATEST}.` : 'Nothing was written.');
}

function events(text: string): number {
  if (/^[1-9]\d{3,7}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a whole number from 1000 to 99999999.');
}

/** The day, the machine, and how busy it was with something else. */
function circumstances(): string {
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB`;
  const load = `load average before it ${loadavg()[0]?.toFixed(1)}`;
  return `${new Date().toISOString().slice(0, 10)}, ${machine}, Node ${process.version}, ${load}.`;
}

/** Puts rows into the file of the last results, in the place of those of the same name; rows of what is no more go. */
async function keep(rows: readonly ResultRow[]): Promise<void> {
  const before = JSON.parse(await readFile(LATEST, 'utf8').catch(() => '[]')) as ResultRow[];
  const newest = new Map([...before, ...rows].map((row) => [row.name, row]));
  const told = MEASUREMENTS.flatMap(({ name }) => newest.get(name) ?? []);
  await mkdir(dirname(LATEST), { recursive: true });
  await writeFile(LATEST, `${JSON.stringify(told, null, 2)}\n`);
}

function choose(what: string[]): readonly Measurement[] {
  const unknown = what.filter((key) => !MEASUREMENTS.some((measurement) => measurement.key === key));
  if (unknown.length > 0) program.error(`There is no measurement "${unknown[0]}"; npm run bench -- --help lists them.`);
  return what.length === 0 ? MEASUREMENTS : MEASUREMENTS.filter(({ key }) => what.includes(key));
}

function table(rows: readonly ResultRow[], chosen: readonly Measurement[]): string {
  const drawn = new Table({
    head: ['what', 'unit', 'ours', 'peer', 'floor', 'to peer', 'to floor', 'asked'],
    colAligns: ['left', 'left', 'right', 'right', 'right', 'right', 'right', 'left'],
    colWidths: [38],
    wordWrap: true,
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows) {
    const better = chosen.find(({ name }) => name === row.name)?.better ?? 'more';
    const asked = askedOf(row, better).map((part) => `${part.asked}: ${part.isReached ? 'reached' : 'MISSED'}`);
    drawn.push([
      row.name,
      row.unit,
      shown(row.ours),
      shown(row.peer),
      shown(row.floor),
      shown(row.ratioToPeer),
      shown(row.ratioToFloor),
      asked.join('\n'),
    ]);
  }
  return drawn.toString();
}

function shown(value: number | null): string {
  return value === null ? '' : value.toLocaleString('en');
}
