/** `npm run check`: format, lint, import rules, types, build, tests; stops at the first that fails and says which. */
import './require-node.mjs';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';
import { root, setUp } from './set-up.mjs';

const tool = (name) => realpathSync(join(root, 'node_modules', '.bin', name));
process.chdir(root);
const ready = await setUp({ build: false });
const steps = {
  format: [tool('prettier'), '--check', '--log-level=warn', '.'],
  lint: [tool('oxlint'), '--type-aware', 'apps', 'bench', 'libs', 'test', 'scripts'],
  'import rules': [tool('depcruise'), 'apps', 'libs', 'test'],
  types: [tool('tsc'), '--noEmit', '-p', 'tsconfig.json'],
  'types of the page': [tool('tsc'), '--noEmit', '-p', join('apps', 'web', 'tsconfig.json')],
  // What the image and `nest start` are made with, which check types in another way than the set-up.
  ...(process.env.npm_execpath && { build: [process.env.npm_execpath, 'run', '--silent', 'build'] }),
  'build with nest': [tool('nest'), 'build', 'api'],
  tests: [join(root, 'scripts', 'test.mjs'), ...process.argv.slice(2)],
};
for (const [name, args] of Object.entries(steps)) {
  console.log(`check: ${name}`);
  const code = await run(ready, args);
  if (code !== 0) {
    console.error(`check: ${name} failed`);
    process.exit(code);
  }
}
console.log('check: everything holds');
