import { fork } from 'node:child_process';
import { join } from 'node:path';

// Starts the child and says its process number, then waits to be killed.
const child = fork(join(import.meta.dirname, 'child.ts'));
child.once('message', () => console.log(child.pid));
