import { Command, Option } from 'commander';
import { ImportRecords, type ImportReport } from '#libs/timeline';
import type { Context } from '../context.js';
import { counted } from '../format.js';
import { examples } from '../help.js';
import { FORMATS, InputLines, inputOf, type Input, type Origin } from '../input.js';
import { Progress } from '../progress.js';
import { does } from '../run.js';
import { tableOf } from '../table.js';
import { harmless, type Terminal } from '../terminal.js';

/** So many equal problems or remarks of a file are listed one by one. */
const MOST_EQUAL = 3;

interface Options {
  atomic?: boolean;
  dryRun?: boolean;
  format?: (typeof FORMATS)[number];
}

type Problem = Origin & Omit<ImportReport['problems'][number], 'line'>;
type Remark = Origin & Omit<ImportReport['remarks'][number], 'line'>;
type Report = Omit<ImportReport, 'problems' | 'remarks'> & { problems: Problem[]; remarks: Remark[] };

/** `dateline import`: records many facts, sources, subjects, corrections and retractions from files. */
export function importCommand(): Command {
  return new Command('import')
    .summary('record what files say')
    .description(
      'Record what files say: NDJSON (one record a line) or CSV, by the ending of the name. Sending a file again records nothing twice. The exit code is 1 where a row was refused or not read, and where a file has no record.',
    )
    .argument('<files...>', 'files to read, in their order; - for standard input')
    .option('--atomic', 'all lines of all files, or none')
    .option('--dry-run', 'check everything, record nothing')
    .addOption(new Option('--format <format>', 'what the files hold, however their names end').choices(FORMATS))
    .addHelpText(
      'after',
      examples(
        ['import sources.csv facts.ndjson', 'Record two files; the facts may cite what the first one names:'],
        ['import facts.ndjson --dry-run', 'See what would be refused, and why:'],
        ['import facts.ndjson --atomic', 'All or nothing:'],
        ['export | DATA_DIR=copy dateline import -', 'Copy the records of one log into another:'],
      ),
    )
    .action(
      does<Options>(async ({ terminal, json, open }, { format, ...options }, files) => {
        const inputs = files.map((name) => inputOf(name, format));
        const report = await open('write', (context) => record(context, terminal, inputs, options));
        if (json) terminal.json(report);
        else show(terminal, report, options, files.length > 1);
        return report.problems.length > 0 ? 1 : 0;
      }),
    );
}

async function record(
  { order, recorder, bringViewsUpToDate, signal }: Context,
  terminal: Terminal,
  inputs: readonly Input[],
  options: Options,
): Promise<Report> {
  const sizes = inputs.map(({ size }) => size);
  const total = sizes.includes(null) ? null : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  const progress = new Progress(terminal, 'Importing', total);
  const done = { bytes: 0, lines: 0 };
  const tell = (): void => progress.show(done.bytes, counted(done.lines, 'line'));
  const lines = new InputLines(inputs, signal, (bytes) => {
    done.bytes += bytes;
    tell();
  });
  const onProgress = (count: number): void => {
    done.lines = count;
    tell();
  };
  try {
    const report = await order(new ImportRecords(lines, recorder, { ...options, onProgress }));
    if (report.recorded > 0 && options.dryRun !== true) {
      progress.show(done.bytes, 'bringing the views up to date');
      await bringViewsUpToDate();
    }
    const problems = report.problems.map(({ line, ...problem }) => ({ ...lines.originOf(line), ...problem }));
    const remarks = report.remarks.map(({ line, ...remark }) => ({ ...lines.originOf(line), ...remark }));
    return { ...report, problems, remarks };
  } finally {
    progress.end();
  }
}

function show(terminal: Terminal, report: Report, { atomic, dryRun }: Options, severalFiles: boolean): void {
  const { rows, recorded, repeated, refused, notRead, problems, remarks, position } = report;
  if (problems.length > 0) terminal.say(`${placeTable(terminal, 'Problem', problems, severalFiles)}\n`);
  if (remarks.length > 0) terminal.say(`${placeTable(terminal, 'Remark', remarks, severalFiles)}\n`);
  terminal.say(outcome(report, atomic === true, dryRun === true));
  const counts = `${recorded} recorded, ${repeated} repeated, ${refused} refused, ${notRead} not read of ${counted(rows, 'row')}; position ${position}.`;
  terminal.say(terminal.look('dim', dryRun === true ? `Dry run: ${counts}` : counts));
}

/** The sentence that a person wants first. */
function outcome({ rows, recorded, repeated, refused, notRead }: Report, atomic: boolean, dryRun: boolean): string {
  const were = (count: number): string => (dryRun ? 'would be' : count === 1 ? 'was' : 'were');
  if (rows === 0) return 'There was nothing to record.';
  const refusal = [
    ...(refused > 0 ? [`${counted(refused, 'line')} ${were(refused)} refused`] : []),
    ...(notRead > 0 && !(atomic && refused > 0) ? [`${counted(notRead, 'row')} could not be read`] : []),
  ].join(', ');
  if (refusal !== '' && (atomic || recorded === 0)) return `Nothing ${were(1)} recorded: ${refusal}.`;
  if (recorded === 0)
    return `Nothing new: ${repeated === 1 ? 'the one record is' : `all ${repeated.toLocaleString('en-US')} records are`} on record already.`;
  const kept = `${counted(recorded, 'record')} ${were(recorded)} recorded`;
  return refusal === '' ? `${kept}.` : `${kept}; ${refusal}.`;
}

/** Problems or remarks with their places. */
function placeTable(
  terminal: Terminal,
  title: 'Problem' | 'Remark',
  found: readonly (Problem | Remark)[],
  severalFiles: boolean,
): string {
  const placeOf = ({ file, line, column }: Origin & { column: number }): string =>
    `${severalFiles ? `${harmless(file)}:` : ''}${line}:${column}`;
  const same = Map.groupBy(found, ({ file, pointer, detail }) => JSON.stringify([file, pointer, detail]));
  const rows = found.flatMap((one) => {
    const { file, pointer, detail } = one;
    const equal = same.get(JSON.stringify([file, pointer, detail]))!;
    const isFolded = equal.length > MOST_EQUAL;
    if (isFolded && one !== equal[0]) return [];
    const more = counted(equal.length - 1, 'more line');
    const words = isFolded ? ` (and in ${more}, the last of them ${placeOf(equal.at(-1)!)})` : '';
    return [[placeOf(one), harmless(pointer), `${harmless(detail)}${words}`]];
  });
  const columns = [{ title: 'Line', most: severalFiles ? 0.35 : 0.2 }, { title: 'Field', most: 0.3 }, { title }];
  return tableOf(terminal, columns, rows, {
    dress: (text, _row, column) => (column === 0 ? terminal.look(title === 'Problem' ? 'red' : 'yellow', text) : text),
  });
}
