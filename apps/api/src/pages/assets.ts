import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { ReadyFile } from '../http/ready-file.js';

/** What the page's bundle consists of. */
export interface Assets {
  /** By name, which carries a hash of the content. */
  files: ReadonlyMap<string, ReadyFile>;
  /** The addresses that a page names. */
  script: string | null;
  styles: readonly string[];
  /** What a module of the page's sources became, with all that it needs: addresses by its path below `src/`. */
  modules: ReadonlyMap<string, readonly string[]>;
}

/** What Vite tells of a file that it made, by the module that it was made for. */
type Manifest = Record<string, { file: string; css?: string[]; imports?: string[] }>;

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/**
 * Reads what Vite built, with its manifest. There are few files, and they are small, so they are kept in memory. Where nothing was built the pages have no script and no styles, and are readable.
 *
 * @param folder where the bundle lies
 */
export function readAssets(folder: string): Assets {
  const manifestFile = join(folder, '.vite', 'manifest.json');
  if (!existsSync(manifestFile)) return { files: new Map(), script: null, styles: [], modules: new Map() };
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as Manifest;
  const entry = manifest['src/client.tsx'];
  const names = readdirSync(folder).filter((name) => TYPES[extname(name)] !== undefined);
  return {
    files: new Map(names.map((name) => [name, new ReadyFile(TYPES[extname(name)]!, readFileSync(join(folder, name)))])),
    script: entry === undefined ? null : `/assets/${entry.file}`,
    styles: (entry?.css ?? []).map((name) => `/assets/${name}`),
    modules: new Map(
      Object.keys(manifest).map((key) => [
        key.replace(/^src\//, ''),
        [...neededBy(key, manifest)].map((name) => `/assets/${name}`),
      ]),
    ),
  };
}

/** The file of a module and those that it imports, directly or not. */
function neededBy(key: string, manifest: Manifest, found = new Set<string>()): Set<string> {
  const chunk = manifest[key];
  if (chunk === undefined || found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const imported of chunk.imports ?? []) neededBy(imported, manifest, found);
  return found;
}
