/** `npm run torture -- KILLS [--seed N]`: kills the service at random under load, and says what was survived. */
import './require-node.mjs';
import { join } from 'node:path';
import { run } from './run.mjs';
import { root, setUp } from './set-up.mjs';

process.chdir(root);
const program = ['--import', join(root, 'test', 'run-typescript.mjs'), join(root, 'test', 'torture', 'main.ts')];
process.exitCode = await run(await setUp({ build: false }), [...program, ...process.argv.slice(2)], {
  NODE_ENV: 'test',
});
