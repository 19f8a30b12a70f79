import 'reflect-metadata';
import { stripVTControlCharacters } from 'node:util';
import { CommanderError } from 'commander';
import { exitCodeOf, sentenceOf } from './failure.js';
import { dateline } from './program.js';
import { ReaderGone } from './run.js';
import { Terminal } from './terminal.js';

try {
  await dateline().parseAsync();
} catch (error) {
  process.exitCode = told(error);
}
// What a library still holds open must not keep a command that is done; what was written is on its way.
process.stdout.write('', () => process.exit());

/** Tells people what went wrong, unless commander has or nobody is there; answers the exit code. */
function told(error: unknown): number {
  if (error instanceof CommanderError) return exitCodeOf(error);
  if (error instanceof ReaderGone) return 0;
  const interrupted = error instanceof DOMException && error.name === 'AbortError';
  new Terminal().note(interrupted ? 'Interrupted.' : stripVTControlCharacters(sentenceOf(error)));
  if (process.env['LOG_LEVEL'] === 'debug') console.error(error);
  return exitCodeOf(error);
}
