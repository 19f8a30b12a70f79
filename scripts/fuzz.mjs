/** `npm run fuzz -- REQUESTS [--seed S] [--only K]`: sends mutated requests to a throw-away service and checks the answers. */
import './require-node.mjs';
import { join } from 'node:path';
import { run } from './run.mjs';
import { root, setUp } from './set-up.mjs';

process.chdir(root);
const program = ['--import', join(root, 'test', 'run-typescript.mjs'), join(root, 'test', 'fuzz', 'main.ts')];
process.exitCode = await run(await setUp({ build: false }), [...program, ...process.argv.slice(2)], {
  NODE_ENV: 'test',
});
