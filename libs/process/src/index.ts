export { exitWithParent, isSupervised } from './exit-with-parent.js';
export { EXIT_DATABASE_AWAY } from './exit-codes.js';
export { NODE_FLAGS } from './node-flags.js';
export { ProcessLog } from './process-log.js';
