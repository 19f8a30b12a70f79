import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The folder that holds `migrations/`, `data/` and `package.json`: the clone's root. It is found by walking up from
 * this file, so it is the same whether the code runs from the sources or from a build below `dist/`.
 *
 * @throws Error where no folder above has migrations, which means that the installation is incomplete.
 */
export function projectRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'migrations'))) {
    const parent = dirname(folder);
    if (parent === folder) {
      throw new Error(`No folder above ${import.meta.dirname} holds migrations; install Dateline again.`);
    }
    folder = parent;
  }
  return folder;
}
