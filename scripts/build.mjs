import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { running } from './running.mjs';
import { SetUpError } from './set-up-error.mjs';

/**
 * Builds the sources into `dist/<digest>` unless that is there, and answers the digest, which names the sources. Builds
 * that no live process runs from are removed. Types are checked by `npm run check`, not here.
 */
export function ensureBuild(root, node, say) {
  const dist = join(root, 'dist');
  const digest = digestOf(root);
  if (!existsSync(join(dist, digest))) {
    say('Building ...');
    const unfinished = join(dist, `.new-${process.pid}`);
    compile(root, node, unfinished);
    bundle(root, node, unfinished);
    const manifest = { type: 'module', imports: { '#libs/*': './libs/*/src/index.js' } };
    writeFileSync(join(unfinished, 'package.json'), JSON.stringify(manifest));
    renameSync(unfinished, join(dist, digest));
  }
  removeOldBuilds(root, digest);
  return digest;
}

function compile(root, node, outDir) {
  mkdirSync(outDir, { recursive: true });
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  runTool(root, node, outDir, [compiler, '-p', 'tsconfig.build.json', '--noCheck', '--outDir', outDir]);
}

/** What the pages load in a browser. */
function bundle(root, node, outDir) {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  runTool(root, node, outDir, [
    vite,
    'build',
    join('apps', 'web'),
    '--outDir',
    join(outDir, 'assets'),
    '--logLevel',
    'warn',
  ]);
}

function runTool(root, node, outDir, args) {
  const { status, stdout, stderr } = spawnSync(node, args, { cwd: root, encoding: 'utf8' });
  if (status === 0) return;
  rmSync(outDir, { recursive: true, force: true });
  process.stderr.write(`${stdout}${stderr}`);
  throw new SetUpError('The sources could not be built (the compiler, above).');
}

function digestOf(root) {
  const hash = createHash('sha256');
  const add = (path) =>
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0');
  for (const path of ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json', 'apps/web/vite.config.mjs'])
    add(path);
  for (const area of ['apps', 'libs']) {
    for (const project of readdirSync(join(root, area)).toSorted()) {
      if (`${area}/${project}` === 'libs/testing') continue;
      const src = join(area, project, 'src');
      if (!existsSync(join(root, src))) continue;
      for (const path of sourcesBelow(root, src)) add(path);
    }
  }
  return hash.digest('hex').slice(0, 16);
}

function sourcesBelow(root, folder) {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  const paths = entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sourcesBelow(root, path);
    return /\.(tsx?|css)$/.test(path) && !/\.spec\.tsx?$/.test(path) ? [path] : [];
  });
  return paths.toSorted();
}

/** Removes the builds that nothing runs from, each with what Node compiled of it. */
function removeOldBuilds(root, current) {
  const inUse = new Set([current, ...running(root).map((process) => process.build)]);
  for (const name of readdirSync(join(root, 'dist'))) {
    const isBuild = /^[0-9a-f]{16}$/.test(name) && !inUse.has(name);
    if (!isBuild && !name.startsWith('.new-')) continue;
    for (const folder of [name, join('.compiled', name)])
      rmSync(join(root, 'dist', folder), { recursive: true, force: true });
  }
}
