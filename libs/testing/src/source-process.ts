import { spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

const ROOT = dirname(dirname(dirname(import.meta.dirname)));

/** A real second process that runs a TypeScript file of this project. */
export interface SourceProcess {
  child: ChildProcess;
  /** The next line of its standard output (that matches); rejects when there will be none. */
  line(matching?: RegExp): Promise<string>;
  /** What it has written to its standard error so far. */
  complaints(): string;
  /** Settles with its exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals | null>;
}

/**
 * Starts a file of the project, by its path from the project's root, as a process of its own.
 *
 * @param options.channel whether messages can be exchanged with it (`child.send`, `process.send`), also with bigints
 */
export function startSource(
  path: string,
  args: string[] = [],
  options: { env?: NodeJS.ProcessEnv; detached?: boolean; channel?: boolean } = {},
): SourceProcess {
  const child = spawn(
    process.execPath,
    ['--import', join(ROOT, 'test', 'run-typescript.mjs'), join(ROOT, path), ...args],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe', ...(options.channel === true ? (['ipc'] as const) : [])],
      serialization: 'advanced',
      env: options.env ?? process.env,
      detached: options.detached ?? false,
    },
  );
  const { stdout, stderr } = child as ChildProcessByStdio<null, Readable, Readable>;
  let complaints = '';
  stderr.on('data', (data: Buffer) => (complaints += data.toString()));
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal));
  });
  const lines = createInterface(stdout)[Symbol.asyncIterator]();
  return {
    child,
    ended,
    complaints: () => complaints.trim(),
    line: async (matching = /^/) => {
      for (;;) {
        const next = await lines.next();
        if (next.done) throw new Error(`${path} wrote no further line that matches ${matching}. ${complaints}`);
        if (matching.test(next.value)) return next.value;
      }
    },
  };
}
