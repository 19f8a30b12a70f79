import 'reflect-metadata';
import { CommanderError } from 'commander';
import { exitCodeOf, sentenceOf } from './failure.js';
import { dateline } from './program.js';
import { ReaderGone } from './run.js';

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
  process.stderr.write(`${interrupted ? 'Interrupted.' : sentenceOf(error)}\n`);
  if (process.env['LOG_LEVEL'] === 'debug') console.error(error);
  return exitCodeOf(error);
}
