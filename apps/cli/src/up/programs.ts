import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { EXIT_DATABASE_AWAY, NODE_FLAGS } from '#libs/process';
import { Patience } from './patience.js';

const STOP_PATIENCE_MS = 10_000;
/** How long it waits before it starts a program again that ended because its database is away. */
const DATABASE_AWAY_MS = 500;

/** A program of the service: its name for people and the file that Node runs. */
export interface Program {
  name: string;
  entry: string;
}

/**
 * Keeps the programs of the service running: each in a process group of its own (a Ctrl-C in the terminal reaches them
 * through the supervisor) with a channel by which it sees the supervisor go. One that dies is started again. That a program
 * could not start because its database is away is no failure of the program: it is started until the database is there.
 */
export class Programs {
  /** Settles, with one sentence, when a program dies so often that starting it again is pointless. */
  readonly failed: Promise<string>;
  #fail: (sentence: string) => void = () => {};
  #stopping = false;
  readonly #children = new Map<string, ChildProcess>();

  constructor(
    private readonly programs: Program[],
    private readonly env: NodeJS.ProcessEnv,
    private readonly say: (line: string) => void,
  ) {
    this.failed = new Promise((resolve) => (this.#fail = resolve));
  }

  start(): void {
    for (const program of this.programs) this.run(program, new Patience());
  }

  /** Asks every program to end, and ends those that have not after ten seconds. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const children = [...this.#children.values()];
    const ended = Promise.all(children.map((child) => end(child)));
    for (const child of children) child.kill('SIGTERM');
    const late = new AbortController();
    const kill = wait(STOP_PATIENCE_MS, undefined, { signal: late.signal }).then(
      () => children.map((child) => child.kill('SIGKILL')),
      () => [],
    );
    await ended;
    late.abort();
    await kill;
  }

  private run(program: Program, patience: Patience): void {
    const child = spawn(process.execPath, [...process.execArgv, ...NODE_FLAGS, program.entry], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: this.env,
      detached: true,
    });
    this.#children.set(program.name, child);
    void this.replaceWhenEnded(program, child, patience);
  }

  private async replaceWhenEnded(program: Program, child: ChildProcess, patience: Patience): Promise<void> {
    const how = await end(child);
    this.#children.delete(program.name);
    if (this.#stopping) return;
    if (child.exitCode === EXIT_DATABASE_AWAY) {
      await wait(DATABASE_AWAY_MS);
      if (!this.#stopping) this.run(program, patience);
      return;
    }
    const pause = patience.afterDeath();
    if (pause === 'give-up') {
      this.#fail(`The ${program.name} ended five times within a minute (${how}).`);
      return;
    }
    this.say(`The ${program.name} ended (${how}); starting it again.`);
    await wait(pause);
    if (!this.#stopping) this.run(program, patience);
  }
}

/** How a process ended: `exit code 1` or `SIGKILL`. */
function end(child: ChildProcess): Promise<string> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve('');
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    child.once('error', (error) => {
      if (child.pid === undefined) resolve(error.message);
    });
  });
}
