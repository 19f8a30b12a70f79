/**
 * `npm run screenshots [-- NAME…] [-- --into FOLDER] [--whole]`: pictures of every page, or of those named, in both themes and at a
 * phone's width, from a service of its own on the bundled data set; `--whole` takes each page down to its foot.
 */
import './require-node.mjs';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { simpleParser } from 'mailparser';
import { chromium } from 'playwright-core';
import { chromiumProgram } from '../test/chromium.mjs';
import { root, setUp } from './set-up.mjs';

/** What each picture is of. */
const PAGES = {
  timeline: '/',
  'timeline-spanish': '/?topic=trade&order=desc&lang=es',
  subject: '/subjects/usmca',
  fact: '/facts/usmca-in-force',
  source: '/sources/state-fact-sheet-2024',
  cases: '/cases',
  'cases-list': '/cases?view=list&sector=automotive',
  case: '/cases/gm-silao',
  statistics: '/cases/statistics#states-heading',
  changes: '/cases/changes?since=2024-01-01&until=2024-12-31',
  reconciliation: '/reconciliation',
  milestones: '/milestones',
  calendar: '/milestones?view=calendar&year=2026&status=all',
  milestone: '/milestones/usmca.joint-review.2026',
  remind: '/remind?subject=usmca',
  subscription: '/subscriptions/:made',
  confirm: ':confirmation',
  unsubscribe: '/subscriptions/:made/unsubscribe',
  editor: '/editor',
  'editor-record': '/editor/record?kind=source',
  'editor-change': '/editor/change?fact=usmca-in-force',
  'editor-import': '/editor/import',
  'embedded-timeline': '/embed/timeline?subject=usmca',
  'embedded-milestones': '/embed/milestones?subject=usmca',
  docs: '/docs/',
  queues: '/queues',
  problem: '/facts/there-is-none',
};

/** With it the editor's pages show more than the question for a key. */
const ADMIN_KEY = randomBytes(24).toString('base64url');

/** How each page is looked at: the width and height of the window, and the theme. */
const LOOKS = {
  light: { width: 1200, height: 900, colorScheme: 'light' },
  dark: { width: 1200, height: 900, colorScheme: 'dark' },
  phone: { width: 390, height: 780, colorScheme: 'light' },
};

/** The day that the pictures are taken on, so that they change with the page and not with the calendar. */
const TODAY = '2026-11-22T12:00:00Z';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    into: { type: 'string', default: join(root, 'docs', 'pictures') },
    whole: { type: 'boolean', default: false },
  },
});
const unknown = positionals.filter((name) => PAGES[name] === undefined);
if (unknown.length > 0) {
  console.error(`There is no page "${unknown[0]}"; there are ${Object.keys(PAGES).join(', ')}.`);
  process.exit(2);
}
if (chromiumProgram === undefined) {
  console.error('No Chromium is installed; install it, or set CHROMIUM_PATH.');
  process.exit(1);
}
process.exitCode = await main(positionals.length > 0 ? positionals : Object.keys(PAGES), resolve(values.into));

async function main(names, folder) {
  const ready = await setUp({ build: true });
  const dataDir = mkdtempSync(join(tmpdir(), 'dateline-pictures-'));
  const port = await freePort();
  const service = spawn(ready.node, [join(root, 'dist', ready.build, 'apps', 'cli', 'src', 'main.js'), 'up'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      DATA_DIR: dataDir,
      PORT: String(port),
      HOST: '127.0.0.1',
      CLOCK_START: TODAY,
      SEED: 'us-mexico',
      SMTP_URL: '',
      ADMIN_KEY,
      RATE_LIMIT: 'off',
    },
  });
  const ended = new Promise((done) => {
    service.once('exit', done);
  });
  try {
    await untilReady(`http://127.0.0.1:${port}`, service);
    await takeAll(names, `http://127.0.0.1:${port}`, folder, join(dataDir, 'outbox'));
    return 0;
  } finally {
    service.kill('SIGTERM');
    await ended;
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function takeAll(names, address, folder, outbox) {
  mkdirSync(folder, { recursive: true });
  const browser = await chromium.launch({ executablePath: chromiumProgram, args: ['--no-sandbox', '--disable-gpu'] });
  const made = await subscribe(address, { type: 'calendar' });
  const token = new URL(made.manageUrl).searchParams.get('token');
  await subscribe(address, { type: 'email', address: 'ana@example.org' });
  const confirmation = await confirmationIn(outbox);
  let total = 0;
  for (const [look, { width, height, colorScheme }] of Object.entries(LOOKS)) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' });
    await context.addInitScript((key) => sessionStorage.setItem('dateline-key', key), ADMIN_KEY);
    const page = await context.newPage();
    for (const name of names) {
      const file = join(folder, `${name}-${look}.png`);
      const path = PAGES[name]
        .replace(':confirmation', confirmation)
        .replace(/:made(.*)/, (_all, rest) => `${made.id}${rest}?token=${token}`);
      await page.setExtraHTTPHeaders(name === 'queues' ? { authorization: `Bearer ${ADMIN_KEY}` } : {});
      await page.goto(`${address}${path}`, { waitUntil: 'networkidle' });
      await page.screenshot({ path: file, fullPage: values.whole });
      total += statSync(file).size;
      console.log(`${relative(process.cwd(), file)} ${Math.round(statSync(file).size / 1024)} kB`);
    }
    await context.close();
  }
  await browser.close();
  console.log(`${names.length * Object.keys(LOOKS).length} pictures, ${(total / 1024 / 1024).toFixed(1)} MB`);
}

/** Makes a subscription to be shown. Its mail, where it has an address, stays in the outbox of the service. */
async function subscribe(address, channel) {
  const answer = await fetch(`${address}/v1/subscriptions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ channel, filter: { subjects: ['usmca'], kinds: ['milestones'] } }),
  });
  return answer.json();
}

/** The path of the link in the first mail of an outbox, which the service writes in its own time. */
async function confirmationIn(outbox) {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const [name] = existsSync(outbox) ? readdirSync(outbox).filter((file) => file.endsWith('.eml')) : [];
    if (name !== undefined) {
      const { text } = await simpleParser(readFileSync(join(outbox, name)));
      const { pathname, search } = new URL(/http\S+\/confirmations\/\S+/.exec(text)[0]);
      return `${pathname}${search}`;
    }
    await wait(250);
  }
  throw new Error('No mail was written within 150 s.');
}

async function untilReady(address, service) {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (service.exitCode !== null) throw new Error('The service ended before it was ready.');
    const answer = await fetch(`${address}/health/ready`).catch(() => undefined);
    if (answer?.ok) return;
    await wait(250);
  }
  throw new Error('The service was not ready within 150 s.');
}

function freePort() {
  return new Promise((done, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}
