import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { markRunning } from './running.mjs';
import { root } from './set-up.mjs';

/**
 * Runs a program under the project's Node with this terminal, hands on every signal, and answers its exit code. The
 * program has a channel to this process by which it sees this process go. Where npm started this process, npm's
 * end (even by `kill -9`) ends the program as SIGTERM does. Node keeps what it compiled in `dist/.compiled` (or where
 * NODE_COMPILE_CACHE says), so that the next start need not compile some 1,100 modules again.
 */
export async function run({ node, build }, args, env = {}) {
  const path = `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`;
  const child = spawn(node, args, {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { NODE_COMPILE_CACHE: join(root, 'dist', '.compiled', build), ...process.env, PATH: path, ...env },
  });
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
  const unmark = child.pid === undefined ? () => {} : markRunning(root, build, child.pid);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  if (process.env.npm_execpath !== undefined) watchParent(() => child.kill('SIGTERM'));
  try {
    return await ended;
  } finally {
    unmark();
  }
}

/** Runs the built command line: `dateline ARGS…`. */
export function runCommandLine(ready, args) {
  return run(ready, [
    '--enable-source-maps',
    join(root, 'dist', ready.build, 'apps', 'cli', 'src', 'main.js'),
    ...args,
  ]);
}

function watchParent(whenGone) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    whenGone();
  }, 250);
  timer.unref();
}
