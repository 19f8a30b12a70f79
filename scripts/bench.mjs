/** `npm run bench [-- what …]`: builds, installs what the benchmark measures against, and measures (docs/performance.md). */
import './require-node.mjs';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';
import { root, setUp } from './set-up.mjs';

const outside = join(root, 'bench', 'outside');
const stamp = join(outside, 'node_modules', '.dateline-stamp');
const wanted = createHash('sha256')
  .update(readFileSync(join(outside, 'package-lock.json')))
  .digest('hex');

const ready = await setUp({ build: true });
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) install();
process.exitCode = await run(
  ready,
  ['--import', join(root, 'test', 'run-typescript.mjs'), join(root, 'bench', 'main.ts'), ...process.argv.slice(2)],
  { DATELINE_BENCH_BUILD: ready.build },
);

function install() {
  console.error('Installing what the benchmark measures against (only the first time) ...');
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const underNpm = process.env.npm_execpath?.endsWith('npm-cli.js');
  const [file, ...rest] = underNpm ? [process.execPath, process.env.npm_execpath, ...args] : ['npm', ...args];
  const { status } = spawnSync(file, rest, { cwd: outside, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) {
    console.error('The peer could not be installed (npm ci in bench/outside); check the network and start again.');
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}
