import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type Database } from '#libs/database';
import { recorderOfRun, type EventStore } from '#libs/event-store';
import { type Clock, messageOf } from '#libs/kernel';
import { csvLines } from '../recording/csv-lines.js';
import { ImportRecords, ImportRecordsHandler } from '../recording/import-records.js';
import type { ImportReport } from '../recording/import-report.js';
import { ndjsonLines } from '../recording/ndjson-lines.js';
import { digestOf, seedFiles, type SeedFile } from './seed-files.js';
import { admissionUntil, type Admission } from './trial-clock.js';

const LOCK = 'dateline:seeds';
const MOST_PROBLEMS_TOLD = 10;

/** What seeding works on. The clock is that of the log (`openClock`). */
export interface SeedingPlace {
  db: Database;
  store: EventStore;
  clock: Clock;
}

/** Whom seeding tells what. */
export interface SeedingOptions {
  /** Called now and then with the file under way and how many of its lines are done. */
  onProgress?: (file: string, lines: number) => void;
  /** Takes a line for people: what became of a file, and what was wrong in it. */
  say?: (line: string) => void;
  /** Ends seeding early; the file under way counts as not imported. */
  signal?: AbortSignal;
}

/** What became of the files of SEED. */
export interface Seeded {
  /** The files that were imported now, each with its report. */
  imported: { file: string; report: ImportReport }[];
  /** How many files had been imported before. */
  before: number;
}

/**
 * Imports every file of SEED that has not been imported to its end in its present form. Several processes may call it at
 * once: one does the work and the others wait for it. An import that was interrupted is done again, which records what is
 * missing. Lines that are refused are told and are no failure. Where the log was begun with CLOCK_START, what was not
 * known by then is left out.
 *
 * @throws SeedError, one sentence, where SEED names nothing that can be imported; Error where a file cannot be read.
 */
export async function seedAll(
  place: SeedingPlace,
  seed: string,
  root: string,
  options: SeedingOptions = {},
): Promise<Seeded> {
  const files = await seedFiles(seed, root);
  const seeded: Seeded = { imported: [], before: 0 };
  if (files.length === 0 || (await waiting(place.db, files)).length === 0) return { ...seeded, before: files.length };
  const lock = await place.db.pool.connect();
  try {
    await lock.query('select pg_advisory_lock(hashtextextended($1, 0))', [LOCK]);
    const open = await waiting(place.db, files);
    seeded.before = files.length - open.length;
    const admits = open.length > 0 ? await admissionOf(place) : undefined;
    for (const file of open) {
      if (options.signal?.aborted) break;
      const report = await importFile(place, file, admits, options);
      if (report) seeded.imported.push({ file: file.name, report });
    }
    return seeded;
  } finally {
    await lock.query('select pg_advisory_unlock(hashtextextended($1, 0))', [LOCK]).catch(() => {});
    lock.release();
  }
}

/** How far SEED is done. */
export interface SeedState {
  seeded: boolean;
  /** The files that have not been imported to their end in their present form, by name. */
  waiting: string[];
}

/**
 * Whether every file of SEED has been imported to its end in its present form. Cheap enough to be asked all the time.
 *
 * @throws SeedError, one sentence, where SEED names nothing that can be imported.
 */
export async function seedState(db: Database, seed: string, root: string): Promise<SeedState> {
  const files = await waiting(db, await seedFiles(seed, root));
  return { seeded: files.length === 0, waiting: files.map(({ name }) => name) };
}

async function waiting(db: Database, files: readonly SeedFile[]): Promise<SeedFile[]> {
  if (files.length === 0) return [];
  const { rows } = await db.pool.query<{ file: string; digest: string }>(
    'select file, digest from seeds where file = any($1::text[])',
    [files.map(({ name }) => name)],
  );
  const done = new Set(rows.map(({ file, digest }) => `${digest} ${file}`));
  const open: SeedFile[] = [];
  for (const file of files) if (!done.has(`${await digestOf(file)} ${file.name}`)) open.push(file);
  return open;
}

/** Null where the log was begun on the real clock: then everything is admitted. */
async function admissionOf({ db, store }: SeedingPlace): Promise<Admission | undefined> {
  const { rows } = await db.pool.query<{ clock_start: string | null }>('select clock_start from clock');
  const clockStart = rows[0]?.clock_start;
  return clockStart ? admissionUntil(store, clockStart) : undefined;
}

/** The report, or null where seeding was ended early. */
async function importFile(
  { db, store, clock }: SeedingPlace,
  file: SeedFile,
  admits: Admission | undefined,
  { onProgress, say = () => {}, signal }: SeedingOptions,
): Promise<ImportReport | null> {
  const hash = createHash('sha256');
  const bytes = readHashed(file, hash, signal);
  const lines = file.format === 'csv' ? csvLines(bytes) : ndjsonLines(bytes);
  const progress = onProgress && ((done: number): void => onProgress(file.name, done));
  let report: ImportReport;
  try {
    const command = new ImportRecords(lines, recorderOfRun('seed'), { admits, onProgress: progress });
    report = await new ImportRecordsHandler(store, clock).execute(command);
  } catch (error) {
    if (signal?.aborted) return null;
    throw new Error(`${file.name} could not be imported: ${messageOf(error)}`, { cause: error });
  }
  const { recorded, repeated, refused, leftOut } = report;
  await db.pool.query(
    `insert into seeds (file, digest, recorded, repeated, refused, left_out) values ($1, $2, $3, $4, $5, $6)
     on conflict do nothing`,
    [file.name, hash.digest('hex'), recorded, repeated, refused, leftOut],
  );
  say(`${file.name}: ${recorded} recorded, ${repeated} already there, ${refused} refused, ${leftOut} left out.`);
  for (const { line, column, detail } of report.problems.slice(0, MOST_PROBLEMS_TOLD))
    say(`${file.name}, line ${line}, column ${column}: ${detail}`);
  const more = report.problems.length - MOST_PROBLEMS_TOLD;
  if (more > 0) say(`${file.name}: ${more} more problems; \`dateline import --dry-run\` tells them all.`);
  return report;
}

async function* readHashed(
  { path }: SeedFile,
  hash: { update(bytes: Uint8Array): unknown },
  signal: AbortSignal | undefined,
): AsyncIterable<Uint8Array> {
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    signal?.throwIfAborted();
    hash.update(chunk);
    yield chunk;
  }
}
