import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuild } from './build.mjs';
import { ensurePackages, findNode } from './packages.mjs';
import { markRunning } from './running.mjs';
import { SetUpError } from './set-up-error.mjs';
import { withSetUpLock } from './set-up-lock.mjs';

/** The clone. */
export const root = realpathSync(dirname(dirname(fileURLToPath(import.meta.url))));

const say = (line) => console.error(line);

/**
 * Brings the clone to where it can run: packages, Node 24 and, with `build`, the built sources. Does nothing where
 * nothing has changed. Ends the process with one sentence and exit code 1 where that is impossible.
 *
 * @returns `node`, the Node to run under, and `build`, the name of the folder below `dist/` (or `sources`)
 */
export async function setUp({ build }) {
  try {
    return await withSetUpLock(root, say, async () => {
      await ensurePackages(root, say);
      const node = findNode(root);
      const name = build ? ensureBuild(root, node, say) : 'sources';
      process.once('exit', markRunning(root, name, process.pid));
      return { node, build: name };
    });
  } catch (error) {
    if (!(error instanceof SetUpError) && error.code === undefined) throw error;
    const hint = error instanceof SetUpError ? '' : '; the set-up writes into the folder of the clone';
    console.error(`${error.message}${hint}`);
    return process.exit(1);
  }
}
