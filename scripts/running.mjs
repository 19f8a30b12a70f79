import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Which processes run from this clone, and from which build: one empty file each, `dist/.running/<build>.<pid>`, so that
 * a set-up never removes what another one runs from. A file whose process has gone means nothing and is removed.
 */
const folderOf = (root) => join(root, 'dist', '.running');

/** Notes that a process runs from a build; answers a function that takes the note away. */
export function markRunning(root, build, pid) {
  const file = join(folderOf(root), `${build}.${pid}`);
  mkdirSync(folderOf(root), { recursive: true });
  writeFileSync(file, '');
  return () => rmSync(file, { force: true });
}

/** The live processes that run from this clone, without those named. */
export function running(root, except = []) {
  let names;
  try {
    names = readdirSync(folderOf(root));
  } catch {
    return [];
  }
  const found = [];
  for (const name of names) {
    const [build, pid] = [name.slice(0, name.lastIndexOf('.')), Number(name.slice(name.lastIndexOf('.') + 1))];
    if (!isAlive(pid)) rmSync(join(folderOf(root), name), { force: true });
    else if (!except.includes(pid)) found.push({ build, pid });
  }
  return found;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return true;
  }
}
