import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = dirname(dirname(import.meta.dirname));
const OURS = [
  'DATA_DIR',
  'DATABASE_URL',
  'DATABASE_OWNER_URL',
  'LOG_SIGNING_KEY',
  'CLOCK_START',
  'SEED',
  'ADMIN_KEY',
  'NO_COLOR',
  'FORCE_COLOR',
  'COLUMNS',
  'LOG_LEVEL',
];

/** Where the runs of a spec keep their data, a folder for each database: a signed head of one would accuse another. */
const DATA = mkdtempSync(join(tmpdir(), 'dateline-cli-'));
afterAll(() => rmSync(DATA, { recursive: true, force: true }));

function dataDirOf(databaseUrl = ''): string {
  return join(DATA, createHash('sha256').update(databaseUrl).digest('hex').slice(0, 16));
}

/** How a run of the command line ended. */
export interface Ended {
  code: number | NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** A run of the command line that goes on. */
export interface Running {
  pid: number;
  kill(signal: NodeJS.Signals): void;
  /** Closes its standard output, as `head` does when it has seen enough. */
  stopReading(): void;
  /** Writes to its standard input. */
  write(text: string): void;
  closeInput(): void;
  ended: Promise<Ended>;
}

/** Starts `dateline ARGS...` as a process of its own, with nothing of this machine's settings but what `env` gives. */
export function startDateline(args: readonly string[], env: NodeJS.ProcessEnv = {}): Running {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OURS.includes(name)));
  const child = spawn(
    process.execPath,
    ['--import', join(ROOT, 'test', 'run-typescript.mjs'), join(ROOT, 'apps', 'cli', 'src', 'main.ts'), ...args],
    {
      cwd: ROOT,
      env: { ...inherited, DATA_DIR: dataDirOf(env['DATABASE_URL']), ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.on('error', () => {});
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code: code ?? signal, stdout, stderr }));
  });
  return {
    pid: child.pid!,
    kill: (signal) => void child.kill(signal),
    stopReading: () => void child.stdout.destroy(),
    write: (text) => void child.stdin.write(text),
    closeInput: () => void child.stdin.end(),
    ended,
  };
}

/** Runs `dateline ARGS...` to its end; `input` is its standard input. */
export function runDateline(args: readonly string[], env: NodeJS.ProcessEnv = {}, input?: string): Promise<Ended> {
  const running = startDateline(args, env);
  if (input !== undefined) running.write(input);
  running.closeInput();
  return running.ended;
}

/** Records as lines of NDJSON. */
export function ndjson(records: readonly object[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}
