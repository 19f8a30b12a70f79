/**
 * `npm run image`: builds the image with buildah, which needs no daemon, and starts what is in it against a Postgres of its
 * own. Where no registry answers, the base image is made of Debian's packages (debootstrap) and the Node of this clone.
 */
import '../test/run-typescript.mjs';
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, copyFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const root = resolve(import.meta.dirname, '..');
const [, BASE] = /^FROM (\S+)/m.exec(readFileSync(join(root, 'Dockerfile'), 'utf8'));
const IMAGE = 'dateline';
const PORT = process.env.PORT ?? '3999';
const env = { STORAGE_DRIVER: 'vfs', BUILDAH_ISOLATION: 'chroot', ...process.env };

const buildah = (...args) =>
  execFileSync('buildah', args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
const envOf = (values) => Object.entries(values).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
const say = (line) => console.log(`image: ${line}`);

function ensureBase() {
  if (buildah('images', '--format', '{{.Name}}:{{.Tag}}').includes(`/${BASE}`)) return;
  try {
    buildah('pull', `docker.io/library/${BASE}`);
  } catch {
    say(`no registry gives ${BASE}; making one of Debian's packages`);
    makeBase();
  }
}

function makeBase() {
  const folder = mkdtempSync(join(tmpdir(), 'dateline-base-'));
  const inside = (...path) => join(folder, ...path);
  const chroot = (...args) => execFileSync('chroot', [folder, ...args], { stdio: 'inherit' });
  try {
    execFileSync('debootstrap', ['--variant=minbase', '--include=ca-certificates', 'bookworm', folder], {
      stdio: 'ignore',
    });
    copyFileSync(
      join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node'),
      inside('usr/local/bin/node'),
    );
    chmodSync(inside('usr/local/bin/node'), 0o755);
    cpSync(resolve(process.env.npm_execpath, '..', '..'), inside('usr/local/lib/node_modules/npm'), {
      recursive: true,
    });
    chroot('ln', '-s', '../lib/node_modules/npm/bin/npm-cli.js', '/usr/local/bin/npm');
    chroot('useradd', '--create-home', '--uid', '1000', 'node');
    trustAsHere(inside);
    const container = buildah('from', 'scratch').trim();
    buildah('copy', '--quiet', container, folder, '/');
    buildah('config', '--env', 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', container);
    buildah('commit', '--quiet', '--rm', container, `docker.io/library/${BASE}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Takes over which authorities this machine trusts, so that npm reaches the registry that it reaches here. */
function trustAsHere(inside) {
  const authorities = process.env.SSL_CERT_FILE;
  if (authorities === undefined || !existsSync(authorities)) return;
  copyFileSync(authorities, inside('etc/ssl/certs/ca-certificates.crt'));
  execFileSync('mkdir', ['-p', inside('usr/local/etc')]);
  writeFileSync(inside('usr/local/etc/npmrc'), 'cafile=/etc/ssl/certs/ca-certificates.crt\n');
}

async function startImage() {
  const { EmbeddedPostgres } = await import('../libs/database/src/index.ts');
  const folder = mkdtempSync(join(tmpdir(), 'dateline-image-'));
  chmodSync(folder, 0o755);
  const postgres = await EmbeddedPostgres.start(folder, { durable: false });
  // The container has another user than the Postgres, and reaches it by its socket.
  const sockets = join(folder, 'socket');
  chmodSync(sockets, 0o755);
  chmodSync(join(sockets, '.s.PGSQL.5432'), 0o777);
  const container = buildah('from', '--pull-never', IMAGE).trim();
  const settings = {
    DATABASE_URL: postgres.url,
    PORT,
    ADMIN_KEY: randomBytes(32).toString('hex'),
    SECRETS_KEY: randomBytes(32).toString('base64'),
    SEED: 'none',
  };
  const runWith = (values, ...command) => [
    'run',
    '--volume',
    `${sockets}:${sockets}`,
    ...envOf(values),
    container,
    '--',
    ...command,
  ];
  const inContainer = (...command) => runWith(settings, ...command);
  const programs = [];
  try {
    buildah(
      ...inContainer('sh', '-c', 'test "$(id -un)" = node && touch /data/written && ! touch /app/written 2>/dev/null'),
    );
    // As compose does: the owner of the log migrates, and API and worker have the other role alone.
    const asOwner = { ...settings, DATABASE_OWNER_URL: postgres.ownerUrl };
    buildah(...runWith(asOwner, 'node', 'dist/apps/cli/src/main.js', 'migrate'));
    for (const name of ['api', 'worker'])
      programs.push(
        spawn('buildah', inContainer('node', `dist/apps/${name}/src/main.js`), {
          env,
          stdio: ['ignore', 'inherit', 'inherit'],
        }),
      );
    await untilReady(programs);
    const { Test: healthcheck } = JSON.parse(buildah('inspect', '--type', 'image', IMAGE)).Docker.config.Healthcheck;
    buildah(...inContainer(...healthcheck.slice(1)));
    const said = JSON.stringify(await readiness(settings.ADMIN_KEY));
    if (said.includes('not protected')) throw new Error(`The log is not protected from the service: ${said}`);
    const page = await fetch(`http://127.0.0.1:${PORT}/`);
    const script = /src="(\/assets\/[^"]+)"/.exec(await page.text())?.[1];
    const asset = await fetch(`http://127.0.0.1:${PORT}${script}`);
    if (!page.ok || !asset.ok) throw new Error(`The page (${page.status}) or its script (${asset.status}) is missing.`);
  } finally {
    for (const program of programs) program.kill('SIGTERM');
    await Promise.all(
      programs.map((program) => new Promise((end) => (program.exitCode === null ? program.once('exit', end) : end()))),
    );
    buildah('rm', container);
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the API says of itself to an administrator. */
async function readiness(key) {
  const answer = await fetch(`http://127.0.0.1:${PORT}/health/ready`, { headers: { authorization: `Bearer ${key}` } });
  return answer.json();
}

/** The API is ready when it is migrated and the worker has brought the read models up to date. */
async function untilReady(programs) {
  for (const end = Date.now() + 120_000; Date.now() < end; await wait(500)) {
    const ended = programs.find(({ exitCode }) => exitCode !== null);
    if (ended !== undefined) throw new Error(`A program of the image ended with exit code ${ended.exitCode}.`);
    const answer = await fetch(`http://127.0.0.1:${PORT}/health/ready`).catch(() => null);
    if (answer?.ok) return;
  }
  throw new Error('The image was not ready within two minutes.');
}

const begun = Date.now();
ensureBase();
buildah('bud', '--quiet', '--pull-never', '--network', 'host', '--format', 'docker', '--layers', '--tag', IMAGE, root);
say(`built after ${Math.round((Date.now() - begun) / 1000)} s`);
await startImage();
say(`API and worker are ready; everything holds after ${Math.round((Date.now() - begun) / 1000)} s`);
