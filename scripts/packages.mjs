import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { running } from './running.mjs';
import { SetUpError } from './set-up-error.mjs';

/** Installs the packages of package-lock.json unless they are installed already. */
export async function ensurePackages(root, say) {
  const stamp = join(root, 'node_modules', '.dateline-stamp');
  const wanted = stampOf(root);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  if (!installedByHand(root)) {
    const [other] = existsSync(join(root, 'node_modules')) ? running(root, [process.pid]) : [];
    if (other) {
      throw new SetUpError(
        `The packages of this clone have changed, and another Dateline (process ${other.pid}) runs from them; ` +
          'stop it first, or use another clone.',
      );
    }
    say('Installing the packages of this clone (only the first time; about a minute) ...');
    await install(root);
  }
  writeFileSync(stamp, wanted);
}

/** The Node 24 that everything but the set-up runs under: the one that came with the packages, else this one. */
export function findNode(root) {
  const bundled = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (existsSync(bundled)) return bundled;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  throw new SetUpError(
    `Dateline brings no Node 24 for ${process.platform}-${process.arch}, and this is Node ${process.versions.node}; ` +
      'install Node 24 or newer.',
  );
}

function stampOf(root) {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  return `${hash.digest('hex')} ${process.platform}-${process.arch}`;
}

/** Whether somebody ran `npm ci` to its end: npm writes what it installed into a lock file of its own, last of all. */
function installedByHand(root) {
  const hidden = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const installed = JSON.parse(readFileSync(hidden, 'utf8')).packages;
  const locked = Object.entries(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages);
  return locked.every(([path, entry]) => {
    if (path === '' || (installed[path] === undefined && (entry.optional || entry.devOptional))) return true;
    return installed[path]?.version === entry.version;
  });
}

/** Development packages too, whatever NODE_ENV says: the compiler is one of them. */
async function install(root) {
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const underNpm = process.env.npm_execpath?.endsWith('npm-cli.js');
  const [file, ...rest] = underNpm ? [process.execPath, process.env.npm_execpath, ...args] : ['npm', ...args];
  const child = spawn(file, rest, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).catch((error) => {
    throw new SetUpError(`npm could not be started (${error.message}); it comes with Node.`);
  });
  if (code !== 0) {
    process.stderr.write(output);
    throw new SetUpError('The packages could not be installed (npm ci, above); check the network and start again.');
  }
}
