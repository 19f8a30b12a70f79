import { recorderOfRun } from '#libs/event-store';
import { startTestTimeline, type TestTimeline } from '#libs/testing';
import { csvLines, ImportRecords, ndjsonLines, type ImportReport } from '#libs/timeline';
import { Chance } from '../torture/chance.js';
import { wrongCounts, wrongRecords, type OnRecord } from './mutated/check.js';
import { mutate, soundFile, type MutatedFile } from './mutated/files.js';
import { isSame, readSent, sameNumber } from './mutated/sent-json.js';

const { IMPORT_FILES, IMPORT_SEED } = process.env;
const FILES = Number(IMPORT_FILES ?? 300);
const SEED = Number(IMPORT_SEED ?? 20_261_130);
/** Runs that once found something, read again each time. */
const FOUND = [
  // A row with too many fields, beside a line in quotes that looks like a row.
  { seed: 424_242, run: 9_960 },
  // A list that holds a separator and no item.
  { seed: 20_261_201, run: 6_309 },
];
/** A file takes some milliseconds; a busy machine takes its time. */
const LONGEST_MS = 60_000 + FILES * 250;

describe('an import of a file that something happened to', () => {
  let timeline: TestTimeline;
  beforeAll(async () => {
    timeline = await startTestTimeline();
  });
  afterAll(() => timeline.drop());

  it(
    'counts each row as recorded, repeated, refused or not read, and records what was sent',
    async () => {
      const totals: Record<string, number> = { rows: 0, recorded: 0, repeated: 0, refused: 0, notRead: 0 };
      const rules: Record<string, number> = {};
      const wrong: object[] = [];
      const runs = Array.from({ length: FILES }, (_, run) => ({ seed: SEED, run }));
      for (const { seed, run } of [...FOUND, ...runs]) {
        // Each file has a seed of its own, so that one of them can be made again alone.
        const chance = new Chance(seed + run);
        const file = mutate(soundFile(chance, `r${seed}-${run}`), chance);
        const report = await importFile(file, chance);
        const wrongs = [...wrongCounts(report), ...wrongRecords(file, report, await onRecord())];
        if (wrongs.length > 0)
          wrong.push({ seed, run, wrongs, ...file, bytes: file.bytes.toString(), problems: report.problems });
        for (const name of Object.keys(totals)) totals[name]! += report[name as 'rows'];
        for (const { params, type } of report.problems) {
          const rule = String(params?.['rule'] ?? type);
          rules[rule] = (rules[rule] ?? 0) + 1;
        }
      }
      if (IMPORT_FILES !== undefined) console.log(JSON.stringify({ files: FILES, seed: SEED, ...totals, rules }));
      expect(wrong.slice(0, 3)).toEqual([]);
      // Enough of each happened for the counts to mean something.
      for (const name of Object.keys(totals)) expect([name, totals[name]! > FILES / 50]).toEqual([name, true]);
    },
    LONGEST_MS,
  );

  async function importFile({ bytes, format }: MutatedFile, chance: Chance): Promise<ImportReport> {
    const size = chance.whole(1, bytes.length + 1);
    const chunks = async function* (): AsyncIterable<Buffer> {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    };
    const lines = format === 'csv' ? csvLines(chunks()) : ndjsonLines(chunks());
    return timeline.execute(new ImportRecords(lines, recorderOfRun('operator')));
  }

  /** What all files together put on record, read as it lies in the log. */
  const events = new Map<string, Record<string, unknown>>();
  let position = 0n;
  async function onRecord(): Promise<OnRecord> {
    const added: string[] = [];
    for (;;) {
      const read = await timeline.store.readAll({ after: position, limit: 1_000 });
      for (const event of read) {
        events.set(event.id, event.data);
        added.push(event.id);
        position = event.position;
      }
      if (read.length < 1_000) return { events, added };
    }
  }
});

describe('the reading that imports are compared with', () => {
  it.each([['{"a":1,"a":2}'], ['[1,]'], ['{"a":1,}'], ['{"a" 1}'], ['01'], ['"\t"'], ['{} {}']])(
    'refuses %s',
    (text) => {
      expect(() => readSent(text)).toThrow(SyntaxError);
    },
  );

  it('distinguishes numbers and texts that differ in the last digit or code point', () => {
    expect(isSame({ n: 9007199254740992 }, readSent('{"n":9007199254740993}'))).toBe(false);
    expect(isSame({ n: 1000, t: 'é', e: [null, {}] }, readSent('{"n":1e3,"t":"\\u00e9","e":[null,{}],"z":null}'))).toBe(
      true,
    );
    expect(isSame({ t: 'é' }, readSent('{"t":"e\\u0301"}'))).toBe(false);
    expect(isSame({}, readSent('{"a":1}'))).toBe(false);
    expect(isSame({ a: 1 }, readSent('{}'))).toBe(false);
    expect(sameNumber('1e400', 'Infinity')).toBe(false);
    expect(sameNumber('0.1', '0.10000000000000001')).toBe(false);
  });
});
