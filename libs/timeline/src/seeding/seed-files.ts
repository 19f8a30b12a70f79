import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** The bundled data set, and the default of SEED. */
export const BUNDLED = 'us-mexico';

/** A file of SEED. */
export interface SeedFile {
  /** What it is remembered by: `us-mexico/1-fact-sheet-2024.ndjson` for a bundled one, else its whole path. */
  name: string;
  path: string;
  format: 'ndjson' | 'csv';
}

/** SEED names nothing that can be imported; the message is one sentence for people. */
export class SeedError extends Error {
  override readonly name = 'SeedError';
}

/**
 * The files of SEED in the order in which they are imported (by name): the bundled data set by its name, none, one file,
 * or every `.ndjson` and `.csv` file of a folder. A path is taken from the working folder.
 *
 * @param root the folder that holds `data/`
 * @throws SeedError
 */
export async function seedFiles(seed: string, root: string): Promise<SeedFile[]> {
  if (seed === 'none') return [];
  const path = seed === BUNDLED ? join(root, 'data', BUNDLED) : resolve(seed);
  const entry = await stat(path).catch(() => null);
  const paths = entry?.isDirectory() ? (await readdir(path)).toSorted().map((name) => join(path, name)) : [path];
  const files = entry === null ? [] : paths.flatMap((file) => fileOf(file, seed));
  if (files.length > 0) return files;
  const found = entry === null ? 'there is no such file or folder' : 'there is no .ndjson or .csv file';
  throw new SeedError(`SEED is "${seed}", but ${found}; use ${BUNDLED}, none, or the path of a file or a folder.`);
}

function fileOf(path: string, seed: string): SeedFile[] {
  const name = seed === BUNDLED ? `${BUNDLED}/${basename(path)}` : path;
  const extension = extname(path).toLowerCase();
  if (extension === '.csv') return [{ name, path, format: 'csv' }];
  return extension === '.ndjson' ? [{ name, path, format: 'ndjson' }] : [];
}

const digests = new Map<string, { key: string; digest: string }>();

/** The SHA-256 of a file, in hexadecimal; read again only where its size or its time of change is another one. */
export async function digestOf({ path }: SeedFile): Promise<string> {
  const { size, mtimeMs, ino } = await stat(path);
  const key = `${size} ${mtimeMs} ${ino}`;
  const known = digests.get(path);
  if (known?.key === key) return known.digest;
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  const digest = hash.digest('hex');
  digests.set(path, { key, digest });
  return digest;
}
