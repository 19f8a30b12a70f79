/** `npm start`: from whatever state the clone is in to a running service. */
import './require-node.mjs';
import { runCommandLine } from './run.mjs';
import { setUp } from './set-up.mjs';

process.exitCode = await runCommandLine(await setUp({ build: true }), ['up', ...process.argv.slice(2)]);
