import type { Command } from 'commander';
import { readSettings, type Settings } from '#libs/kernel';
import { withContext, type Context } from './context.js';
import { openPlace, type Intent } from './place.js';
import { Terminal } from './terminal.js';
import { leaving } from './up/leaving.js';
import { prepare } from './up/prepare.js';

/** What every command is given when it runs. */
export interface Run {
  settings: Settings;
  terminal: Terminal;
  /** The answer is for a program: JSON on standard output and nothing else there. */
  json: boolean;
  /** Opens the database for this command; see `withContext`. */
  open: <T>(intent: Intent, work: (context: Context) => Promise<T>) => Promise<T>;
  /** Brings the database to where API and worker can be started on it; see `prepare`. */
  prepare: (say: (line: string) => void) => Promise<void>;
}

/** What a command does; the exit code where it is not 0. */
export type Action<Options> = (run: Run, options: Options, args: string[]) => Promise<number | void>;

/** Whoever read the answer has gone; there is nobody to tell. */
export class ReaderGone extends Error {
  override readonly name = 'ReaderGone';
}

/** Makes an action of a command that commander can call; its exit code becomes that of the process. */
export function does<Options extends object>(action: Action<Options>): (...given: unknown[]) => Promise<void> {
  return async (...given) => {
    const command = given.at(-1) as Command;
    const {
      json = false,
      color,
      ...options
    } = command.optsWithGlobals<Options & { json?: boolean; color?: boolean }>();
    const settings = readSettings(process.env);
    const terminal = new Terminal({ color });
    const open: Run['open'] = (intent, work) =>
      withContext({ settings, intent, json, signal: endOfCommand(), note: (line) => terminal.note(line) }, work);
    const ready: Run['prepare'] = async (say) => {
      const signal = endOfCommand();
      const place = await openPlace(settings, 'own', signal, (line) => terminal.note(line));
      try {
        await prepare(place, settings, say, signal);
        signal.throwIfAborted();
      } finally {
        await place.close();
      }
    };
    const run: Run = { settings, terminal, json, open, prepare: ready };
    const code = await action(run, options as unknown as Options, command.args);
    process.exitCode = code ?? 0;
  };
}

/** Aborted when the process is asked to leave, or when nobody reads its answer any more (`dateline export | head`). */
function endOfCommand(): AbortSignal {
  const gone = new AbortController();
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    gone.abort(error.code === 'EPIPE' ? new ReaderGone() : error);
  });
  return AbortSignal.any([leaving(), gone.signal]);
}
