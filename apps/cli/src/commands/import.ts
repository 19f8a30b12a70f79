import { Command, Option } from 'commander';
import { ImportRecords, type ImportReport } from '#libs/timeline';
import { counted } from '../format.js';
import { examples } from '../help.js';
import { FORMATS, InputLines, inputOf, type Origin } from '../input.js';
import { Progress } from '../progress.js';
import { does } from '../run.js';
import { tableOf } from '../table.js';
import { harmless, type Terminal } from '../terminal.js';

interface Options {
  atomic?: boolean;
  dryRun?: boolean;
  format?: (typeof FORMATS)[number];
}

type Problem = Origin & Omit<ImportReport['problems'][number], 'line'>;
type Told = Omit<ImportReport, 'problems'> & { problems: Problem[] };

/** `dateline import`: records many facts, sources, subjects, corrections and retractions from files. */
export function importCommand(): Command {
  return new Command('import')
    .summary('record what files say')
    .description(
      'Record what files say: NDJSON (one record a line) or CSV, by the ending of the name. Sending a file again records nothing twice.',
    )
    .argument('<files...>', 'files to read, in their order; - for standard input')
    .option('--atomic', 'all lines of all files, or none')
    .option('--dry-run', 'check everything, record nothing')
    .addOption(new Option('--format <format>', 'what the files hold, whatever their names end with').choices(FORMATS))
    .addHelpText(
      'after',
      examples(
        ['import sources.csv facts.ndjson', 'Record two files; what facts.ndjson cites may stand in sources.csv:'],
        ['import facts.ndjson --dry-run', 'See what would be refused, and why:'],
        ['import facts.ndjson --atomic', 'All or nothing:'],
        ['export --json | DATA_DIR=copy dateline import -', 'Copy the records of one log into another:'],
      ),
    )
    .action(
      does<Options>(async ({ terminal, json, open }, { format, ...options }, files) => {
        const inputs = files.map((name) => inputOf(name, format));
        const report = await open('write', async ({ order, bringViewsUpToDate, signal }) => {
          const sizes = inputs.map(({ size }) => size);
          const total = sizes.includes(null) ? null : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
          const progress = new Progress(terminal, 'Importing', total);
          let bytes = 0;
          let lines = 0;
          const show = (): void => progress.show(bytes, counted(lines, 'line'));
          const input = new InputLines(inputs, signal, (more) => {
            bytes += more;
            show();
          });
          const onProgress = (done: number): void => {
            lines = done;
            show();
          };
          try {
            const found = await order(new ImportRecords(input, { ...options, onProgress }));
            if (found.recorded > 0 && options.dryRun !== true) await bringViewsUpToDate();
            return {
              ...found,
              problems: found.problems.map((problem) => ({ ...problem, ...input.originOf(problem.line) })),
            };
          } finally {
            progress.end();
          }
        });
        if (json) terminal.json(report);
        else show(terminal, report, options, files.length > 1);
        return report.refused > 0 ? 1 : 0;
      }),
    );
}

function show(terminal: Terminal, report: Told, { atomic, dryRun }: Options, severalFiles: boolean): void {
  const { recorded, repeated, refused, problems } = report;
  if (problems.length > 0) terminal.say(`${problemTable(terminal, problems, severalFiles)}\n`);
  terminal.say(outcome(report, atomic === true, dryRun === true));
  const counts = `${recorded} recorded, ${repeated} repeated, ${refused} refused; position ${report.position}.`;
  terminal.say(terminal.look('dim', dryRun ? `Dry run: ${counts}` : counts));
}

/** The sentence that a person wants first. */
function outcome({ recorded, repeated, refused }: Told, atomic: boolean, dryRun: boolean): string {
  const lines = counted(refused, 'line');
  const [would, was] = dryRun
    ? ['would be', 'would be']
    : [recorded === 1 ? 'was' : 'were', refused === 1 ? 'was' : 'were'];
  if (refused > 0 && atomic) return `Nothing ${dryRun ? 'would be' : 'was'} recorded: ${lines} ${was} refused.`;
  if (recorded === 0 && refused === 0) {
    return repeated === 0 ? 'There was nothing to record.' : `Nothing new: ${allOf(repeated)} on record already.`;
  }
  const kept = recorded === 0 ? `Nothing new ${would} recorded` : `${counted(recorded, 'record')} ${would} recorded`;
  return refused === 0 ? `${kept}.` : `${kept}; ${lines} ${was} refused.`;
}

function allOf(count: number): string {
  return count === 1 ? 'the one record is' : `all ${count.toLocaleString('en-US')} records are`;
}

function problemTable(terminal: Terminal, problems: readonly Problem[], severalFiles: boolean): string {
  const rows = problems.map(({ file, line, column, pointer, detail }) => [
    `${severalFiles ? `${harmless(file)}:` : ''}${line}:${column}`,
    harmless(pointer),
    harmless(detail),
  ]);
  const columns = [
    { title: 'Line', most: severalFiles ? 0.35 : 0.2 },
    { title: 'Field', most: 0.3 },
    { title: 'Problem' },
  ];
  return tableOf(terminal, columns, rows, {
    dress: (text, _row, column) => (column === 0 ? terminal.look('red', text) : text),
  });
}
