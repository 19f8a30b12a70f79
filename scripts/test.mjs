/** `npm test [jest arguments]`: every spec, and the counts as the last line. */
import './require-node.mjs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run.mjs';
import { root, setUp } from './set-up.mjs';

const ready = await setUp({ build: false });
const folder = await mkdtemp(join(tmpdir(), 'dateline-counts-'));
const counts = join(folder, 'counts');
const code = await run(
  ready,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
    '--reporters=default',
    `--reporters=${join(root, 'scripts', 'count-tests.mjs')}`,
    // After an option that takes one value, since --reporters would take the paths that follow it.
    `--rootDir=${root}`,
    ...process.argv.slice(2),
  ],
  { NODE_ENV: 'test', DATELINE_TEST_COUNTS: counts },
);
const line = await readFile(counts, 'utf8').catch(() => undefined);
await rm(folder, { recursive: true, force: true });
if (line !== undefined) console.log(line);
process.exitCode = code;
